import type Stripe from "stripe";
import { type Context, schedule, update } from "../context.ts";
import { emit } from "../events.ts";
import { idOf, newId } from "../ids.ts";
import { funds, postMovement } from "./balance.ts";
import { cardOfNumber } from "./test-cards.ts";

const hour = 3_600_000;

export interface NewRefund {
  readonly amount: number;
  readonly reason: Stripe.Refund.Reason | null;
  readonly metadata: Stripe.Metadata;
}

/**
 * Gives money of a charge back. Uses the available balance (or the charge's own pending money); without enough of it
 * the refund waits as `pending`, `pending_reason: insufficient_funds`.
 */
export function makeRefund(ctx: Context, charge: Stripe.Charge, given: NewRefund): Stripe.Refund {
  const isCard = charge.payment_method_details?.type === "card";
  const refund = ctx.db.put("refund", {
    id: newId(isCard ? "re" : "pyr"),
    object: "refund",
    amount: given.amount,
    balance_transaction: null,
    charge: charge.id,
    created: ctx.clock.now(),
    currency: "eur",
    customer: idOf(charge.customer),
    customer_account: null,
    ...(isCard
      ? {
          destination_details: {
            type: "card",
            card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
          },
        }
      : {}),
    metadata: given.metadata,
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: given.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "pending",
    transfer_reversal: null,
  });
  addRefunded(ctx, charge, given.amount);
  const paid = payOut(ctx, refund);
  emit(ctx, "refund.created", paid);
  emit(ctx, "charge.refunded", ctx.db.get("charge", charge.id) ?? charge, { amount_refunded: charge.amount_refunded });
  return paid;
}

/** Takes the money from the balance where there is enough, and says what happens next. */
function payOut(ctx: Context, refund: Stripe.Refund): Stripe.Refund {
  const charge = ctx.db.get("charge", idOf(refund.charge) ?? "");
  if (charge === undefined) return refund;
  const own = ctx.db.get("balance_transaction", idOf(charge.balance_transaction) ?? "");
  const ownPending = charge.balance_transaction === null || own?.status === "pending";
  if (!ownPending && funds(ctx).available < refund.amount) {
    schedule(ctx, "advance_refund", refund.id, hour);
    return update(ctx, "refund", refund, { status: "pending", pending_reason: "insufficient_funds" });
  }
  const isCard = charge.payment_method_details?.type === "card";
  const movement = postMovement(ctx, {
    type: isCard ? "refund" : "payment_refund",
    reportingCategory: "refund",
    amount: -refund.amount,
    fee: 0,
    source: refund.id,
    description: isCard ? "REFUND FOR CHARGE" : "REFUND FOR PAYMENT",
    availableOn: ownPending ? (own?.available_on ?? ctx.clock.now() + 172_800) : 0,
  });
  const fate = cardOfNumber(ctx.db.get("instrument", charge.payment_method ?? "")?.number ?? "")?.refunds;
  const later = fate === "fail_later" || fate === "succeed_later" || !isCard;
  if (later) schedule(ctx, "advance_refund", refund.id, ctx.settings.asyncDelayMs);
  const { pending_reason: _settled, ...rest } = refund;
  return ctx.db.put("refund", {
    ...rest,
    balance_transaction: movement.id,
    ...(later && fate !== "fail_later"
      ? { status: "pending", pending_reason: "processing" as const }
      : { status: "succeeded" }),
  });
}

/** What becomes of a refund a moment later: funds found, accepted by the bank, or sent back. */
export function advanceRefund(ctx: Context, id: string): void {
  const refund = ctx.db.get("refund", id);
  if (refund === undefined || refund.status === "failed" || refund.status === "canceled") return;
  if (refund.charge !== null && refund.balance_transaction === null) {
    const paid = payOut(ctx, refund);
    if (paid.balance_transaction !== null) announce(ctx, paid, refund);
    return;
  }
  const charge = ctx.db.get("charge", idOf(refund.charge) ?? "");
  const fate = cardOfNumber(ctx.db.get("instrument", charge?.payment_method ?? "")?.number ?? "")?.refunds;
  if (fate === "fail_later") failRefund(ctx, refund, "expired_or_canceled_card");
  else if (refund.status === "pending") {
    const { pending_reason: _done, ...rest } = refund;
    announce(ctx, ctx.db.put("refund", { ...rest, status: "succeeded" }), refund);
  }
}

/** The bank sends a refund back: its money returns to the balance, the charge is no longer refunded. */
export function failRefund(ctx: Context, refund: Stripe.Refund, reason: string): Stripe.Refund {
  const isCard = refund.id.startsWith("re_");
  const back = returnMoney(ctx, refund, isCard ? "refund_failure" : "payment_failure_refund", "refund_failure");
  const { pending_reason: _ended, ...rest } = refund;
  const failed = ctx.db.put("refund", {
    ...rest,
    status: "failed",
    failure_reason: reason,
    ...(back === null ? {} : { failure_balance_transaction: back }),
  });
  emit(ctx, "refund.failed", failed);
  announce(ctx, failed, refund);
  return failed;
}

/** Only a refund whose money hasn't left can be cancelled. */
export function cancelRefund(ctx: Context, refund: Stripe.Refund): Stripe.Refund {
  const back = returnMoney(ctx, refund, "refund_failure", "refund_failure");
  const { pending_reason: _ended, ...rest } = refund;
  const canceled = ctx.db.put("refund", {
    ...rest,
    status: "canceled",
    ...(back === null ? {} : { failure_balance_transaction: back }),
  });
  announce(ctx, canceled, refund);
  return canceled;
}

function returnMoney(
  ctx: Context,
  refund: Stripe.Refund,
  type: Stripe.BalanceTransaction.Type,
  reportingCategory: string,
): string | null {
  const charge = ctx.db.get("charge", idOf(refund.charge) ?? "");
  if (charge !== undefined) addRefunded(ctx, charge, -refund.amount);
  if (refund.balance_transaction === null) return null;
  const facts = { amount: refund.amount, fee: 0, source: refund.id, description: "REFUND FAILURE", availableOn: 0 };
  return postMovement(ctx, { type, reportingCategory, ...facts }).id;
}

function announce(ctx: Context, after: Stripe.Refund, before: Stripe.Refund): void {
  const previous = { status: before.status };
  emit(ctx, "refund.updated", after, previous);
  if (after.id.startsWith("re_")) emit(ctx, "charge.refund.updated", after, previous);
}

function addRefunded(ctx: Context, charge: Stripe.Charge, amount: number): void {
  const refunded = charge.amount_refunded + amount;
  update(ctx, "charge", charge, { amount_refunded: refunded, refunded: refunded >= charge.amount_captured });
}
