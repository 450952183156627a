import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { onTestFinished } from "vitest";
import { sandboxControls } from "../../../src/sandbox/stripe/client.ts";
import { type StripeSandboxOptions, startStripeSandbox } from "../../../src/sandbox/stripe/index.ts";

/** A sandbox of this test's own, the real SDK pointed at it, and its controls. */
export async function aSandbox(options: StripeSandboxOptions = {}) {
  const sandbox = await startStripeSandbox({ asyncDelayMs: 20, ...options });
  onTestFinished(() => sandbox.close());
  const stripe = stripeAt(sandbox.port);
  return { ...sandbox, stripe, controls: sandboxControls(sandbox.url) };
}

export function stripeAt(port: number): Stripe {
  return new Stripe("sk_test_solidarity", {
    host: "127.0.0.1",
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

export interface ReceivedWebhook {
  readonly body: string;
  readonly signature: string;
}

/** Somewhere webhooks arrive; `answer` says what it replies to the nth. */
export async function aWebhookReceiver(answer: (count: number) => number = () => 200) {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        body: Buffer.concat(chunks).toString("utf8"),
        signature: String(request.headers["stripe-signature"]),
      });
      response.writeHead(answer(received.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`, received };
}

/** The error a call ends in, as the SDK throws it. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("The call succeeded.");
}

export const successUrl = "http://127.0.0.1:9/merci?session={CHECKOUT_SESSION_ID}";

export async function aSetupSession(stripe: Stripe, customer: string) {
  const session = await stripe.checkout.sessions.create({
    mode: "setup",
    currency: "eur",
    customer,
    success_url: successUrl,
    cancel_url: "http://127.0.0.1:9/annule",
    setup_intent_data: { metadata: { pledge_id: "p1" } },
  });
  return { session, url: session.url ?? "" };
}

export async function aPaymentSession(
  stripe: Stripe,
  amount = 2_500,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
) {
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: successUrl,
    line_items: [{ price_data: { currency: "eur", unit_amount: amount, product_data: { name: "Don" } }, quantity: 1 }],
    ...more,
  });
  return { session, url: session.url ?? "" };
}

/** A customer with a card saved through the hosted page. */
export async function aSavedCard(stripe: Stripe, card: string) {
  const customer = await stripe.customers.create({ email: "donor@example.com" });
  const intent = await stripe.setupIntents.create({
    customer: customer.id,
    usage: "off_session",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    confirm: true,
    payment_method: card,
  });
  return { customer: customer.id, method: String(intent.payment_method), intent };
}

/** A card payment on session, of the account that this is about. */
export async function aPayment(stripe: Stripe, amount: number, method = "pm_card_visa") {
  return stripe.paymentIntents.create({
    amount,
    currency: "eur",
    payment_method: method,
    confirm: true,
    return_url: successUrl,
    transfer_group: "campaign_1",
  });
}

/** Signed cents, of the platform or of a connected account. */
export async function balanceOf(stripe: Stripe, options: Stripe.RequestOptions = {}) {
  const { available, pending } = await stripe.balance.retrieve({}, options);
  return { available: available[0]?.amount, pending: pending[0]?.amount };
}

/** A customer with a SEPA account and its mandate. */
export async function aSavedDebit(stripe: Stripe, iban: string) {
  const customer = await stripe.customers.create();
  const intent = await stripe.setupIntents.create({
    customer: customer.id,
    confirm: true,
    return_url: successUrl,
    payment_method_data: {
      type: "sepa_debit",
      sepa_debit: { iban },
      billing_details: { name: "Bo", email: "bo@example.com" },
    },
    mandate_data: { customer_acceptance: { type: "offline" } },
  });
  return { customer: customer.id, method: String(intent.payment_method), mandate: String(intent.mandate) };
}
