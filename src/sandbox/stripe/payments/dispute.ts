import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { emit } from "../events.ts";
import { idOf, newId } from "../ids.ts";
import { postMovement } from "./balance.ts";
import { cardOfNumber } from "./test-cards.ts";

const day = 86_400;

export type DisputeReason = "fraudulent" | "product_not_received" | "inquiry";

const cardDetails: Required<Pick<Stripe.Dispute, "payment_method_details">> = {
  payment_method_details: {
    type: "card",
    card: { brand: "visa", case_type: "chargeback", network: "visa", network_reason_code: "83" },
  },
};

/** In cents; the bank keeps it even when the dispute is won. */
function disputeFee(charge: Stripe.Charge): number {
  return charge.payment_method_details?.type === "card" ? 2_000 : 1_500;
}

/** The dispute a test card or account brings about by itself. */
export function openDisputeOf(ctx: Context, chargeId: string): void {
  const charge = ctx.db.get("charge", chargeId);
  if (charge === undefined) return;
  const card = cardOfNumber(ctx.db.get("instrument", charge.payment_method ?? "")?.number ?? "");
  openDispute(ctx, charge, card?.disputed ?? "fraudulent");
}

/**
 * A dispute withdraws the amount and its fee; an inquiry asks first; a SEPA dispute is lost from the start. `amount`: a
 * part of the charge; left out, all that was not refunded.
 */
export function openDispute(
  ctx: Context,
  charge: Stripe.Charge,
  reason: DisputeReason,
  amount = charge.amount_captured - charge.amount_refunded,
): Stripe.Dispute {
  const isCard = charge.payment_method_details?.type === "card";
  const inquiry = reason === "inquiry";
  const opened = ctx.db.put("dispute", {
    id: newId("du"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: ctx.clock.now(),
    currency: "eur",
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(charge),
    evidence_details: {
      due_by: isCard ? ctx.clock.now() + 7 * day : null,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    network_reason_code: isCard ? "83" : null,
    payment_intent: idOf(charge.payment_intent),
    ...(isCard ? cardDetails : {}),
    reason: inquiry ? "fraudulent" : isCard ? reason : "debit_not_authorized",
    status: inquiry ? "warning_needs_response" : isCard ? "needs_response" : "lost",
  });
  const disputed = update(ctx, "charge", charge, { disputed: true });
  emit(ctx, "charge.dispute.created", opened);
  emit(ctx, "charge.updated", disputed, { disputed: false });
  const withdrawn = inquiry ? opened : withdraw(ctx, opened, disputed);
  if (!isCard) emit(ctx, "charge.dispute.closed", withdrawn);
  return withdrawn;
}

function withdraw(ctx: Context, dispute: Stripe.Dispute, charge: Stripe.Charge): Stripe.Dispute {
  const movement = postMovement(ctx, {
    type: "adjustment",
    reportingCategory: "dispute",
    amount: -dispute.amount,
    fee: disputeFee(charge),
    source: dispute.id,
    description: `Chargeback withdrawal for ${charge.id}`,
    availableOn: 0,
  });
  const withdrawn = update(ctx, "dispute", dispute, {
    balance_transactions: [...dispute.balance_transactions, movement],
    is_charge_refundable: false,
  });
  emit(ctx, "charge.dispute.funds_withdrawn", withdrawn);
  return withdrawn;
}

/** The bank decides; won money comes back without the fee. `back`: a part alone, in cents, whoever won. */
export function closeDispute(
  ctx: Context,
  dispute: Stripe.Dispute,
  outcome: "won" | "lost",
  back = outcome === "won" ? dispute.amount : 0,
): Stripe.Dispute {
  const warning = dispute.status.startsWith("warning");
  const status = warning ? "warning_closed" : outcome;
  const closed = update(ctx, "dispute", dispute, { status });
  if (back === 0 || warning) {
    emit(ctx, "charge.dispute.closed", closed, { status: dispute.status });
    return closed;
  }
  const movement = postMovement(ctx, {
    type: "adjustment",
    reportingCategory: "dispute_reversal",
    amount: back,
    fee: 0,
    source: dispute.id,
    description: `Chargeback reversal for ${idOf(dispute.charge)}`,
    availableOn: 0,
  });
  const won = update(ctx, "dispute", closed, {
    balance_transactions: [...closed.balance_transactions, movement],
    is_charge_refundable: outcome === "won",
  });
  emit(ctx, "charge.dispute.funds_reinstated", won);
  emit(ctx, "charge.dispute.closed", won, { status: dispute.status });
  return won;
}

/** The three texts that decide a test dispute. */
export function closeDisputeByEvidence(ctx: Context, id: string): void {
  const dispute = ctx.db.get("dispute", id);
  if (dispute === undefined || !["under_review", "warning_under_review"].includes(dispute.status)) return;
  const evidence = dispute.evidence.uncategorized_text;
  if (evidence === "winning_evidence") closeDispute(ctx, dispute, "won");
  if (evidence === "losing_evidence") closeDispute(ctx, dispute, "lost");
  if (evidence !== "escalate_inquiry_evidence") return;
  escalateInquiry(ctx, dispute);
}

/** The bank is not content with an inquiry's answer: it becomes a dispute and takes the money. */
export function escalateInquiry(ctx: Context, dispute: Stripe.Dispute): Stripe.Dispute {
  const charge = ctx.db.get("charge", idOf(dispute.charge) ?? "");
  if (charge === undefined) return dispute;
  const escalated = update(ctx, "dispute", dispute, { status: "needs_response" });
  const withdrawn = withdraw(ctx, escalated, charge);
  emit(ctx, "charge.dispute.updated", withdrawn, { status: dispute.status });
  return withdrawn;
}

function emptyEvidence(charge: Stripe.Charge): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: charge.billing_details.email,
    customer_name: charge.billing_details.name,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
