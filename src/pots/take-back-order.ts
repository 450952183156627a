import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { withdrawalUndone } from "../domain/withdrawal.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { voidWithdrawalApprovals } from "./change-withdrawal.ts";
import type { LoadedWithdrawal } from "./load-withdrawal.ts";

/** The approvals stand no more; what an order had moved out of the pot's account is back in it. */
export async function takeBackOrder(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  order: LoadedWithdrawal,
): Promise<void> {
  const now = await fundNow(tx);
  await voidWithdrawalApprovals(tx, fundId, order.id, now);
  if (order.state !== "ordered") return;
  await postEntry(tx, fundId, actor, {
    key: `withdrawal:${order.id}:undone:${order.orders}`,
    kind: "withdrawal_undone",
    occurredAt: now,
    source: `withdrawal:${order.id}`,
    postings: withdrawalUndone(order.potId, order.amountCents),
  });
}
