import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { differences, potStripeAccounts } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { parseResolution } from "../domain/difference.ts";
import { cents, minCents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { fundPot } from "../matching/fund-pot.ts";
import { GatewayRefused, type PaymentAttempt } from "../payments/gateway.ts";
import { lockDifference } from "./explain-difference.ts";
import { noteWaitingCash, openCashDifference } from "./note-waiting-cash.ts";
import { type CashDetail, readCashDetail, STRIPE_CASH } from "./stripe-cash.ts";

type Difference = typeof differences.$inferSelect;

/** Tells of rests on pots' accounts, and carries out what two people decided of money that waits at Stripe (R2, S1). */
export async function sweepWaitingCash(deps: Deps, actor: Actor): Promise<void> {
  const accounts = await deps.db
    .select({ customerId: potStripeAccounts.customerId })
    .from(potStripeAccounts)
    .where(eq(potStripeAccounts.fundId, deps.fundId));
  await forEachLogged(deps, "note-waiting-cash", accounts, ({ customerId }) =>
    noteWaitingCash(deps, actor, customerId),
  );
  const decided = await deps.db
    .select()
    .from(differences)
    .where(
      and(
        eq(differences.fundId, deps.fundId),
        eq(differences.kind, STRIPE_CASH),
        eq(differences.state, "closed"),
        sql`${differences.resolution} <> 'reason' and ${differences.detail} ->> 'done' is null`,
      ),
    );
  await forEachLogged(deps, "place-waiting-cash", decided, (difference) => carryOut(deps, actor, difference));
}

async function carryOut(deps: Deps, actor: Actor, difference: Difference): Promise<void> {
  const detail = readCashDetail(difference.kind, difference.detail);
  const resolution = parseResolution(difference.resolution ?? "");
  if (detail === undefined) throw new InvariantViolation(`difference ${difference.id} is about no cash`);
  if (resolution?.kind === "return") await sendBack(deps, actor, difference, detail);
  if (resolution?.kind === "pot") await giveToPot(deps, actor, difference, detail, resolution.potId);
}

async function sendBack(deps: Deps, actor: Actor, difference: Difference, detail: CashDetail): Promise<void> {
  const { id, amountCents } = difference;
  const { customerId, arrivedAt } = detail;
  const request = { differenceId: id, customerId, arrivedAt, amountCents: cents(amountCents) };
  try {
    const refundId = await deps.gateway.returnCash({ ...request, idempotencyKey: `cash-return:${id}` });
    await record(deps, actor, difference, { action: "cash.returned", done: refundId });
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    const leftCents = minCents(await deps.gateway.findCash(customerId), cents(amountCents));
    await record(deps, actor, difference, { action: "cash.refused", done: "refused", leftCents });
  }
}

async function giveToPot(
  deps: Deps,
  actor: Actor,
  difference: Difference,
  { customerId }: CashDetail,
  potId: string,
): Promise<void> {
  const { gateway } = deps;
  const payment = await gateway.collectCash({
    potId,
    collectionId: difference.id,
    customerId,
    amountCents: cents(difference.amountCents),
    idempotencyKey: `cash-placed:${difference.id}`,
    sentBefore: true,
  });
  // Less is there than was: what the payment held is free again, and told of as a receipt of its own.
  const isOver = payment.outcome.kind === "captured" || payment.outcome.kind === "cancelled";
  const { outcome } = isOver ? payment : await gateway.cancelPayment(payment.paymentIntentId);
  if (outcome.kind === "captured") {
    await record(deps, actor, difference, { action: "cash.placed", done: outcome.chargeId, funds: { potId, outcome } });
  } else if (outcome.kind === "cancelled") {
    await record(deps, actor, difference, { action: "cash.refused", done: "refused" });
  }
}

type Captured = Extract<PaymentAttempt["outcome"], { kind: "captured" }>;
type Done = {
  readonly action: string;
  readonly done: string;
  readonly funds?: { readonly potId: string; readonly outcome: Captured };
  /** Still there although Stripe refused: a person decides again. */
  readonly leftCents?: bigint;
};

/** What Stripe answered, once: a repeat finds it done. */
async function record(
  deps: Deps,
  actor: Actor,
  { id }: Difference,
  { action, done, funds, leftCents = 0n }: Done,
): Promise<void> {
  const { db, fundId } = deps;
  await inTransaction(db, async (tx) => {
    const difference = await lockDifference(tx, fundId, id);
    const detail = readCashDetail(difference.kind, difference.detail);
    if (detail === undefined || detail.done !== undefined) return;
    if (funds !== undefined) {
      const { outcome, potId } = funds;
      if (outcome.currency !== "eur") throw new InvariantViolation(`${outcome.chargeId} is in ${outcome.currency}`);
      const { amountCents, chargeId: reference, capturedAt: occurredAt } = outcome;
      await fundPot(tx, deps, actor, { potId, amountCents, source: "stripe", reference, occurredAt });
    }
    await tx
      .update(differences)
      .set({ detail: { ...detail, done } })
      .where(and(eq(differences.fundId, fundId), eq(differences.id, id)));
    await recordAudit(tx, actor, { action, subject: ["difference", id], change: { done } });
    if (leftCents <= 0n) return;
    const again = { subject: `cash-refused:${id}`, amountCents: leftCents, cause: "cash-return-refused", detail };
    await openCashDifference(tx, fundId, actor, again);
  });
}
