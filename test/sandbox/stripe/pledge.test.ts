import { expect, test } from "vitest";
import { completeCheckout } from "../../../src/sandbox/stripe/client.ts";
import { aPaymentSession, aSandbox, aSetupSession, errorOf } from "./support.ts";

test("a donor saves a card on the hosted page and is charged off session later, with fee and net a moment after (P1, S1)", async () => {
  const { stripe, controls } = await aSandbox();
  const customer = await stripe.customers.create({ email: "a@example.com", metadata: { donor: "d1" } });
  const { session, url } = await aSetupSession(stripe, customer.id);

  const landed = await completeCheckout(url, { card: "4242424242424242" });
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent.payment_method"] });
  const setup = done.setup_intent;
  if (setup === null || typeof setup === "string" || typeof setup.payment_method === "string")
    throw new Error("not expanded");
  const paid = await stripe.paymentIntents.create(
    {
      amount: 10_001,
      currency: "eur",
      customer: customer.id,
      payment_method: setup.payment_method?.id ?? "",
      off_session: true,
      confirm: true,
      transfer_group: "campaign_1",
      metadata: { pledge_id: "p1" },
    },
    { idempotencyKey: "pledge:p1:charge:1" },
  );
  await controls.idle();
  const charge = await stripe.charges.retrieve(String(paid.latest_charge), { expand: ["balance_transaction"] });

  expect(landed).toBe(`http://127.0.0.1:9/merci?session=${session.id}`);
  expect(done).toMatchObject({ status: "complete", payment_status: "no_payment_required", url: null });
  expect(setup).toMatchObject({ status: "succeeded", metadata: { pledge_id: "p1" }, customer: customer.id });
  expect(paid).toMatchObject({ status: "succeeded", amount_received: 10_001, last_payment_error: null });
  expect(charge.balance_transaction).toMatchObject({
    amount: 10_001,
    fee: 175,
    net: 9_826,
    type: "charge",
    status: "pending",
  });
});

test("a donor pays at once on the hosted page; the session says paid and lists what was bought (P1)", async () => {
  const { stripe, controls } = await aSandbox();
  const { session, url } = await aPaymentSession(stripe, 2_500, {
    payment_intent_data: { transfer_group: "campaign_2", metadata: { pledge_id: "p2" } },
    client_reference_id: "p2",
  });

  await completeCheckout(url, { card: "4242 4242 4242 4242", email: "b@example.com", name: "Bo" });
  await controls.idle();
  const done = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ["line_items", "payment_intent.latest_charge.balance_transaction"],
  });

  expect(done).toMatchObject({
    status: "complete",
    payment_status: "paid",
    client_reference_id: "p2",
    customer_details: { email: "b@example.com", name: "Bo" },
    line_items: { data: [{ description: "Don", amount_total: 2_500 }] },
    payment_intent: {
      status: "succeeded",
      transfer_group: "campaign_2",
      latest_charge: { amount: 2_500, balance_transaction: { net: 2_437 } },
    },
  });
  const types = (await controls.events()).map((event) => event.type);
  expect(types).toEqual([
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "charge.updated",
  ]);
});

test("needing authentication off session is a decline that names the intent, and on-session authentication pays it (P4)", async () => {
  const { stripe, controls } = await aSandbox();
  const customer = await stripe.customers.create();
  const { url } = await aSetupSession(stripe, customer.id);
  await completeCheckout(url, { card: "4000002760003184" });
  const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data;

  const error = await errorOf(
    stripe.paymentIntents.create({
      amount: 5_000,
      currency: "eur",
      customer: customer.id,
      payment_method: method?.id ?? "",
      off_session: true,
      confirm: true,
    }),
  );
  const intent = error.payment_intent?.id ?? "";
  const paid = await controls.authenticate(intent, "succeed");

  expect(error).toMatchObject({
    type: "StripeCardError",
    statusCode: 402,
    code: "authentication_required",
    decline_code: "authentication_required",
    message: "Your card was declined. This transaction requires authentication.",
    payment_intent: { status: "requires_payment_method" },
  });
  expect(paid).toMatchObject({ id: intent, status: "succeeded" });
});
