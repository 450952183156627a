import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { transferReversals } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { enqueue } from "../jobs/outbox.ts";
import { personWhoMay } from "./check-access.ts";
import { lockOrder } from "./load-order.ts";
import { nothingToReverse, obstacle, reversalExceeds, reversalPending, secondPersonReverses } from "./messages.ts";

export type ReversalRequest = {
  readonly disbursementId: string;
  readonly amountCents: bigint;
  readonly reason: string;
};

/** One approver asks for a transfer, or a part of it, back from the connected account (D6); another must confirm. */
export async function proposeReversal(deps: Deps, actor: Actor, input: ReversalRequest): Promise<{ id: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const order = await lockOrder(tx, deps.fundId, input.disbursementId);
    const { userId } = personWhoMay(actor, "transfer-reversal.decide", order.organisationId);
    if (order.state !== "paid" || order.rail !== "stripe") throw nothingToReverse();
    if (input.amountCents > order.amountCents - order.reversedCents) throw reversalExceeds();
    if ((await findOpen(tx, deps.fundId, order.id)) !== undefined) throw reversalPending();
    const id = uuidv7();
    await tx.insert(transferReversals).values({
      ...input,
      fundId: deps.fundId,
      id,
      state: "proposed",
      proposedBy: userId,
      proposedAt: await fundNow(tx),
    });
    await recordAudit(tx, actor, {
      action: "disbursement.propose-reversal",
      subject: ["disbursement", order.id],
      change: { reversalId: id, amountCents: Number(input.amountCents) },
      reason: input.reason,
    });
    return { id };
  });
}

/** The second person says yes: from here Stripe is asked, until its answer is known. */
export const confirmReversal = (deps: Deps, actor: Actor, input: { readonly disbursementId: string }): Promise<void> =>
  decideReversal(deps, actor, input.disbursementId, "confirmed");

/** Either approver drops what was proposed and not confirmed. */
export const cancelReversal = (deps: Deps, actor: Actor, input: { readonly disbursementId: string }): Promise<void> =>
  decideReversal(deps, actor, input.disbursementId, "cancelled");

async function decideReversal(deps: Deps, actor: Actor, disbursementId: string, to: "confirmed" | "cancelled") {
  await inTransaction(deps.db, async (tx) => {
    const order = await lockOrder(tx, deps.fundId, disbursementId);
    const { userId } = personWhoMay(actor, "transfer-reversal.decide", order.organisationId);
    const open = await findOpen(tx, deps.fundId, order.id);
    if (open?.state !== "proposed") throw obstacle("state");
    if (to === "confirmed" && open.proposedBy === userId) throw secondPersonReverses();
    await tx
      .update(transferReversals)
      .set({
        state: to,
        decidedBy: userId,
        decidedAt: await fundNow(tx),
        ...(to === "cancelled" ? { endedReason: "cancelled" } : {}),
      })
      .where(and(eq(transferReversals.fundId, deps.fundId), eq(transferReversals.id, open.id)));
    if (to === "confirmed") await enqueue(tx, "reverse-transfer", { reversalId: open.id });
    await recordAudit(tx, actor, {
      action: to === "confirmed" ? "disbursement.confirm-reversal" : "disbursement.cancel-reversal",
      subject: ["disbursement", order.id],
      change: { reversalId: open.id },
    });
  });
}

async function findOpen(tx: Transaction, fundId: string, disbursementId: string) {
  const rows = await tx
    .select()
    .from(transferReversals)
    .where(and(eq(transferReversals.fundId, fundId), eq(transferReversals.disbursementId, disbursementId)));
  return rows.find(({ state }) => state === "proposed" || state === "confirmed");
}
