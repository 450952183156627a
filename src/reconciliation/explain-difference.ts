import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { differences, matchingPots } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { isResolutionFor, parseResolution } from "../domain/difference.ts";
import { permits } from "../domain/permissions.ts";
import { LEAST_PAYMENT_CENTS } from "../domain/stripe-cash.ts";
import { forbidden, notFound } from "../errors.ts";
import { differenceState, resolutionNotPossible } from "./messages.ts";
import { lockBankLine, meaningOf } from "./resolve-bank-line.ts";
import { checkSplit } from "./split-bank-line.ts";
import { STRIPE_CASH } from "./stripe-cash.ts";

export type Explanation = {
  readonly differenceId: string;
  readonly reason: string;
  /** `reason`, `refund` of a held charge, or where the money belongs: `account:<code>`, `pot:<id>`, `disbursement:<id>`, `payout:<id>`, or a split. */
  readonly resolution: string;
};

/** The first person writes why, and what is to be done about it; nothing moves until a second one agrees (R2). */
export async function explainDifference(deps: Deps, actor: Actor, input: Explanation): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "difference.read")) throw notFound();
  if (!permits(actor, "difference.explain")) throw forbidden();
  const resolution = parseResolution(input.resolution);
  await inTransaction(deps.db, async (tx) => {
    const difference = await lockDifference(tx, deps.fundId, input.differenceId);
    if (difference.state === "closed") throw differenceState();
    if (resolution === undefined || !isResolutionFor(difference.kind, resolution)) throw resolutionNotPossible();
    if (resolution.kind === "split") {
      await checkSplit(tx, deps.fundId, await lockBankLine(tx, deps.fundId, difference.subject), resolution.parts);
    } else if (difference.kind === STRIPE_CASH) {
      if (resolution.kind === "pot") await checkPot(tx, deps.fundId, resolution.potId, difference.amountCents);
    } else if (
      resolution.kind !== "reason" &&
      resolution.kind !== "refund" &&
      resolution.kind !== "return" &&
      resolution.kind !== "account"
    ) {
      await meaningOf(tx, deps.fundId, await lockBankLine(tx, deps.fundId, difference.subject), resolution);
    }
    await tx
      .update(differences)
      .set({
        state: "explained",
        explanation: input.reason,
        explainedBy: actor.userId,
        resolution: input.resolution,
      })
      .where(and(eq(differences.fundId, deps.fundId), eq(differences.id, difference.id)));
    await recordAudit(tx, actor, {
      action: "difference.explained",
      subject: ["difference", difference.id],
      change: { resolution: input.resolution, amountCents: Number(difference.amountCents) },
      reason: input.reason,
    });
  });
}

/** A pot takes cash by a payment. */
async function checkPot(tx: Transaction, fundId: string, potId: string, amountCents: bigint): Promise<void> {
  const [pot] = await tx
    .select({ id: matchingPots.id })
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)));
  if (pot === undefined || amountCents < LEAST_PAYMENT_CENTS) throw resolutionNotPossible();
}

export async function lockDifference(
  tx: Transaction,
  fundId: string,
  differenceId: string,
): Promise<typeof differences.$inferSelect> {
  const [difference] = await tx
    .select()
    .from(differences)
    .where(and(eq(differences.fundId, fundId), eq(differences.id, differenceId)))
    .for("no key update");
  if (difference === undefined) throw notFound();
  return difference;
}
