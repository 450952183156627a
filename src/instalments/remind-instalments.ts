import { sql } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { instalmentReminders } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { plusDays } from "../domain/calendar.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";
import { listToRemind, type WaitingInstalment } from "./waiting-queries.ts";

const DAYS_BEFORE = 30;

/**
 * Tells the members of a holder that an instalment they can act on has its limit date within 30 days, and again once
 * that day is past: one letter each, once for each date.
 */
export async function remindInstalments(deps: Deps): Promise<void> {
  const today = dayOf(await fundNow(deps.db));
  const waiting = await listToRemind(deps, today, plusDays(today, DAYS_BEFORE));
  await forEachLogged(deps, "remind-instalments", waiting, (instalment) =>
    remind(deps, instalment, instalment.dueOn < today ? "late" : "soon"),
  );
}

async function remind(deps: Deps, { id, dueOn, organisationId }: WaitingInstalment, kind: "soon" | "late") {
  await inTransaction(deps.db, async (tx) => {
    const [first] = await tx
      .insert(instalmentReminders)
      .values({ fundId: deps.fundId, instalmentId: id, kind, dueOn, createdAt: sql`fund_now()` })
      .onConflictDoNothing()
      .returning({ kind: instalmentReminders.kind });
    if (first === undefined) return;
    for (const { userId } of await membersOf(tx, organisationId)) {
      await enqueue(tx, "send-mail", { template: `instalment-${kind}`, subjectId: `${id}/${userId}` });
    }
  });
}
