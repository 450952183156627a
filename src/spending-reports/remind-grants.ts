import { and, eq, isNull } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { grantReminders, grants, staffRolesInForce } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { daysBetween } from "../domain/calendar.ts";
import { reminderFor } from "../domain/spending-report.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";
import { listReports } from "./queries.ts";

const DAYS_UNSIGNED = 14;

type Reminder = {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: "agreement-unsigned" | "agreement-uncountersigned" | NonNullable<ReturnType<typeof reminderFor>>;
};

/** Letters about agreements unsigned for a fortnight and reports soon due, due or late: each leaves once. */
export async function remindGrants(deps: Deps): Promise<void> {
  const reminders = [...(await ofSignatures(deps)), ...(await ofReports(deps))];
  await forEachLogged(deps, "remind-grants", reminders, (reminder) => remind(deps, reminder));
}

/** Whoever has left a signature wait: the holder since the grant was made, the fund since the holder signed. */
async function ofSignatures({ db, fundId }: Deps): Promise<readonly Reminder[]> {
  const today = dayOf(await fundNow(db));
  const unsigned = await db
    .select({
      id: grants.id,
      organisationId: grants.organisationId,
      createdAt: grants.createdAt,
      holderSignedAt: grants.holderSignedAt,
    })
    .from(grants)
    .where(and(eq(grants.fundId, fundId), isNull(grants.fundSignedAt)));
  return unsigned
    .filter((one) => daysBetween(dayOf(one.holderSignedAt ?? one.createdAt), today) >= DAYS_UNSIGNED)
    .map(({ id, organisationId, holderSignedAt }) => ({
      id,
      organisationId,
      kind: holderSignedAt === null ? "agreement-unsigned" : "agreement-uncountersigned",
    }));
}

async function ofReports(deps: Deps): Promise<readonly Reminder[]> {
  const today = dayOf(await fundNow(deps.db));
  const reports = await listReports(deps, worker("remind-grants"));
  return reports.flatMap(({ grantId, organisationId, dueOn, standing }) => {
    const kind = standing === "accepted" || standing === "to-examine" ? undefined : reminderFor(dueOn, today);
    return kind === undefined ? [] : [{ id: grantId, organisationId, kind }];
  });
}

async function remind(deps: Deps, { id, organisationId, kind }: Reminder): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [first] = await tx
      .insert(grantReminders)
      .values({ fundId: deps.fundId, grantId: id, kind, sentAt: await fundNow(tx) })
      .onConflictDoNothing()
      .returning({ kind: grantReminders.kind });
    if (first === undefined) return;
    const people =
      kind === "agreement-uncountersigned"
        ? await administrators(tx)
        : (await membersOf(tx, organisationId)).map((member) => member.userId);
    for (const userId of people) await enqueue(tx, "send-mail", { template: kind, subjectId: `${id}/${userId}` });
  });
}

async function administrators(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx
    .select({ userId: staffRolesInForce.userId })
    .from(staffRolesInForce)
    .where(eq(staffRolesInForce.role, "administrator"));
  return rows.map((row) => row.userId);
}
