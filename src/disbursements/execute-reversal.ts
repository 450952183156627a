import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { disbursements, transferReversals } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { reversedPostings } from "../domain/disbursement.ts";
import { cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";
import type { GatewayReversal } from "../payments/gateway.ts";
import { openDifference } from "../reconciliation/open-difference.ts";
import { changeState } from "./change-state.ts";
import { lockOrder } from "./load-order.ts";

/** Asks Stripe for what two people want back, under the reversal's own key (S1), and books the answer. */
export async function executeReversal(
  deps: Deps,
  actor: Actor,
  { reversalId }: { readonly reversalId: string },
): Promise<void> {
  const [row] = await deps.db
    .select({ reversal: transferReversals, transferId: disbursements.stripeTransferId })
    .from(transferReversals)
    .innerJoin(
      disbursements,
      and(eq(disbursements.fundId, transferReversals.fundId), eq(disbursements.id, transferReversals.disbursementId)),
    )
    .where(and(eq(transferReversals.fundId, deps.fundId), eq(transferReversals.id, reversalId)));
  if (row === undefined || row.reversal.state !== "confirmed") return;
  const { reversal, transferId } = row;
  if (transferId === null) throw new InvariantViolation(`reversal ${reversalId} has no transfer`);
  const outcome = await deps.gateway.reverseTransfer({
    transferId,
    reversalId,
    amountCents: cents(reversal.amountCents),
    idempotencyKey: `reversal:${reversalId}`,
  });
  await inTransaction(deps.db, async (tx) => {
    if (outcome.kind === "refused") await recordRefusal(tx, deps, actor, reversal, outcome.code);
    else await recordReversal(tx, deps, actor, reversal.disbursementId, outcome.reversal);
  });
}

/** What Stripe says of a transfer, whoever took it back there: each reversal restores the grant once (D6, S2). */
export async function syncTransfer(deps: Deps, actor: Actor, transferId: string): Promise<void> {
  const [order] = await deps.db
    .select({ id: disbursements.id })
    .from(disbursements)
    .where(and(eq(disbursements.fundId, deps.fundId), eq(disbursements.stripeTransferId, transferId)));
  if (order === undefined) return;
  for (const reversal of await deps.gateway.listReversals(transferId)) {
    await inTransaction(deps.db, (tx) => recordReversal(tx, deps, actor, order.id, reversal));
  }
}

async function recordReversal(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  disbursementId: string,
  found: GatewayReversal,
): Promise<void> {
  const order = await lockOrder(tx, deps.fundId, disbursementId);
  const rows = await tx
    .select()
    .from(transferReversals)
    .where(and(eq(transferReversals.fundId, deps.fundId), eq(transferReversals.disbursementId, disbursementId)));
  if (rows.some(({ stripeReversalId }) => stripeReversalId === found.id)) return;
  const now = await fundNow(tx);
  const done = { state: "done", stripeReversalId: found.id, doneAt: now };
  const ours = rows.find(({ id, state }) => id === found.ourId && state === "confirmed");
  if (ours !== undefined && ours.amountCents !== found.amountCents) {
    throw new InvariantViolation(`reversal ${found.id} took ${found.amountCents}, not ${ours.amountCents}`);
  }
  if (ours === undefined) {
    await tx.insert(transferReversals).values({
      ...done,
      fundId: deps.fundId,
      id: uuidv7(),
      disbursementId,
      amountCents: found.amountCents,
      reason: "Stripe",
      proposedAt: now,
    });
  } else {
    await tx
      .update(transferReversals)
      .set(done)
      .where(and(eq(transferReversals.fundId, deps.fundId), eq(transferReversals.id, ours.id)));
  }
  if (order.reversedCents + found.amountCents === order.amountCents) {
    await changeState(tx, deps.fundId, order.id, { state: "returned", endedReason: ours?.reason ?? "Stripe" });
  }
  await postEntry(tx, deps.fundId, actor, {
    key: `reversal:${found.id}`,
    kind: "disbursement_reversed",
    occurredAt: now,
    source: `stripe:${found.id}`,
    postings: reversedPostings(order.grantId, found.amountCents),
  });
  await recordAudit(tx, actor, {
    action: "disbursement.reverse",
    subject: ["disbursement", order.id],
    change: { stripeReversalId: found.id, amountCents: Number(found.amountCents) },
    ...(ours === undefined ? {} : { reason: ours.reason }),
  });
}

type Reversal = typeof transferReversals.$inferSelect;

async function recordRefusal(tx: Transaction, deps: Deps, actor: Actor, reversal: Reversal, code: string) {
  const refused = await tx
    .update(transferReversals)
    .set({ state: "refused", endedReason: code })
    .where(
      and(
        eq(transferReversals.fundId, deps.fundId),
        eq(transferReversals.id, reversal.id),
        eq(transferReversals.state, "confirmed"),
      ),
    )
    .returning({ id: transferReversals.id });
  if (refused.length === 0) return;
  await openDifference(tx, deps.fundId, actor, {
    kind: "reversal-refused",
    subject: `reversal:${reversal.id}`,
    amountCents: -reversal.amountCents,
    proposedCause: code,
  });
  await recordAudit(tx, actor, {
    action: "disbursement.reversal-refused",
    subject: ["disbursement", reversal.disbursementId],
    change: { reversalId: reversal.id },
    reason: code,
  });
}
