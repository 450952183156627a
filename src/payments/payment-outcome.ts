import type Stripe from "stripe";
import { classifyDecline, type Decline, declineName } from "../domain/declines.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { GatewayUnavailable, type PaymentAttempt } from "./gateway.ts";
import { centsFromWire, idOf, instantOf, objectOf } from "./stripe-values.ts";

type Outcome = PaymentAttempt["outcome"];

/** Marks payments made by Stripe's page: while that page is open, its payer may try again. */
export const FROM_CHECKOUT = { origin: "checkout" } as const;
export const isFromCheckout = (payment: Stripe.PaymentIntent): boolean =>
  payment.metadata.origin === FROM_CHECKOUT.origin;

/**
 * What a payment is now (P2). `payerOnPage`: it belongs to a checkout that is still open, so that a decline or a
 * pending authentication decides nothing yet. `latest_charge` and `payment_method` should be expanded.
 */
export function paymentAttempt(payment: Stripe.PaymentIntent, payerOnPage: boolean): PaymentAttempt {
  const method = objectOf(payment.payment_method) ?? payment.last_payment_error?.payment_method;
  return {
    paymentIntentId: payment.id,
    pledgeId: payment.metadata.pledge_id,
    potCollectionId: payment.metadata.pot_collection_id,
    customerId: idOf(payment.customer),
    paymentMethodId: idOf(payment.payment_method) ?? method?.id,
    fingerprint: fingerprintOf(method),
    outcome: outcomeOf(payment, payerOnPage),
  };
}

function outcomeOf(payment: Stripe.PaymentIntent, payerOnPage: boolean): Outcome {
  switch (payment.status) {
    case "succeeded":
      return captured(payment);
    case "processing":
      return { kind: "pending" };
    case "canceled":
      return { kind: "cancelled" };
    case "requires_action":
      return payerOnPage ? { kind: "open" } : { kind: "action_required", declineCode: "authentication_required" };
    case "requires_payment_method":
      return payerOnPage || payment.last_payment_error === null
        ? { kind: "open" }
        : declined(payment.last_payment_error, isFromCheckout(payment));
    default:
      return { kind: "open" };
  }
}

function captured(payment: Stripe.PaymentIntent): Outcome {
  const charge = objectOf(payment.latest_charge);
  if (charge === undefined) throw new GatewayUnavailable(`Stripe did not name the charge of ${payment.id}`);
  return {
    kind: "captured",
    chargeId: charge.id,
    amountCents: centsFromWire(payment.amount_received),
    currency: payment.currency,
    capturedAt: instantOf(charge.created),
  };
}

/** A payment that a finished checkout left declined (a debit refused later) can't be tried again by us. */
function declined(error: Stripe.PaymentIntent.LastPaymentError, fromCheckout: boolean): Outcome {
  const decline: Decline = { code: error.code, declineCode: error.decline_code, adviceCode: error.advice_code };
  const found = classifyDecline(decline);
  if (found === "authenticate") return { kind: "action_required", declineCode: "authentication_required" };
  const declineCode = declineName(decline);
  if (found === "new_method" && !fromCheckout) return { kind: "action_required", declineCode };
  return { kind: "declined", declineCode, final: fromCheckout || found === "give_up" };
}
