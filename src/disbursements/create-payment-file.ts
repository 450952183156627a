import { and, asc, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { writePain001 } from "../banking/pain001.ts";
import { requestedExecutionDay } from "../banking/target-calendar.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { disbursements, paymentFiles } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Obstacle, orderedPostings } from "../domain/disbursement.ts";
import { PaymentFileRoom } from "../domain/payment-file-room.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { type HeldWithdrawal, markWithdrawalSent, takeWithdrawals } from "../pots/send-withdrawals.ts";
import { closeDifferences } from "../reconciliation/close-differences.ts";
import { changeState } from "./change-state.ts";
import { creditTransfer, type Payable, type PreparedTransfer } from "./credit-transfer.ts";
import { lockOrder } from "./load-order.ts";
import { HELD, recheckOrder } from "./recheck-order.ts";

export type HeldOrder = { readonly disbursementId: string; readonly reason: Obstacle | "not-writable" };

export type PaymentFileOutcome = {
  /** Undefined where nothing was ready to pay. */
  readonly paymentFileId: string | undefined;
  readonly count: number;
  readonly controlSumCents: bigint;
  /** Orders left out, and why: some went back to be approved again, the others wait. */
  readonly held: readonly HeldOrder[];
  readonly heldWithdrawals: readonly HeldWithdrawal[];
  /** Orders that no longer fitted: they wait for the next file. */
  readonly left: number;
};

/**
 * Puts every ordered bank transfer, to holders and to partners who take money back, into one pain.001.001.09 file, each
 * once in its life (D6), as far as the bank's limits go. What two people approved is checked again for each (D4); two calls at once share the orders
 * out, never one twice.
 */
export async function createPaymentFile(deps: Deps, actor: Actor): Promise<PaymentFileOutcome> {
  if (actor.kind !== "user" || !permits(actor, "payment-file.create")) throw forbidden();
  return await inTransaction(deps.db, async (tx) => {
    const room = new PaymentFileRoom(deps.paymentFileLimits);
    const { ready, held, left } = await takeDisbursements(tx, deps, actor, room);
    const withdrawals = await takeWithdrawals(tx, deps, actor, room);
    const others = { held, heldWithdrawals: withdrawals.held, left: left + withdrawals.left };
    const count = ready.length + withdrawals.ready.length;
    if (count === 0) return { paymentFileId: undefined, count, controlSumCents: 0n, ...others };
    const file = await writeFile(tx, deps, actor.userId, [...ready, ...withdrawals.ready]);
    for (const { order } of ready) await markSent(tx, deps.fundId, actor, order, file);
    for (const { order } of withdrawals.ready) await markWithdrawalSent(tx, deps, actor, order, file);
    await recordAudit(tx, actor, {
      action: "payment-file.create",
      subject: ["payment-file", file.id],
      change: { count, controlSumCents: Number(file.controlSumCents), executeOn: file.executeOn },
    });
    return { paymentFileId: file.id, count, controlSumCents: file.controlSumCents, ...others };
  });
}

async function takeDisbursements(tx: Transaction, deps: Deps, actor: Actor, room: PaymentFileRoom) {
  const held: HeldOrder[] = [];
  const ready: PreparedTransfer[] = [];
  const ids = await takeOrders(tx, deps.fundId);
  for (const [index, id] of ids.entries()) {
    const order = await lockOrder(tx, deps.fundId, id);
    if (!room.fits(order.amountCents)) return { ready, held, left: ids.length - index };
    const obstacle = await recheckOrder(tx, deps.fundId, actor, order);
    const prepared = obstacle === undefined ? await creditTransfer(tx, deps, order) : undefined;
    if (prepared === undefined) held.push({ disbursementId: id, reason: obstacle ?? "not-writable" });
    else {
      // Posted one by one, so that the second order of a grant is judged by what the first one left.
      await post(tx, deps.fundId, actor, prepared);
      room.take(order.amountCents);
      ready.push(prepared);
    }
  }
  return { ready, held, left: 0 };
}

async function markSent(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  order: Payable,
  file: { readonly id: string; readonly createdAt: Date },
): Promise<void> {
  await changeState(tx, fundId, order.id, { state: "sent", sentAt: file.createdAt, paymentFileId: file.id });
  await recordAudit(tx, actor, {
    action: "disbursement.send",
    subject: ["disbursement", order.id],
    change: { paymentFileId: file.id, amountCents: Number(order.amountCents) },
  });
}

async function takeOrders(tx: Transaction, fundId: string): Promise<readonly string[]> {
  const taken = await tx
    .select({ id: disbursements.id })
    .from(disbursements)
    .where(
      and(eq(disbursements.fundId, fundId), eq(disbursements.rail, "sepa"), inArray(disbursements.state, ["ordered"])),
    )
    .orderBy(asc(disbursements.id))
    .for("no key update", { skipLocked: true });
  return taken.map((row) => row.id);
}

async function post(tx: Transaction, fundId: string, actor: Actor, { order }: PreparedTransfer): Promise<void> {
  const { entryId } = await postEntry(tx, fundId, actor, {
    key: `disbursement:${order.id}:ordered`,
    kind: "disbursement_ordered",
    occurredAt: await fundNow(tx),
    source: `disbursement:${order.id}`,
    postings: orderedPostings(order.grantId, order.amountCents),
  });
  await closeDifferences(tx, fundId, actor, HELD, [{ subject: `disbursement:${order.id}`, entryId }]);
}

async function writeFile(tx: Transaction, deps: Deps, createdBy: string, ready: readonly PreparedTransfer<Payable>[]) {
  const id = uuidv7();
  const createdAt = await fundNow(tx);
  const messageId = `F${id.replaceAll("-", "").toUpperCase()}`;
  const executeOn = requestedExecutionDay(createdAt, deps.bankCutOffHour);
  const controlSumCents = ready.reduce((sum, { order }) => sum + order.amountCents, 0n);
  const xml = writePain001({
    messageId,
    createdAt,
    executeOn,
    debtor: deps.bankAccount,
    transfers: ready.map(({ transfer }) => transfer),
  });
  const xmlCiphertext = deps.cipher.encrypt(xml);
  await tx
    .insert(paymentFiles)
    .values({ fundId: deps.fundId, id, messageId, xmlCiphertext, controlSumCents, executeOn, createdBy, createdAt });
  return { id, createdAt, executeOn, controlSumCents };
}
