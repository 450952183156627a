import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { emit } from "../events.ts";
import { idOf } from "../ids.ts";
import { attemptPayment } from "./attempt-payment.ts";
import { attemptSetUp, refuseSetUp } from "./attempt-set-up.ts";
import { acceptedOnPage } from "./mandate.ts";
import { declines } from "./test-cards.ts";

const unauthenticated =
  "We are unable to authenticate your payment method. Please choose a different payment method and try again.";

/** An intent that waits for its payer: a 3-D Secure question, or an off-session decline that asked for one. */
export function awaitsAuthentication(intent: Stripe.PaymentIntent | Stripe.SetupIntent): boolean {
  if (intent.status === "requires_action") return intent.next_action?.type === "redirect_to_url";
  if (intent.object !== "payment_intent" || intent.status !== "requires_payment_method") return false;
  return intent.last_payment_error?.code === "authentication_required";
}

/**
 * The payer answers their bank, on session.
 * @throws StripeApiError 402 when the bank refuses even so.
 */
export function authenticatePayment(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  result: "succeed" | "fail",
): Stripe.PaymentIntent {
  const method = ctx.db.get(
    "payment_method",
    idOf(intent.payment_method) ?? intent.last_payment_error?.payment_method?.id ?? "",
  );
  if (method === undefined || !awaitsAuthentication(intent)) return intent;
  if (result === "succeed") {
    const returnUrl = ctx.db.get("intent_note", intent.id)?.returnUrl ?? null;
    const attempt = { method, offSession: false, authenticated: true, returnUrl, mandate: acceptedOnPage };
    return attemptPayment(ctx, intent, attempt);
  }
  const failed = update(ctx, "payment_intent", intent, {
    status: "requires_payment_method",
    payment_method: null,
    next_action: null,
    last_payment_error: {
      type: "invalid_request_error",
      code: "payment_intent_authentication_failure",
      message: unauthenticated,
      payment_method: method,
    },
  });
  emit(ctx, "payment_intent.payment_failed", failed);
  return failed;
}

/**
 * The same for a card being saved.
 * @throws StripeApiError 402 when the bank refuses even so.
 */
export function authenticateSetUp(
  ctx: Context,
  intent: Stripe.SetupIntent,
  result: "succeed" | "fail",
): Stripe.SetupIntent {
  const method = ctx.db.get("payment_method", idOf(intent.payment_method) ?? "");
  if (method === undefined || !awaitsAuthentication(intent)) return intent;
  const returnUrl = ctx.db.get("intent_note", intent.id)?.returnUrl ?? null;
  if (result === "succeed") {
    return attemptSetUp(ctx, intent, { method, authenticated: true, returnUrl, mandate: acceptedOnPage });
  }
  const decline = {
    ...declines.authentication,
    code: "setup_intent_authentication_failure",
    declineCode: null,
    message: unauthenticated,
  };
  refuseSetUp(ctx, intent, method, decline);
  return ctx.db.get("setup_intent", intent.id) ?? intent;
}
