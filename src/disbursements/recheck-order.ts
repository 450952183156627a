import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Actor } from "../domain/actor.ts";
import { decideExecution, type Obstacle } from "../domain/disbursement.ts";
import { openDifference } from "../reconciliation/open-difference.ts";
import { changeState, voidApprovals } from "./change-state.ts";
import type { LoadedOrder } from "./load-order.ts";

/** Kind of the difference that says an order waits; the entry that pays it closes it. */
export const HELD = "disbursement-held";

/**
 * Asks of a locked order, at the moment its money leaves, all that was true when it was approved (D4). Undefined
 * where it may leave; else it goes back to be approved again, or waits with a difference open, and the reason.
 */
export async function recheckOrder(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  order: LoadedOrder,
): Promise<Obstacle | undefined> {
  const decision = decideExecution(order);
  if (decision.kind === "execute") return undefined;
  if (decision.kind === "approve-again") {
    await voidApprovals(tx, fundId, order.id, await fundNow(tx));
    await changeState(tx, fundId, order.id, { state: "requested" });
    await recordAudit(tx, actor, {
      action: "disbursement.approve-again",
      subject: ["disbursement", order.id],
      reason: decision.reason,
    });
  } else if (decision.reason !== "state") {
    await openDifference(tx, fundId, actor, {
      kind: HELD,
      subject: `disbursement:${order.id}`,
      amountCents: order.amountCents,
      proposedCause: decision.reason,
    });
  }
  return decision.reason;
}
