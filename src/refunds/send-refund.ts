import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { refunds } from "../db/schema/pledges.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import { cents } from "../domain/money.ts";
import { enqueue } from "../jobs/outbox.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { GatewayRefused, type RefundOutcome } from "../payments/gateway.ts";
import { closeDifferences } from "../reconciliation/close-differences.ts";
import { openDifference } from "../reconciliation/open-difference.ts";

/**
 * Sends a refund to Stripe under its own key (S1) and books the answer; repeated, also after Stripe forgot the key,
 * it finds the same refund. One that Stripe refuses has failed: nobody could ever send it (F5).
 */
export async function sendRefund(deps: Deps, actor: Actor, refundId: string): Promise<void> {
  const [refund] = await deps.db.select().from(refunds).where(whereIs(deps, refundId));
  if (refund === undefined || (refund.state !== "requested" && refund.state !== "pending")) return;
  if (refund.stripeRefundId !== null) return syncRefund(deps, actor, refund.stripeRefundId);
  const { attempt } = refund;
  const request = {
    refundId,
    attempt,
    pledgeId: refund.pledgeId,
    chargeId: refund.chargeId,
    amountCents: cents(refund.amountCents),
    idempotencyKey: attempt === 1 ? `refund:${refundId}` : `refund:${refundId}:${attempt}`,
    sentBefore: true,
  };
  const outcome = await deps.gateway.refund(request).catch((error: unknown) => {
    if (!(error instanceof GatewayRefused) || WORTH_REPEATING.has(error.code)) throw error;
    return { stripeRefundId: null, state: "failed", refusal: error.code } as const;
  });
  await recordRefund(deps, actor, refundId, attempt, outcome);
}

/** Refusals that say nothing of this refund: too little on the account today, or our own mistake with a key. */
const WORTH_REPEATING = new Set(["balance_insufficient", "insufficient_funds", "idempotency_error"]);

/** Reads a refund again at Stripe (S2). One made outside this service is left to reconciliation. */
export async function syncRefund(deps: Deps, actor: Actor, stripeRefundId: string): Promise<void> {
  const outcome = await deps.gateway.findRefund(stripeRefundId);
  const { metadataRefundId, metadataAttempt } = outcome;
  if (metadataRefundId !== undefined) await recordRefund(deps, actor, metadataRefundId, metadataAttempt, outcome);
}

type Known = Pick<RefundOutcome, "state" | "stripeRefundId">;
type Refusal = { readonly state: "failed"; readonly stripeRefundId: null; readonly refusal: string };

/** What is told of an older sending says nothing of the one under way (F5). */
async function recordRefund(
  deps: Deps,
  actor: Actor,
  refundId: string,
  attempt: number,
  outcome: Known | Refusal,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [refund] = await tx.select().from(refunds).where(whereIs(deps, refundId)).for("no key update");
    if (refund === undefined || refund.attempt !== attempt || refund.state === outcome.state) return;
    const isBackwards = refund.state === "failed" || (refund.state === "succeeded" && outcome.state === "pending");
    if (isBackwards) return;
    if (refund.state === "closed") return bookPaidTwice(tx, deps, actor, refund, outcome);
    await tx
      .update(refunds)
      .set({
        state: outcome.state,
        stripeRefundId: outcome.stripeRefundId,
        endedAt: outcome.state === "pending" ? null : sql`fund_now()`,
      })
      .where(whereIs(deps, refundId));
    await recordAudit(tx, actor, { action: `refund.${outcome.state}`, subject: ["refund", refundId] });
    if (outcome.state === "succeeded") await payRefund(tx, deps, actor, refund, outcome);
    if (outcome.state === "failed") await reportFailure(tx, deps, actor, refund, outcome);
  });
}

export type RefundRow = typeof refunds.$inferSelect;

async function payRefund(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  refund: RefundRow,
  outcome: Known | Refusal,
): Promise<void> {
  const { entryId } = await postEntry(tx, deps.fundId, actor, {
    key: keyOf(refund, "paid"),
    kind: "refund_paid",
    occurredAt: await fundNow(tx),
    source: `stripe:${outcome.stripeRefundId}`,
    postings: move(accounts.refundsDue, accounts.stripe, refund.amountCents),
  });
  await closeFailures(tx, deps.fundId, actor, refund, entryId);
  await enqueue(tx, "send-mail", { template: "gift-returned", subjectId: refund.pledgeId });
}

/** A lost dispute settled what Stripe had paid already, and we had not heard of: its donor has that twice (F1). */
async function bookPaidTwice(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  refund: RefundRow,
  { state, stripeRefundId }: Known | Refusal,
): Promise<void> {
  if (state !== "succeeded" || refund.stripeRefundId === stripeRefundId) return;
  await tx.update(refunds).set({ stripeRefundId }).where(whereIs(deps, refund.id));
  await recordAudit(tx, actor, { action: "refund.succeeded", subject: ["refund", refund.id] });
  await postEntry(tx, deps.fundId, actor, {
    key: keyOf(refund, "paid"),
    kind: "refund_paid_twice",
    occurredAt: await fundNow(tx),
    source: `stripe:${stripeRefundId}`,
    postings: move(accounts.losses, accounts.stripe, refund.amountCents),
  });
}

/** F5: a refund that fails is not a refund: the money is still owed, and a person decides. */
async function reportFailure(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  refund: RefundRow,
  outcome: Known | Refusal,
): Promise<void> {
  if (refund.state === "succeeded") {
    await postEntry(tx, deps.fundId, actor, {
      key: keyOf(refund, "failed"),
      kind: "refund_failed",
      occurredAt: await fundNow(tx),
      source: `stripe:${outcome.stripeRefundId}:failed`,
      postings: move(accounts.stripe, accounts.refundsDue, refund.amountCents),
    });
  }
  await openDifference(tx, deps.fundId, actor, {
    kind: REFUND_FAILED,
    subject: differenceSubject(refund.id, refund.attempt),
    amountCents: refund.amountCents,
    proposedCause:
      "refusal" in outcome
        ? `Stripe refused the refund of ${refund.chargeId} (${outcome.refusal}); the donor is still owed the money`
        : `refund ${outcome.stripeRefundId} failed at Stripe; the donor is still owed the money`,
  });
}

export const REFUND_FAILED = "refund-failed";

/** Each sending that fails is a difference of its own. */
const differenceSubject = (refundId: string, attempt: number): string =>
  attempt === 1 ? `refund:${refundId}` : `refund:${refundId}:${attempt}`;

/** Whatever was reported of a refund's sendings is over with the entry that ends it (R2); `except` is closed elsewhere. */
export function closeFailures(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  { id, attempt }: Pick<RefundRow, "id" | "attempt">,
  entryId: string,
  except?: string,
): Promise<number> {
  const subjects = Array.from({ length: attempt }, (_, index) => differenceSubject(id, index + 1));
  const ties = subjects.filter((subject) => subject !== except).map((subject) => ({ subject, entryId }));
  return closeDifferences(tx, fundId, actor, REFUND_FAILED, ties);
}

const keyOf = ({ id, attempt }: RefundRow, what: "paid" | "failed"): string =>
  attempt === 1 ? `refund:${id}:${what}` : `refund:${id}:${what}:${attempt}`;

const whereIs = (deps: Deps, refundId: string) => and(eq(refunds.fundId, deps.fundId), eq(refunds.id, refundId));
