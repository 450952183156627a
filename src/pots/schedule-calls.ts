import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { plannedCalls } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { DuePayment } from "../domain/agreement-terms.ts";

/** A call leaves a month before its due date, as partners' accountants need. */
const DAYS_BEFORE_DUE = 30;

/**
 * Foresees a call for each payment of what was signed, in place of those an earlier version foresaw. A payment that was
 * called already, for the same due date, is not called again.
 */
export async function scheduleCalls(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  potId: string,
  schedule: readonly DuePayment[],
): Promise<void> {
  const now = await fundNow(tx);
  const today = dayOf(now);
  const ofPot = and(eq(plannedCalls.fundId, fundId), eq(plannedCalls.potId, potId));
  const issued = await tx
    .select({ dueOn: plannedCalls.dueOn })
    .from(plannedCalls)
    .where(and(ofPot, eq(plannedCalls.state, "issued")));
  const called = new Set(issued.map((one) => one.dueOn));
  await tx
    .update(plannedCalls)
    .set({ state: "dropped" })
    .where(and(ofPot, eq(plannedCalls.state, "planned")));
  const due = schedule.filter((payment) => payment.dueOn >= today && !called.has(payment.dueOn));
  if (due.length === 0) return;
  await tx.insert(plannedCalls).values(
    due.map(({ dueOn, amountCents }) => ({
      fundId,
      id: uuidv7(),
      potId,
      amountCents,
      issueOn: sql`greatest(${dueOn}::date - ${DAYS_BEFORE_DUE}::int, ${today}::date)`,
      dueOn,
      createdAt: now,
      state: "planned",
    })),
  );
  await recordAudit(tx, actor, { action: "call.schedule", subject: ["pot", potId], change: { payments: due.length } });
}
