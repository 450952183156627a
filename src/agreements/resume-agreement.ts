import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { agreementSuspensions, cooperationAgreements, suspendedRules } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden } from "../errors.ts";
import { changeRuleBook } from "../matching/rule-book.ts";
import { latestRules, restoreRules } from "../partners/rule-versions.ts";
import { isOver, lockAgreement } from "./lock-agreement.ts";
import { agreementOver, noSuspensionAsked } from "./messages.ts";
import { notify } from "./notify.ts";
import { openSuspension } from "./suspend-agreement.ts";

type Input = { readonly agreementId: string; readonly reason: string };

/**
 * An administrator ends a suspension: each rule it cut short is written again, as its next version, for pledges from
 * now on. Where a suspension is only asked for, this declines it.
 */
export async function resumeAgreement(
  deps: Deps,
  actor: Actor,
  { agreementId, reason }: Input,
): Promise<{ readonly kind: "resumed" | "declined" }> {
  return inTransaction(deps.db, async (tx) => {
    const { agreement, now } = await lockAgreement(tx, deps, actor, agreementId, "agreement.resume");
    if (actor.kind !== "user") throw forbidden();
    const open = await openSuspension(tx, deps.fundId, agreementId);
    if (open === undefined) throw noSuspensionAsked();
    const isRunning = open.state === "running";
    if (isRunning && isOver(agreement, now)) throw agreementOver();
    if (isRunning) await restore(tx, deps, actor, open.id, { agreementId, reason });
    await closeSuspension(tx, deps, open, { at: now, by: actor.userId, reason });
    await recordAudit(tx, actor, {
      action: isRunning ? "agreement.resume" : "agreement.decline-suspension",
      subject: ["agreement", agreementId],
      reason,
    });
    await notify(tx, actor, { letter: "agreement-resumed", agreement });
    return { kind: isRunning ? "resumed" : "declined" };
  });
}

async function restore(tx: Transaction, deps: Deps, actor: Actor, suspensionId: string, input: Input): Promise<void> {
  await changeRuleBook(tx, deps.fundId);
  const at = await fundNow(tx);
  const kept = await tx
    .select({ ruleId: suspendedRules.ruleId, version: suspendedRules.version })
    .from(suspendedRules)
    .where(and(eq(suspendedRules.fundId, deps.fundId), eq(suspendedRules.suspensionId, suspensionId)))
    .orderBy(suspendedRules.ruleId);
  const latest = await latestRules(tx, deps, input.agreementId);
  await restoreRules(tx, actor, deps, kept, latest, { at, reason: input.reason });
  await tx
    .update(cooperationAgreements)
    .set({ state: "in_force" })
    .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, input.agreementId)));
}

type Closing = { readonly at: Date; readonly by: string | null; readonly reason: string };

/** A suspension that runs is over; one that was only asked for is declined. */
export const closeSuspension = (
  tx: Transaction,
  { fundId }: Deps,
  open: { readonly id: string; readonly state: string },
  { at, by, reason }: Closing,
) =>
  tx
    .update(agreementSuspensions)
    .set({ state: open.state === "running" ? "over" : "declined", overAt: at, overBy: by, overReason: reason })
    .where(and(eq(agreementSuspensions.fundId, fundId), eq(agreementSuspensions.id, open.id)));
