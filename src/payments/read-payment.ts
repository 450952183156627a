import type Stripe from "stripe";
import type { PaymentAttempt } from "./gateway.ts";
import { isFromCheckout, paymentAttempt } from "./payment-outcome.ts";
import { ask } from "./stripe-call.ts";

export const PAYMENT_PARTS = ["latest_charge", "payment_method"];

export async function readPayment(stripe: Stripe, paymentIntentId: string): Promise<PaymentAttempt> {
  const payment = await ask("payment_intent", () =>
    stripe.paymentIntents.retrieve(paymentIntentId, { expand: PAYMENT_PARTS }),
  );
  return paymentAttempt(payment, await isPayerOnPage(stripe, payment));
}

async function isPayerOnPage(stripe: Stripe, payment: Stripe.PaymentIntent): Promise<boolean> {
  const undecided = payment.status === "requires_payment_method" || payment.status === "requires_action";
  if (!undecided || !isFromCheckout(payment)) return false;
  const sessions = await ask("list", () => stripe.checkout.sessions.list({ payment_intent: payment.id, limit: 1 }));
  return sessions.data[0]?.status === "open";
}
