import { describe, expect, test } from "vitest";
import { aSandbox, aSavedCard, errorOf, successUrl } from "./support.ts";

describe("saved cards off session (a)", () => {
  test.for([
    ["pm_card_visa", "succeeded", null],
    ["pm_card_authenticationRequiredOnSetup", "succeeded", null],
    ["pm_card_authenticationRequiredSetupForOffSession", "succeeded", null],
    ["pm_card_threeDSecure2Required", "succeeded", null],
    ["pm_card_authenticationRequired", "requires_payment_method", "authentication_required"],
    ["pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "requires_payment_method", "card_declined"],
  ] as const)("%s ends %s", async ([card, status, code]) => {
    const { stripe, controls } = await aSandbox();
    const customer = await stripe.customers.create();
    const asked = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: card,
      confirm: true,
      return_url: successUrl,
    });
    const setup = asked.status === "requires_action" ? await controls.authenticateSetUp(asked.id, "succeed") : asked;

    await stripe.paymentIntents
      .create({
        amount: 500,
        currency: "eur",
        customer: customer.id,
        payment_method: String(setup.payment_method),
        off_session: true,
        confirm: true,
      })
      .catch(() => undefined);
    const [intent] = (await stripe.paymentIntents.list({ customer: customer.id })).data;

    expect(setup.status).toBe("succeeded");
    expect(intent?.status).toBe(status);
    expect(intent?.last_payment_error?.code ?? null).toBe(code);
  });

  test("a soft decline is tried again by confirming the same intent: charged once in the end (P4)", async () => {
    const { stripe, controls } = await aSandbox();
    const { customer, method } = await aSavedCard(stripe, "pm_card_chargeCustomerFail");
    const error = await errorOf(
      stripe.paymentIntents.create(
        { amount: 500, currency: "eur", customer, payment_method: method, off_session: true, confirm: true },
        { idempotencyKey: "pledge:2:charge:1" },
      ),
    );
    const intent = error.payment_intent?.id ?? "";
    await controls.letCardBehave(method, "4242424242424242");

    const paid = await stripe.paymentIntents.confirm(
      intent,
      { payment_method: method, off_session: true },
      { idempotencyKey: "pledge:2:charge:2" },
    );
    const { data } = await stripe.charges.list({ payment_intent: intent });

    expect(paid.status).toBe("succeeded");
    expect(data.map((charge) => charge.status)).toEqual(["succeeded", "failed"]);
  });

  test("another customer's card, or a detached one, is refused (P11)", async () => {
    const { stripe } = await aSandbox();
    const { customer, method } = await aSavedCard(stripe, "pm_card_visa");
    const stranger = await stripe.customers.create();
    const charge = (who: string) =>
      errorOf(
        stripe.paymentIntents.create({
          amount: 500,
          currency: "eur",
          customer: who,
          payment_method: method,
          off_session: true,
          confirm: true,
        }),
      );

    const foreign = await charge(stranger.id);
    await stripe.paymentMethods.detach(method);
    const detached = await charge(customer);

    expect(foreign.message).toContain("must be attached to the customer");
    expect(detached.message).toContain("It may not be used again");
  });

  test("an authorised amount can be captured in part or cancelled", async () => {
    const { stripe, controls } = await aSandbox();
    const authorise = () =>
      stripe.paymentIntents.create({
        amount: 1_000,
        currency: "eur",
        payment_method: "pm_card_visa",
        capture_method: "manual",
        confirm: true,
        return_url: successUrl,
      });

    const first = await authorise();
    const captured = await stripe.paymentIntents.capture(first.id, { amount_to_capture: 800 });
    const canceled = await stripe.paymentIntents.cancel((await authorise()).id);
    await controls.idle();

    expect(first).toMatchObject({ status: "requires_capture", amount_capturable: 1_000 });
    expect(captured).toMatchObject({ status: "succeeded", amount_received: 800 });
    expect(canceled).toMatchObject({ status: "canceled", amount_capturable: 0 });
    expect((await stripe.balanceTransactions.list()).data).toMatchObject([{ amount: 800 }]);
  });
});

test("asking for an error where an action would be needed makes it a decline", async () => {
  const { stripe } = await aSandbox();

  const error = await errorOf(
    stripe.paymentIntents.create({
      amount: 500,
      currency: "eur",
      payment_method: "pm_card_authenticationRequired",
      confirm: true,
      error_on_requires_action: true,
      return_url: successUrl,
    }),
  );

  expect(error).toMatchObject({ statusCode: 402, code: "authentication_required" });
});

test("deleting a customer detaches their cards for good", async () => {
  const { stripe } = await aSandbox();
  const { customer, method } = await aSavedCard(stripe, "pm_card_visa");
  const other = await stripe.customers.create();

  await stripe.customers.del(customer);
  const error = await errorOf(stripe.paymentMethods.attach(method, { customer: other.id }));

  expect((await stripe.paymentMethods.retrieve(method)).customer).toBeNull();
  expect(error.message).toContain("It may not be used again");
});

test("a cancelled intent can't be paid any more, not even by its payer's bank page (P8)", async () => {
  const { stripe, controls } = await aSandbox();
  const error = await errorOf(
    stripe.paymentIntents.create({
      amount: 500,
      currency: "eur",
      payment_method: "pm_card_authenticationRequired",
      confirm: true,
      off_session: true,
    }),
  );
  const id = error.payment_intent?.id ?? "";
  await stripe.paymentIntents.cancel(id);

  await controls.authenticate(id, "succeed");
  const after = await stripe.paymentIntents.retrieve(id);

  expect(after.status).toBe("canceled");
  expect(
    await errorOf(stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa", off_session: true })),
  ).toMatchObject({
    code: "payment_intent_unexpected_state",
  });
});
