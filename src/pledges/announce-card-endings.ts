import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { EXPIRY_TOLD_DAYS } from "../domain/saved-method.ts";
import { SETTLEMENT_WINDOW_DAYS } from "../domain/settlement.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { lockPledge, updatePledge } from "./lock-pledge.ts";
import { issueLink } from "./payment-link.ts";

const BATCH = 200;

/**
 * Tells donors, a month before the deadline, whose saved card ends before the last day on which it may be charged: once
 * a pledge and card. A card that its bank renewed in time is not announced, since its new end is kept.
 */
export async function announceCardEndings(deps: Deps, actor: Actor): Promise<void> {
  for (let after = NIL; ; ) {
    const ending = await deps.db.execute<{ id: string }>(sql`
      select p.id from pledges p join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id
      where p.fund_id = ${deps.fundId} and p.id > ${after} and p.state = 'authorised' and p.held_reason is null
        and c.state = 'live' and c.deadline_at > fund_now()
        and c.deadline_at <= fund_now() + make_interval(days => ${EXPIRY_TOLD_DAYS})
        and p.card_expires_on < (c.deadline_at + make_interval(days => ${SETTLEMENT_WINDOW_DAYS}))::date
        and p.expiry_told_method_id is distinct from p.payment_method_id
      order by p.id limit ${BATCH}`);
    await forEachLogged(deps, "announce-card-endings", ending, ({ id }) => announce(deps, actor, id));
    const last = ending.at(-1);
    if (last === undefined || ending.length < BATCH) return;
    after = last.id;
  }
}

const NIL = "00000000-0000-0000-0000-000000000000";

async function announce(deps: Deps, actor: Actor, pledgeId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge?.state !== "authorised" || pledge.expiryToldMethodId === pledge.paymentMethodId) return;
    await updatePledge(tx, pledge, { expiryToldMethodId: pledge.paymentMethodId });
    await issueLink(tx, deps, pledge, "method");
    await enqueue(tx, "send-mail", { template: "card-ending", subjectId: pledgeId });
    await recordAudit(tx, actor, { action: "pledge.card-ending-told", subject: ["pledge", pledgeId] });
  });
}
