import { describe, expect, test } from "vitest";
import { aSandbox, aSavedCard, errorOf, stripeAt, successUrl } from "./support.ts";

const declines: readonly [string, string, string | undefined, string][] = [
  ["pm_card_chargeDeclined", "card_declined", "generic_decline", "Your card was declined."],
  [
    "pm_card_chargeDeclinedInsufficientFunds",
    "card_declined",
    "insufficient_funds",
    "Your card has insufficient funds.",
  ],
  ["pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card", "Your card was declined."],
  ["pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card", "Your card was declined."],
  ["pm_card_chargeDeclinedExpiredCard", "expired_card", undefined, "Your card has expired."],
  ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", undefined, "Your card's security code is incorrect."],
  [
    "pm_card_chargeDeclinedProcessingError",
    "processing_error",
    undefined,
    "An error occurred while processing your card. Try again in a little bit.",
  ],
  ["pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent", "Your card was declined."],
];

describe("a decline is a 402 that leaves the failed charge and the reason behind", () => {
  test.for(declines)("%s", async ([method, code, declineCode, message]) => {
    const { stripe } = await aSandbox();

    const error = await errorOf(
      stripe.paymentIntents.create({
        amount: 1_000,
        currency: "eur",
        payment_method: method,
        confirm: true,
        return_url: successUrl,
      }),
    );
    const intent = await stripe.paymentIntents.retrieve(error.payment_intent?.id ?? "", { expand: ["latest_charge"] });

    expect(error).toMatchObject({ type: "StripeCardError", rawType: "card_error", statusCode: 402, code, message });
    expect(error.decline_code || undefined).toBe(declineCode);
    expect(intent).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_payment_error: { code, message },
      latest_charge: { id: error.charge, status: "failed", paid: false, failure_code: code, balance_transaction: null },
    });
  });
});

test("a card that fails at every charge can still be saved (0341)", async () => {
  const { stripe } = await aSandbox();
  const { customer, method, intent } = await aSavedCard(stripe, "pm_card_chargeCustomerFail");

  const error = await errorOf(
    stripe.paymentIntents.create({
      amount: 500,
      currency: "eur",
      customer,
      payment_method: method,
      off_session: true,
      confirm: true,
    }),
  );

  expect(intent.status).toBe("succeeded");
  expect(error).toMatchObject({
    code: "card_declined",
    decline_code: "generic_decline",
    advice_code: "try_again_later",
  });
});

test("a declined card can't be saved, and the setup intent says why", async () => {
  const { stripe } = await aSandbox();

  const error = await errorOf(aSavedCard(stripe, "pm_card_chargeDeclined"));
  const intent = await stripe.setupIntents.retrieve(error.setup_intent?.id ?? "");

  expect(error).toMatchObject({ statusCode: 402, code: "card_declined", setup_intent: { object: "setup_intent" } });
  expect(intent).toMatchObject({
    status: "requires_payment_method",
    last_setup_error: { decline_code: "generic_decline" },
  });
});

test("a wrong, a live or a restricted key is turned away", async () => {
  const { port, url } = await aSandbox({ apiKey: "sk_test_right" });

  const wrong = await errorOf(stripeAt(port).customers.list());
  const restricted = await fetch(`${url}/v1/customers`, { headers: { authorization: "Bearer rk_test_1" } });
  const none = await fetch(`${url}/v1/customers`);

  expect(wrong).toMatchObject({ statusCode: 401, type: "StripeAuthenticationError" });
  expect(wrong.message).not.toContain("solidarity");
  expect(restricted.status).toBe(403);
  expect(none.status).toBe(401);
});

test("wrong states are refused with the object inside the error", async () => {
  const { stripe } = await aSandbox();
  const paid = await stripe.paymentIntents.create({
    amount: 500,
    currency: "eur",
    payment_method: "pm_card_visa",
    confirm: true,
    return_url: successUrl,
  });

  const canceled = await errorOf(stripe.paymentIntents.cancel(paid.id));
  const confirmed = await errorOf(stripe.paymentIntents.confirm(paid.id));
  const captured = await errorOf(stripe.paymentIntents.capture(paid.id));

  for (const error of [canceled, confirmed, captured]) {
    expect(error).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      payment_intent: { id: paid.id },
    });
  }
});
