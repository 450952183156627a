import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { aSandbox, errorOf, successUrl } from "./support.ts";

type Attempt = (stripe: Stripe) => Promise<unknown>;

/** Sends what the SDK's types forbid. */
function raw(stripe: Stripe, method: "GET" | "POST", path: string, params?: Record<string, unknown>) {
  return stripe.rawRequest(method, path, params);
}

const line = { price_data: { currency: "eur", unit_amount: 500, product_data: { name: "Don" } }, quantity: 1 };

const refusals: readonly [string, Attempt, object][] = [
  [
    "an unknown id in the URL",
    (stripe) => stripe.customers.retrieve("cus_x"),
    {
      statusCode: 404,
      type: "StripeInvalidRequestError",
      code: "resource_missing",
      param: "id",
      message: "No such customer: 'cus_x'",
    },
  ],
  [
    "an unknown intent",
    (stripe) => stripe.paymentIntents.retrieve("pi_x"),
    { statusCode: 404, code: "resource_missing", param: "intent", message: "No such payment_intent: 'pi_x'" },
  ],
  [
    "an unknown id in a parameter",
    (stripe) => stripe.paymentIntents.create({ amount: 100, currency: "eur", customer: "cus_x" }),
    { statusCode: 400, code: "resource_missing", param: "customer", message: "No such customer: 'cus_x'" },
  ],
  [
    "an unknown parameter",
    (stripe) => raw(stripe, "POST", "/v1/customers", { foo: "bar" }),
    { statusCode: 400, code: "parameter_unknown", param: "foo", message: "Received unknown parameter: foo" },
  ],
  [
    "an unknown nested parameter",
    (stripe) =>
      raw(stripe, "POST", "/v1/checkout/sessions", {
        mode: "payment",
        success_url: successUrl,
        line_items: [line],
        payment_intent_data: { foo: "1" },
      }),
    { statusCode: 400, code: "parameter_unknown", param: "payment_intent_data[foo]" },
  ],
  [
    "a missing parameter",
    (stripe) => raw(stripe, "POST", "/v1/payment_intents", { currency: "eur" }),
    { statusCode: 400, code: "parameter_missing", param: "amount", message: "Missing required param: amount." },
  ],
  [
    "a fraction of a cent",
    (stripe) => stripe.paymentIntents.create({ amount: 10.5, currency: "eur" }),
    { statusCode: 400, code: "parameter_invalid_integer", param: "amount", message: "Invalid integer: 10.5" },
  ],
  [
    "an empty value",
    (stripe) => raw(stripe, "POST", "/v1/payment_intents", { amount: 100, currency: "eur", transfer_group: "" }),
    { statusCode: 400, code: "parameter_invalid_empty", param: "transfer_group" },
  ],
  [
    "payment_method_types on a payment intent",
    (stripe) =>
      raw(stripe, "POST", "/v1/payment_intents", { amount: 100, currency: "eur", payment_method_types: ["card"] }),
    { statusCode: 400, code: "payment_method_types_no_longer_supported", param: "payment_method_types" },
  ],
  [
    "payment_method_types on a setup intent",
    (stripe) => raw(stripe, "POST", "/v1/setup_intents", { payment_method_types: ["card"] }),
    { statusCode: 400, code: "payment_method_types_no_longer_supported" },
  ],
  [
    "payment_method_types on a session",
    (stripe) => raw(stripe, "POST", "/v1/checkout/sessions", { mode: "setup", payment_method_types: ["card"] }),
    { statusCode: 400, code: "payment_method_types_no_longer_supported" },
  ],
  [
    "less than 50 cents",
    (stripe) => stripe.paymentIntents.create({ amount: 49, currency: "eur" }),
    { statusCode: 400, code: "amount_too_small", param: "amount" },
  ],
  [
    "off_session without confirm",
    (stripe) => stripe.paymentIntents.create({ amount: 100, currency: "eur", off_session: true }),
    { statusCode: 400, param: "off_session" },
  ],
  [
    "confirming on session without a way back",
    (stripe) =>
      stripe.paymentIntents.create({ amount: 100, currency: "eur", confirm: true, payment_method: "pm_card_visa" }),
    { statusCode: 400, param: "return_url" },
  ],
  [
    "confirming without a payment method",
    (stripe) => stripe.paymentIntents.create({ amount: 100, currency: "eur", confirm: true, return_url: successUrl }),
    { statusCode: 400, code: "payment_intent_unexpected_state" },
  ],
  [
    "allowed and excluded methods together",
    (stripe) =>
      stripe.paymentIntents.create({
        amount: 100,
        currency: "eur",
        allowed_payment_method_types: ["card"],
        excluded_payment_method_types: ["card"],
      }),
    { statusCode: 400, code: "parameters_exclusive" },
  ],
  [
    "a session in setup mode without currency",
    (stripe) => stripe.checkout.sessions.create({ mode: "setup", success_url: successUrl }),
    { statusCode: 400, code: "parameter_missing", param: "currency" },
  ],
  [
    "a session that expires too soon",
    (stripe) =>
      stripe.checkout.sessions.create({
        mode: "setup",
        currency: "eur",
        success_url: successUrl,
        expires_at: Math.floor(Date.now() / 1000) + 60,
      }),
    { statusCode: 400, param: "expires_at" },
  ],
  [
    "a limit of 101",
    (stripe) => stripe.customers.list({ limit: 101 }),
    { statusCode: 400, code: "parameter_invalid_integer", param: "limit" },
  ],
  [
    "a transfer without funds",
    async (stripe) => {
      const account = await stripe.accounts.create({ capabilities: { transfers: { requested: true } } });
      return stripe.transfers.create({ amount: 100, currency: "eur", destination: account.id });
    },
    { statusCode: 400, code: "capability_not_active" },
  ],
  [
    "an unknown endpoint",
    (stripe) => raw(stripe, "GET", "/v1/coffee"),
    { statusCode: 404, type: "StripeInvalidRequestError" },
  ],
  [
    "an unknown connected account",
    (stripe) => stripe.balance.retrieve({}, { stripeAccount: "acct_x" }),
    { statusCode: 403, type: "StripePermissionError", code: "account_invalid" },
  ],
  [
    "five levels of expansion",
    (stripe) => stripe.customers.list({ expand: ["data.a.b.c.d.e"] }),
    { statusCode: 400, param: "expand" },
  ],
  [
    "a field that can't be expanded",
    (stripe) => stripe.customers.create({ expand: ["email"] }),
    { statusCode: 400, param: "expand" },
  ],
];

describe("the sandbox refuses what Stripe refuses", () => {
  test.for(refusals)("%s", async ([, attempt, expected]) => {
    const { stripe } = await aSandbox();

    const error = await errorOf(attempt(stripe));

    expect(error).toMatchObject(expected);
    expect(error.requestId).toMatch(/^req_/);
  });
});
