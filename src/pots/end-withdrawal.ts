import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { personWhoMay } from "../disbursements/check-access.ts";
import { obstacle } from "../disbursements/messages.ts";
import type { Actor } from "../domain/actor.ts";
import type { DisbursementState } from "../domain/disbursement.ts";
import { enqueueBackfill } from "../matching/enqueue-backfill.ts";
import { changeWithdrawal } from "./change-withdrawal.ts";
import { lockWithdrawalOrder } from "./load-withdrawal.ts";
import { takeBackOrder } from "./take-back-order.ts";

export type WithdrawalEnd = { readonly withdrawalId: string; readonly reason: string };

/** One of the two approvers says no; the pot is free to match with it again. */
export const refuseWithdrawal = (deps: Deps, actor: Actor, input: WithdrawalEnd): Promise<void> =>
  endWithdrawal(deps, actor, input, "refused");

/** The partner's owner or the fund takes it back before it left for the bank (D8). */
export const cancelWithdrawal = (deps: Deps, actor: Actor, input: WithdrawalEnd): Promise<void> =>
  endWithdrawal(deps, actor, input, "cancelled");

const ENDS = {
  refused: { permission: "disbursement.refuse", audited: "withdrawal.refuse", from: ["requested", "authorised"] },
  cancelled: {
    permission: "withdrawal.cancel",
    audited: "withdrawal.cancel",
    from: ["requested", "authorised", "ordered"],
  },
} as const satisfies Record<string, { from: readonly DisbursementState[]; permission: string; audited: string }>;

async function endWithdrawal(
  deps: Deps,
  actor: Actor,
  { withdrawalId, reason }: WithdrawalEnd,
  to: "refused" | "cancelled",
): Promise<void> {
  const { permission, audited, from } = ENDS[to];
  await inTransaction(deps.db, async (tx) => {
    const order = await lockWithdrawalOrder(tx, deps.fundId, withdrawalId);
    personWhoMay(actor, permission, order.partnerId, "pot.read");
    if (order.state === to) return;
    if (!from.some((state) => state === order.state)) throw obstacle("state");
    await changeWithdrawal(tx, deps.fundId, order.id, { state: to, endedReason: reason });
    await takeBackOrder(tx, deps, actor, order);
    await enqueueBackfill(tx, deps.fundId, [order.potId]);
    await recordAudit(tx, actor, {
      action: audited,
      subject: ["withdrawal", order.id],
      change: { from: order.state, to },
      reason,
    });
  });
}
