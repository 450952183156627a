import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Obstacle } from "../domain/disbursement.ts";
import { enqueue } from "../jobs/outbox.ts";
import { personWhoMay } from "./check-access.ts";
import { canReceive, markStarted } from "./execute-transfer.ts";
import { lockOrder } from "./load-order.ts";
import { nothingToRetry, payeeNotReady } from "./messages.ts";
import { recheckOrder } from "./recheck-order.ts";

export type RetryOutcome = { readonly kind: "started" } | { readonly kind: "held"; readonly reason: Obstacle };

/** After Stripe's refusal the paymaster tries again, with a new key and everything checked anew (S1, D4). */
export async function retryTransfer(
  deps: Deps,
  actor: Actor,
  input: { readonly disbursementId: string },
): Promise<RetryOutcome> {
  const isReady = await canReceive(deps, input.disbursementId);
  return await inTransaction(deps.db, async (tx) => {
    const order = await lockOrder(tx, deps.fundId, input.disbursementId);
    personWhoMay(actor, "disbursement.order", order.organisationId);
    if (order.state !== "ordered" || order.transferAttempt === 0 || order.transferStartedAt !== null) {
      throw nothingToRetry();
    }
    const reason = await recheckOrder(tx, deps.fundId, actor, order);
    if (reason !== undefined) return { kind: "held", reason };
    if (!isReady) throw payeeNotReady();
    await markStarted(tx, deps.fundId, order, order.transferAttempt + 1);
    await enqueue(tx, "execute-transfer", { disbursementId: order.id });
    await recordAudit(tx, actor, {
      action: "disbursement.retry-transfer",
      subject: ["disbursement", order.id],
      change: { attempt: order.transferAttempt + 1 },
    });
    return { kind: "started" };
  });
}
