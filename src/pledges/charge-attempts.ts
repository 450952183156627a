import { and, desc, eq, gte, inArray, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { chargeAttempts } from "../db/schema/pledges.ts";
import { MOST_ATTEMPTS } from "../domain/pledge.ts";
import type { PledgeRow } from "./lock-pledge.ts";

export type AttemptEnd = "succeeded" | "pending" | "declined" | "action_required";

const of = (pledge: PledgeRow) => and(eq(chargeAttempts.fundId, pledge.fundId), eq(chargeAttempts.pledgeId, pledge.id));

/** The attempt whose outcome is not known yet, or the next one: its number stands in the idempotency key (S1). */
export async function startAttempt(tx: Transaction, pledge: PledgeRow): Promise<number> {
  const [last] = await tx
    .select({ attempt: chargeAttempts.attempt, state: chargeAttempts.state })
    .from(chargeAttempts)
    .where(of(pledge))
    .orderBy(desc(chargeAttempts.attempt))
    .limit(1);
  if (last?.state === "started") return last.attempt;
  const attempt = (last?.attempt ?? 0) + 1;
  await tx.insert(chargeAttempts).values({
    fundId: pledge.fundId,
    pledgeId: pledge.id,
    attempt,
    state: "started",
    startedAt: sql`fund_now()`,
  });
  return attempt;
}

/** Whether an attempt was sent to Stripe and its outcome is not known yet. */
export async function hasStartedAttempt(tx: Transaction, pledge: PledgeRow): Promise<boolean> {
  const rows = await tx
    .select({ attempt: chargeAttempts.attempt })
    .from(chargeAttempts)
    .where(and(of(pledge), eq(chargeAttempts.state, "started")));
  return rows.length > 0;
}

/** Whether it may be tried once more: the calendar alone never comes that far, a donor who changes cards may. */
export async function hasAttemptLeft(tx: Transaction, pledge: PledgeRow): Promise<boolean> {
  const rows = await tx
    .select({ attempt: chargeAttempts.attempt })
    .from(chargeAttempts)
    .where(and(of(pledge), gte(chargeAttempts.attempt, MOST_ATTEMPTS)));
  return rows.length === 0;
}

/** Ends whatever attempt is open; one that ended already keeps its end unless money came after all. */
export async function endAttempts(
  tx: Transaction,
  pledge: PledgeRow,
  state: AttemptEnd,
  declineCode?: string,
): Promise<void> {
  const open = state === "succeeded" || state === "declined" ? ["started", "pending", "action_required"] : ["started"];
  await tx
    .update(chargeAttempts)
    .set({ state, declineCode, endedAt: sql`fund_now()` })
    .where(and(of(pledge), inArray(chargeAttempts.state, open)));
}
