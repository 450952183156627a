import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { changeWithdrawal } from "./change-withdrawal.ts";
import type { LoadedWithdrawal } from "./load-withdrawal.ts";
import { takeBackOrder } from "./take-back-order.ts";

/** A withdrawal goes back to its two people, and what an order had moved to the pot's account (D4). */
export async function approveAgain(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  order: LoadedWithdrawal,
  reason: string,
): Promise<void> {
  await changeWithdrawal(tx, deps.fundId, order.id, { state: "requested" });
  await takeBackOrder(tx, deps, actor, order);
  await recordAudit(tx, actor, { action: "withdrawal.approve-again", subject: ["withdrawal", order.id], reason });
}
