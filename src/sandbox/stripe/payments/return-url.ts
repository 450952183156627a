import type Stripe from "stripe";
import { invalidRequest } from "../errors.ts";

/** Stripe asks for a way back on session, where a method could redirect. */
export function assertReturnUrl(
  intent: Pick<Stripe.PaymentIntent, "automatic_payment_methods">,
  given: { return_url?: string | undefined; off_session?: boolean | undefined },
): void {
  if (given.return_url !== undefined || given.off_session) return;
  if (intent.automatic_payment_methods?.allow_redirects !== "always") return;
  throw invalidRequest(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { param: "return_url" },
  );
}
