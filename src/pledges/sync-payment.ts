import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { PaymentAttempt } from "../payments/gateway.ts";
import { recordPayment } from "./record-payment.ts";

/** Reads a payment again at Stripe and applies it to its pledge (S2). One that is not a pledge's changes nothing. */
export async function syncPayment(deps: Deps, actor: Actor, paymentIntentId: string): Promise<PaymentAttempt> {
  const payment = await deps.gateway.findPayment(paymentIntentId);
  if (payment.pledgeId !== undefined) await recordPayment(deps, actor, payment.pledgeId, payment);
  return payment;
}
