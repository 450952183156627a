import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { disbursements } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Obstacle, transferredPostings } from "../domain/disbursement.ts";
import { InvariantViolation } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";
import type { TransferOutcome } from "../payments/gateway.ts";
import { closeDifferences } from "../reconciliation/close-differences.ts";
import { openDifference } from "../reconciliation/open-difference.ts";
import { changeState } from "./change-state.ts";
import { type LoadedOrder, lockOrder } from "./load-order.ts";
import { payDisbursement } from "./pay-disbursement.ts";
import { HELD, recheckOrder } from "./recheck-order.ts";

export type TransferResult =
  | { readonly kind: "paid" }
  /** Stripe said no; it stays ordered until the paymaster tries again or cancels it. */
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "held"; readonly reason: Obstacle }
  | { readonly kind: "nothing-to-do" };

/**
 * Pays an ordered disbursement by a Stripe transfer, once (D6, S1). The intention is committed before Stripe is
 * called and the outcome after it; whatever dies in between, the same key is sent again and Stripe answers with the
 * same transfer. Throws `GatewayUnavailable` where the outcome is unknown: the job is tried again.
 */
export async function executeTransfer(
  deps: Deps,
  actor: Actor,
  input: { readonly disbursementId: string },
): Promise<TransferResult> {
  const isReady = await canReceive(deps, input.disbursementId);
  const started = await inTransaction(deps.db, (tx) =>
    startTransfer(tx, deps.fundId, actor, input.disbursementId, isReady),
  );
  if (started.kind !== "started") return started;
  const { order, attempt, accountId, sentBefore } = started;
  const outcome = await deps.gateway.transfer({
    disbursementId: order.id,
    campaignId: order.campaignId,
    accountId,
    amountCents: order.amountCents,
    idempotencyKey: transferKey(order.id, attempt),
    sentBefore,
  });
  return await inTransaction(deps.db, (tx) => recordOutcome(tx, deps, actor, order.id, attempt, outcome));
}

/** Asked before the intention is written: afterwards only the transfer's own outcome counts. */
export async function canReceive(deps: Deps, disbursementId: string): Promise<boolean> {
  const [row] = await deps.db
    .select({ accountId: disbursements.stripeAccountId })
    .from(disbursements)
    .where(and(eq(disbursements.fundId, deps.fundId), eq(disbursements.id, disbursementId)));
  return typeof row?.accountId === "string" && (await deps.gateway.canReceiveTransfers(row.accountId));
}

/** Each attempt has its own key: Stripe keeps its answer to a key, a refusal too. */
export const transferKey = (disbursementId: string, attempt: number): string =>
  attempt === 1 ? `disbursement:${disbursementId}:transfer` : `disbursement:${disbursementId}:transfer:${attempt}`;

type Started = {
  readonly kind: "started";
  readonly order: LoadedOrder;
  readonly attempt: number;
  readonly accountId: string;
  /** Perhaps sent already, perhaps so long ago that Stripe has forgotten the key. */
  readonly sentBefore: boolean;
};

async function startTransfer(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  disbursementId: string,
  isReady: boolean,
): Promise<Started | Exclude<TransferResult, { kind: "paid" }>> {
  const order = await lockOrder(tx, fundId, disbursementId);
  const accountId = order.stripeAccountId;
  if (order.state !== "ordered" || order.rail !== "stripe" || accountId === null) return { kind: "nothing-to-do" };
  // Begun before, by a worker that may have died: only Stripe knows, so the same call is made again.
  if (order.transferStartedAt !== null)
    return { kind: "started", order, attempt: order.transferAttempt, accountId, sentBefore: true };
  if (order.transferAttempt > 0) return { kind: "nothing-to-do" };
  const reason = await recheckOrder(tx, fundId, actor, order);
  if (reason !== undefined) return { kind: "held", reason };
  await markStarted(tx, fundId, order, 1);
  if (!isReady) return await recordRefusal(tx, fundId, actor, order, 1, "account_not_ready");
  return { kind: "started", order, attempt: 1, accountId, sentBefore: false };
}

export const markStarted = async (tx: Transaction, fundId: string, order: LoadedOrder, attempt: number) =>
  await changeState(tx, fundId, order.id, {
    state: "ordered",
    transferAttempt: attempt,
    transferStartedAt: await fundNow(tx),
  });

async function recordOutcome(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  disbursementId: string,
  attempt: number,
  outcome: TransferOutcome,
): Promise<TransferResult> {
  const order = await lockOrder(tx, deps.fundId, disbursementId);
  if (outcome.kind === "refused") {
    const isAwaited = order.transferAttempt === attempt && order.transferStartedAt !== null;
    if (!isAwaited) return { kind: "nothing-to-do" };
    return await recordRefusal(tx, deps.fundId, actor, order, attempt, outcome.code);
  }
  if (order.stripeTransferId === outcome.transferId) return { kind: "nothing-to-do" };
  // Money that moved is never ignored: here it moved for an order that had ended some other way.
  if (order.state !== "ordered") {
    await openDifference(tx, deps.fundId, actor, {
      kind: "transfer-unexpected",
      subject: `transfer:${outcome.transferId}`,
      amountCents: outcome.amountCents,
      proposedCause: `disbursement:${order.id}`,
    });
    return { kind: "nothing-to-do" };
  }
  if (outcome.amountCents !== order.amountCents) {
    throw new InvariantViolation(
      `transfer ${outcome.transferId} moved ${outcome.amountCents}, not ${order.amountCents}`,
    );
  }
  const now = await fundNow(tx);
  await changeState(tx, deps.fundId, order.id, {
    state: "sent",
    sentAt: now,
    stripeTransferId: outcome.transferId,
    transferStartedAt: null,
  });
  // Pots before accounts, as everywhere.
  await payDisbursement(tx, deps, actor, order, now);
  const { entryId } = await postEntry(tx, deps.fundId, actor, {
    key: `disbursement:${order.id}:sent`,
    kind: "disbursement_transferred",
    occurredAt: now,
    source: `stripe:${outcome.transferId}`,
    postings: transferredPostings(order.grantId, order.amountCents),
  });
  const refusals = Array.from({ length: attempt - 1 }, (_, index) => ({
    subject: transferKey(order.id, index + 1),
    entryId,
  }));
  await closeDifferences(tx, deps.fundId, actor, "transfer-refused", refusals);
  await closeDifferences(tx, deps.fundId, actor, HELD, [{ subject: `disbursement:${order.id}`, entryId }]);
  return { kind: "paid" };
}

async function recordRefusal(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  order: LoadedOrder,
  attempt: number,
  code: string,
): Promise<TransferResult & { readonly kind: "refused" }> {
  await changeState(tx, fundId, order.id, { state: "ordered", transferStartedAt: null });
  await openDifference(tx, fundId, actor, {
    kind: "transfer-refused",
    subject: transferKey(order.id, attempt),
    amountCents: order.amountCents,
    proposedCause: code,
  });
  await recordAudit(tx, actor, {
    action: "disbursement.transfer-refused",
    subject: ["disbursement", order.id],
    change: { attempt },
    reason: code,
  });
  return { kind: "refused", code };
}
