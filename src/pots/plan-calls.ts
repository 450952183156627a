import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { plannedCalls } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput, notFound } from "../errors.ts";
import { readPot } from "../partners/queries.ts";
import { dueInPast, issuedAfterDue, planNotOpen } from "./messages.ts";

export type PlannedCallInput = {
  readonly potId: string;
  readonly amountCents: Cents;
  /** Day on which the call is sent, and day by which it is to be paid; in Paris. */
  readonly issueOn: string;
  readonly dueOn: string;
};

/** Foresees a call: a job sends it on its day, for what is left to call by then. */
export async function planCall(deps: Deps, actor: Actor, input: PlannedCallInput): Promise<{ readonly id: string }> {
  const { potId, amountCents, issueOn, dueOn } = input;
  await readPot(deps, actor, potId);
  if (!permits(actor, "call.issue")) throw forbidden();
  if (issueOn > dueOn) throw invalidInput([issuedAfterDue]);
  return await inTransaction(deps.db, async (tx) => {
    const now = await fundNow(tx);
    if (dueOn < dayOf(now)) throw invalidInput([dueInPast]);
    const id = uuidv7();
    await tx
      .insert(plannedCalls)
      .values({ fundId: deps.fundId, id, potId, amountCents, issueOn, dueOn, createdAt: now, state: "planned" });
    await recordAudit(tx, actor, {
      action: "call.plan",
      subject: ["pot", potId],
      change: { plannedCallId: id, amountCents: Number(amountCents), issueOn, dueOn },
    });
    return { id };
  });
}

/** Gives up a call that was foreseen and not sent. */
export async function dropPlannedCall(deps: Deps, actor: Actor, plannedCallId: string): Promise<void> {
  const [known] = await deps.db.select().from(plannedCalls).where(isPlan(deps.fundId, plannedCallId));
  if (known === undefined) throw notFound();
  await readPot(deps, actor, known.potId);
  if (!permits(actor, "call.issue")) throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    const [plan] = await tx.select().from(plannedCalls).where(isPlan(deps.fundId, plannedCallId)).for("no key update");
    if (plan === undefined) throw notFound();
    if (plan.state === "dropped") return;
    if (plan.state !== "planned") throw planNotOpen();
    await endPlan(tx, deps.fundId, plannedCallId, { state: "dropped" });
    await recordAudit(tx, actor, { action: "call.drop-plan", subject: ["pot", plan.potId], change: { plannedCallId } });
  });
}

export const isPlan = (fundId: string, id: string) => and(eq(plannedCalls.fundId, fundId), eq(plannedCalls.id, id));

export async function endPlan(
  tx: Transaction,
  fundId: string,
  id: string,
  change: { readonly state: "dropped" } | { readonly state: "issued"; readonly callId: string },
): Promise<void> {
  await tx.update(plannedCalls).set(change).where(isPlan(fundId, id));
}
