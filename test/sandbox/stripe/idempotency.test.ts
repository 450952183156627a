import { expect, test } from "vitest";
import { aSandbox, aSavedCard, errorOf, stripeAt, successUrl } from "./support.ts";

const payment = {
  amount: 1_000,
  currency: "eur",
  payment_method: "pm_card_visa",
  confirm: true,
  return_url: successUrl,
} as const;

test("the same key and parameters replay the first answer byte for byte, and nothing happens twice (S1)", async () => {
  const { url, controls } = await aSandbox();
  const send = () =>
    fetch(`${url}/v1/customers`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_x", "idempotency-key": "k1" },
      body: new URLSearchParams({ email: "a@example.com", "metadata[a]": "b" }),
    });

  const first = await send();
  const second = await send();

  expect(await second.text()).toBe(await first.text());
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect(second.headers.get("original-request")).toBe(first.headers.get("request-id"));
  expect(second.headers.get("idempotency-key")).toBe("k1");
  expect(await controls.events("customer.created")).toHaveLength(1);
  expect((await controls.requests({ path: "/v1/customers" })).map((request) => request.replayed)).toEqual([
    false,
    true,
  ]);
});

test("a decline is replayed too: a new attempt needs a new key (S1, P4)", async () => {
  const { stripe, controls } = await aSandbox();
  const { customer, method } = await aSavedCard(stripe, "pm_card_chargeCustomerFail");
  const charge = (idempotencyKey: string) =>
    errorOf(
      stripe.paymentIntents.create(
        { amount: 500, currency: "eur", customer, payment_method: method, off_session: true, confirm: true },
        { idempotencyKey },
      ),
    );

  const first = await charge("pledge:1:charge:1");
  await controls.letCardBehave(method, "4242424242424242");
  const again = await charge("pledge:1:charge:1");

  expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
  expect((await stripe.paymentIntents.list({ customer })).data).toHaveLength(1);
});

test("a key used with other parameters is refused", async () => {
  const { stripe } = await aSandbox();
  await stripe.customers.create({ name: "A" }, { idempotencyKey: "k2" });

  const error = await errorOf(stripe.customers.create({ name: "B" }, { idempotencyKey: "k2" }));

  expect(error).toMatchObject({ statusCode: 400, type: "StripeIdempotencyError", rawType: "idempotency_error" });
  expect(error.message).toContain("Try using a key other than 'k2'");
});

test("a key in flight answers 409 to a second request", async () => {
  const { stripe, controls } = await aSandbox();
  await controls.orderFault({ action: "slow", delayMs: 150, path: "/v1/customers" });
  const first = stripe.customers.create({ name: "A" }, { idempotencyKey: "k3" });
  await expect.poll(() => controls.faults(), { interval: 2 }).toEqual([]);

  const error = await errorOf(stripe.customers.create({ name: "A" }, { idempotencyKey: "k3" }));

  expect(error).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use", type: "StripeAPIError" });
  expect((await first).name).toBe("A");
});

test("a validation failure isn't kept: the corrected request may use the same key", async () => {
  const { stripe } = await aSandbox();
  await errorOf(stripe.paymentIntents.create({ ...payment, amount: 10 }, { idempotencyKey: "k4" }));

  const paid = await stripe.paymentIntents.create(payment, { idempotencyKey: "k4" });

  expect(paid.status).toBe("succeeded");
});

test("a failure after execution began is kept, also a transfer without funds", async () => {
  const { stripe, controls } = await aSandbox();
  const account = await stripe.accounts.create({ capabilities: { transfers: { requested: true } } });
  await controls.onboardAccount(account.id);
  const transfer = () =>
    stripe.transfers.create({ amount: 100, currency: "eur", destination: account.id }, { idempotencyKey: "k5" });

  const first = await errorOf(transfer());
  await controls.addFunds(1_000);
  const again = await errorOf(transfer());

  expect(first).toMatchObject({ statusCode: 400, code: "balance_insufficient" });
  expect(again.headers?.["idempotent-replayed"]).toBe("true");
});

test("an answer lost after it took effect is found again with the same key, and charged once (S1)", async () => {
  const { stripe, controls } = await aSandbox();
  await controls.orderFault({
    action: "fail_after",
    how: "drop",
    method: "POST",
    path: "/v1/payment_intents",
    count: 2,
  });

  const error = await errorOf(stripe.paymentIntents.create(payment, { idempotencyKey: "k6" }));
  await controls.clearFaults();
  const paid = await stripe.paymentIntents.create(payment, { idempotencyKey: "k6" });

  expect(error.type).toBe("StripeConnectionError");
  expect(paid.status).toBe("succeeded");
  expect((await stripe.charges.list()).data).toHaveLength(1);
});

test("a 500 after it took effect is replayed as Stripe documents it; the outcome has to be looked up (S1)", async () => {
  const { stripe, controls } = await aSandbox();
  await controls.orderFault({ action: "fail_after", how: "error", path: "/v1/payment_intents" });
  const pay = () =>
    stripe.paymentIntents.create({ ...payment, metadata: { pledge_id: "p1" } }, { idempotencyKey: "k7" });

  const first = await errorOf(pay());
  const again = await errorOf(pay());
  const found = (await stripe.paymentIntents.list()).data.filter((intent) => intent.metadata.pledge_id === "p1");

  expect([first.statusCode, again.statusCode]).toEqual([500, 500]);
  expect(again.headers?.["idempotent-replayed"]).toBe("true");
  expect(found).toMatchObject([{ status: "succeeded" }]);
});

test("a 500 before anything happened is not kept: the same key then succeeds", async () => {
  const { stripe, controls } = await aSandbox();
  await controls.orderFault({ action: "fail_before", path: "/v1/payment_intents" });

  const error = await errorOf(stripe.paymentIntents.create(payment, { idempotencyKey: "k8" }));
  const paid = await stripe.paymentIntents.create(payment, { idempotencyKey: "k8" });

  expect(error).toMatchObject({ statusCode: 500, type: "StripeAPIError" });
  expect(paid.status).toBe("succeeded");
});

test("a key is forgotten after 24 hours of the sandbox's clock, as Stripe may", async () => {
  const { stripe, controls } = await aSandbox();
  const first = await stripe.customers.create({ name: "A" }, { idempotencyKey: "k9" });

  await controls.advanceClock(86_401);
  const later = await stripe.customers.create({ name: "A" }, { idempotencyKey: "k9" });

  expect(later.id).not.toBe(first.id);
});

test("a rate limit answers 429 and the SDK doesn't try again", async () => {
  const { port, controls } = await aSandbox();
  await controls.orderFault({ action: "rate_limit", count: 1 });

  const error = await errorOf(stripeAt(port).customers.list());

  expect(error).toMatchObject({ statusCode: 429, code: "rate_limit", type: "StripeRateLimitError" });
  expect(await controls.requests()).toHaveLength(1);
});

test("in v2 a failure isn't kept: the same key tries again, and a success is replayed", async () => {
  const { url } = await aSandbox();
  const send = (body: object, key: string) =>
    fetch(`${url}/v2/core/accounts`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_x", "idempotency-key": key, "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  const failed = await send({ dashboard: "tiny" }, "v2-1");
  const made = await send({ contact_email: "a@example.com" }, "v2-2");
  const again = await send({ contact_email: "a@example.com" }, "v2-2");

  expect(failed.status).toBe(400);
  expect(await again.json()).toEqual(await made.json());
  expect(again.headers.get("idempotent-replayed")).toBe("true");
});
