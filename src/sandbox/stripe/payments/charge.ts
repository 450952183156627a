import type Stripe from "stripe";
import { type Context, schedule, update } from "../context.ts";
import { emit } from "../events.ts";
import { idOf, newId, randomText } from "../ids.ts";
import type { Instrument } from "../records.ts";
import { availableOn, feeFor, postMovement } from "./balance.ts";
import { fingerprint } from "./payment-method.ts";
import { cardOfNumber, type Decline } from "./test-cards.ts";

export interface ChargeFacts {
  readonly status: "succeeded" | "pending" | "failed";
  readonly captured: boolean;
  readonly decline: Decline | null;
  readonly authenticated: boolean;
  readonly mandate: string | null;
}

/** The charge an attempt leaves behind, also when it failed: `ch_…` for cards, `py_…` for the rest. */
export function makeCharge(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  instrument: Instrument,
  facts: ChargeFacts,
): Stripe.Charge {
  const isCard = method.type === "card";
  return ctx.db.put("charge", {
    id: newId(isCard ? "ch" : "py"),
    object: "charge",
    amount: intent.amount,
    amount_captured: facts.captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: isCard ? (intent.statement_descriptor ?? "SANDBOX") : null,
    captured: facts.captured,
    created: ctx.clock.now(),
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: facts.decline?.code ?? null,
    failure_message: facts.decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(facts, instrument),
    paid: facts.status === "succeeded" || facts.status === "pending",
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(intent.amount, method, facts),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: facts.status === "succeeded" ? `${ctx.settings.publicUrl}/receipts/${intent.id}` : null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: facts.status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  });
}

function outcomeOf(facts: ChargeFacts, instrument: Instrument): Stripe.Charge.Outcome {
  const elevated = cardOfNumber(instrument.number)?.elevatedRisk ?? false;
  const blocked = facts.decline?.declineCode === "fraudulent";
  const refused = facts.decline !== null;
  return {
    advice_code: facts.decline?.adviceCode ?? null,
    network_advice_code: null,
    network_decline_code: facts.decline?.networkDeclineCode ?? null,
    network_status: blocked ? "not_sent_to_network" : refused ? "declined_by_network" : "approved_by_network",
    reason: refused ? (facts.decline?.declineCode ?? facts.decline?.code ?? null) : null,
    risk_level: blocked ? "highest" : elevated ? "elevated" : "normal",
    risk_score: blocked ? 92 : elevated ? 68 : 21,
    seller_message: refused ? "The bank did not return any further details with this decline." : "Payment complete.",
    type: blocked ? "blocked" : refused ? "issuer_declined" : "authorized",
  };
}

function detailsOf(
  amount: number,
  method: Stripe.PaymentMethod,
  facts: ChargeFacts,
): Stripe.Charge.PaymentMethodDetails {
  if (method.card !== undefined) {
    const { brand, checks, country, exp_month, exp_year, funding, last4, regulated_status } = method.card;
    return {
      type: "card",
      card: {
        amount_authorized: facts.decline === null ? amount : null,
        authorization_code: facts.decline === null ? randomText(6).toUpperCase() : null,
        brand,
        checks,
        country,
        electronic_commerce_indicator: null,
        exp_month,
        exp_year,
        fingerprint: method.card.fingerprint ?? null,
        funding,
        installments: null,
        last4,
        mandate: null,
        network: brand,
        network_token: { used: false },
        network_transaction_id: facts.decline === null ? randomText(15) : null,
        regulated_status,
        three_d_secure: facts.authenticated ? authenticatedNow : null,
        transaction_link_id: null,
        wallet: null,
      },
    };
  }
  if (method.sepa_debit === undefined) return { type: "customer_balance", customer_balance: {} };
  const { bank_code, branch_code, country, last4 } = method.sepa_debit;
  return {
    type: "sepa_debit",
    sepa_debit: {
      bank_code,
      branch_code,
      country,
      fingerprint: method.sepa_debit.fingerprint ?? fingerprint(method.id, ""),
      last4,
      mandate: facts.mandate,
    },
  };
}

const authenticatedNow: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: "challenge",
  electronic_commerce_indicator: "05",
  exemption_indicator: null,
  result: "authenticated",
  result_reason: null,
  transaction_id: null,
  version: "2.2.0",
};

/** Asynchronous capture: the balance transaction comes a moment after the charge, with `charge.updated`. */
export function settleCharge(ctx: Context, id: string): void {
  const charge = ctx.db.get("charge", id);
  if (charge === undefined || charge.balance_transaction !== null || charge.status !== "succeeded") return;
  const card = cardOfNumber(ctx.db.get("instrument", charge.payment_method ?? "")?.number ?? "");
  const type = charge.payment_method_details?.type ?? "card";
  const movement = postMovement(ctx, {
    type: type === "card" ? "charge" : "payment",
    reportingCategory: "charge",
    amount: charge.amount_captured,
    fee: feeFor(type, charge.amount_captured),
    source: charge.id,
    description: charge.description,
    availableOn: availableOn(ctx, card?.fundsAtOnce ?? false),
  });
  const settled = update(ctx, "charge", charge, { balance_transaction: movement.id });
  emit(ctx, "charge.updated", settled, { balance_transaction: null });
  if (card?.disputed) schedule(ctx, "open_dispute", charge.id, ctx.settings.asyncDelayMs);
}
