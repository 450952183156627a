import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { statementAnnouncements } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";
import { isFinal, monthNamed, monthOf } from "./months.ts";
import { readStatement } from "./read-statement.ts";

/** In the first days of a month a closed one is news; later it only stands on its page. */
const DAYS_OF_NEWS = 10;
const DAY_MS = 86_400_000;

/**
 * Tells each partner's members, once, that the month that ended has its statement: where something moved in it, or
 * stands in the pots. A statement that does not tie is announced to nobody: it fails here, and is looked at.
 */
export async function announceStatements(deps: Deps, actor: Actor): Promise<void> {
  const now = await fundNow(deps.db);
  const month = monthNamed(monthOf(new Date(monthNamed(monthOf(now)).startsAt.getTime() - DAY_MS)));
  if (!isFinal(month, now) || now.getTime() > month.endsAt.getTime() + DAYS_OF_NEWS * DAY_MS) return;
  const waiting = await notAnnounced(deps, month);
  await forEachLogged(deps, "announce-statements", waiting, (agreement) =>
    announce(deps, actor, agreement, month.name),
  );
}

type Agreement = { readonly id: string; readonly partnerId: string };

const notAnnounced = (
  { db, fundId }: Deps,
  { name, endsAt }: { readonly name: string; readonly endsAt: Date },
): Promise<readonly Agreement[]> =>
  db.execute<Agreement>(sql`
    select a.id, a.partner_id as "partnerId" from cooperation_agreements a
    where a.fund_id = ${fundId}
      and exists (select from pot_fundings f join matching_pots p on p.fund_id = f.fund_id and p.id = f.pot_id
        where p.fund_id = a.fund_id and p.agreement_id = a.id and f.created_at < ${endsAt.toISOString()}::timestamptz)
      and not exists (select from statement_announcements s
        where s.fund_id = a.fund_id and s.agreement_id = a.id and s.month = ${name})
    order by a.id`);

async function announce(deps: Deps, actor: Actor, { id: agreementId, partnerId }: Agreement, month: string) {
  const { pots } = await readStatement(deps, actor, { agreementId, month });
  await inTransaction(deps.db, async (tx) => {
    const [first] = await tx
      .insert(statementAnnouncements)
      .values({ fundId: deps.fundId, agreementId, month, announcedAt: sql`fund_now()` })
      .onConflictDoNothing()
      .returning({ month: statementAnnouncements.month });
    if (first === undefined) return;
    const isNews = pots.some(({ moves, closing }) =>
      [...Object.values(moves), closing.accountCents, closing.reservedCents].some((cents) => cents !== 0n),
    );
    const members = isNews ? await membersOf(tx, partnerId) : [];
    for (const { userId } of members)
      await enqueue(tx, "send-mail", { template: "statement-ready", subjectId: `${agreementId}/${month}/${userId}` });
    await recordAudit(tx, actor, {
      action: "statement.announced",
      subject: ["agreement", agreementId],
      change: { month, letters: members.length },
    });
  });
}
