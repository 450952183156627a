import { and, asc, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { potWithdrawals } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { creditTransfer, type PreparedTransfer } from "../disbursements/credit-transfer.ts";
import type { Actor } from "../domain/actor.ts";
import { decideExecution, type Obstacle } from "../domain/disbursement.ts";
import type { PaymentFileRoom } from "../domain/payment-file-room.ts";
import { approveAgain } from "./approve-again.ts";
import { changeWithdrawal } from "./change-withdrawal.ts";
import { type LoadedWithdrawal, lockWithdrawalOrder } from "./load-withdrawal.ts";

export type HeldWithdrawal = { readonly withdrawalId: string; readonly reason: Obstacle | "not-writable" };

/** Every ordered withdrawal as a line of the bank's next file; what was approved is asked again for each (D4, D6). */
export async function takeWithdrawals(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  room: PaymentFileRoom,
): Promise<{
  readonly ready: readonly PreparedTransfer<LoadedWithdrawal>[];
  readonly held: readonly HeldWithdrawal[];
  /** Those for which the file has no room. */
  readonly left: number;
}> {
  const held: HeldWithdrawal[] = [];
  const ready: PreparedTransfer<LoadedWithdrawal>[] = [];
  const ids = await orderedIds(tx, deps.fundId);
  for (const [index, id] of ids.entries()) {
    const order = await lockWithdrawalOrder(tx, deps.fundId, id);
    if (!room.fits(order.amountCents)) return { ready, held, left: ids.length - index };
    const obstacle = await recheck(tx, deps, actor, order);
    const prepared = obstacle === undefined ? await creditTransfer(tx, deps, order) : undefined;
    if (prepared === undefined) held.push({ withdrawalId: id, reason: obstacle ?? "not-writable" });
    else {
      room.take(order.amountCents);
      ready.push(prepared);
    }
  }
  return { ready, held, left: 0 };
}

async function orderedIds(tx: Transaction, fundId: string): Promise<readonly string[]> {
  const taken = await tx
    .select({ id: potWithdrawals.id })
    .from(potWithdrawals)
    .where(and(eq(potWithdrawals.fundId, fundId), eq(potWithdrawals.state, "ordered")))
    .orderBy(asc(potWithdrawals.id))
    .for("no key update", { skipLocked: true });
  return taken.map((row) => row.id);
}

/** An approval that no longer stands sends it back to its two people, and its money back to the pot's account. */
async function recheck(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  order: LoadedWithdrawal,
): Promise<Obstacle | undefined> {
  const decision = decideExecution(order);
  if (decision.kind === "execute") return undefined;
  if (decision.kind === "approve-again") {
    await approveAgain(tx, deps, actor, order, decision.reason);
  }
  return decision.reason;
}

/** It stands in a file now, once in its life. */
export async function markWithdrawalSent(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  { id, amountCents }: { readonly id: string; readonly amountCents: bigint },
  file: { readonly id: string; readonly createdAt: Date },
): Promise<void> {
  await changeWithdrawal(tx, fundId, id, { state: "sent", sentAt: file.createdAt, paymentFileId: file.id });
  await recordAudit(tx, actor, {
    action: "withdrawal.send",
    subject: ["withdrawal", id],
    change: { paymentFileId: file.id, amountCents: Number(amountCents) },
  });
}
