import type Stripe from "stripe";
import type { Text } from "../i18n/text.ts";
import { type CheckoutRequest, type CheckoutSession, GatewayRefused, type PaymentGateway } from "./gateway.ts";
import { FROM_CHECKOUT } from "./payment-outcome.ts";
import { ask } from "./stripe-call.ts";
import { idOf, secondsOf, toWire } from "./stripe-values.ts";

const TIP: Text = { fr: "Soutien au fonds", en: "Support for the fund" };

type CheckoutCalls = Pick<PaymentGateway, "openCheckout" | "findCheckout" | "expireCheckout">;

export function checkoutCalls(stripe: Stripe): CheckoutCalls {
  const findCheckout = async (sessionId: string) =>
    checkoutSession(await ask("checkout.session", () => stripe.checkout.sessions.retrieve(sessionId)));
  return {
    findCheckout,
    async openCheckout(request) {
      const params = request.mode === "setup" ? setup(request) : payment(request);
      const { idempotencyKey } = request;
      return checkoutSession(
        await ask("checkout.session", () => stripe.checkout.sessions.create(params, { idempotencyKey })),
      );
    },
    async expireCheckout(sessionId) {
      const options = { idempotencyKey: `checkout:${sessionId}:expire` };
      try {
        return checkoutSession(
          await ask("checkout.session", () => stripe.checkout.sessions.expire(sessionId, {}, options)),
        );
      } catch (error) {
        if (!(error instanceof GatewayRefused)) throw error;
        return findCheckout(sessionId);
      }
    },
  };
}

type Params = Stripe.Checkout.SessionCreateParams;

const common = (request: CheckoutRequest): Params => ({
  customer: request.customerId,
  client_reference_id: request.pledgeId,
  metadata: ofPledge(request),
  locale: request.language,
  success_url: withSessionId(request.returnUrl),
  cancel_url: request.cancelUrl,
  ...(request.expiresAt === undefined ? {} : { expires_at: secondsOf(request.expiresAt) }),
});

const setup = (request: CheckoutRequest): Params => ({
  ...common(request),
  mode: "setup",
  currency: "eur",
  setup_intent_data: { metadata: { ...ofPledge(request), campaign_id: request.campaignId } },
});

const ofPledge = ({ pledgeId, methodChangeId }: CheckoutRequest) => ({
  pledge_id: pledgeId,
  ...(methodChangeId === undefined ? {} : { method_change_id: methodChangeId }),
});

/** Gift and tip stand apart on Stripe's page, as they do in the books (M16). */
const payment = (request: CheckoutRequest): Params => ({
  ...common(request),
  mode: "payment",
  submit_type: "donate",
  line_items: [
    line(request.campaignTitle, toWire(request.amountCents)),
    ...(request.tipCents === 0n ? [] : [line(TIP[request.language], toWire(request.tipCents))]),
  ],
  payment_intent_data: {
    transfer_group: `campaign_${request.campaignId}`,
    metadata: { pledge_id: request.pledgeId, campaign_id: request.campaignId, ...FROM_CHECKOUT },
  },
});

const line = (name: string, amount: number) => ({
  quantity: 1,
  price_data: { currency: "eur", unit_amount: amount, product_data: { name } },
});

/** Stripe fills in the braces, which must reach it unescaped. */
const withSessionId = (url: string) => `${url}${url.includes("?") ? "&" : "?"}session_id={CHECKOUT_SESSION_ID}`;

function checkoutSession(session: Stripe.Checkout.Session): CheckoutSession {
  return {
    id: session.id,
    url: session.url ?? undefined,
    status: statusOf(session.status),
    pledgeId: session.metadata?.pledge_id,
    methodChangeId: session.metadata?.method_change_id,
    setupIntentId: idOf(session.setup_intent),
    paymentIntentId: idOf(session.payment_intent),
  };
}

function statusOf(status: Stripe.Checkout.Session["status"]): CheckoutSession["status"] {
  if (status === "complete") return "complete";
  return status === "expired" ? "expired" : "open";
}
