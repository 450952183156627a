import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { DisbursementState } from "../domain/disbursement.ts";
import { changeState, voidApprovals } from "./change-state.ts";
import { personWhoMay } from "./check-access.ts";
import { lockOrder } from "./load-order.ts";
import { obstacle, transferUnderWay } from "./messages.ts";

export type EndInput = { readonly disbursementId: string; readonly reason: string };

/** One of the two approvers says no; what was engaged is available again. */
export const refuseDisbursement = (deps: Deps, actor: Actor, input: EndInput): Promise<void> =>
  endDisbursement(deps, actor, input, "refused");

/** The holder's owner takes it back, or the paymaster does before anything left (D8). */
export const cancelDisbursement = (deps: Deps, actor: Actor, input: EndInput): Promise<void> =>
  endDisbursement(deps, actor, input, "cancelled");

const ENDS = {
  refused: { action: "disbursement.refuse", from: ["requested", "authorised"] },
  cancelled: { action: "disbursement.cancel", from: ["requested", "authorised", "ordered"] },
} as const satisfies Record<string, { action: string; from: readonly DisbursementState[] }>;

async function endDisbursement(deps: Deps, actor: Actor, input: EndInput, to: "refused" | "cancelled"): Promise<void> {
  const { action, from } = ENDS[to];
  await inTransaction(deps.db, async (tx) => {
    const order = await lockOrder(tx, deps.fundId, input.disbursementId);
    personWhoMay(actor, action, order.organisationId);
    if (order.state === to) return;
    if (!from.some((state) => state === order.state)) throw obstacle("state");
    if (order.transferStartedAt !== null) throw transferUnderWay();
    await voidApprovals(tx, deps.fundId, order.id, await fundNow(tx));
    await changeState(tx, deps.fundId, order.id, { state: to, endedReason: input.reason });
    await recordAudit(tx, actor, {
      action,
      subject: ["disbursement", order.id],
      change: { from: order.state, to },
      reason: input.reason,
    });
  });
}
