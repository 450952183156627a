import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { aSandbox, aSavedDebit, errorOf, successUrl } from "./support.ts";

describe("SEPA debits (c)", () => {
  test.for([
    ["AT611904300234573201", "succeeds", "succeeded"],
    ["AT611904300234573201", "fails", "requires_payment_method"],
  ] as const)("%s: a control says it %s", async ([iban, outcome, status]) => {
    const { stripe, controls } = await aSandbox();
    const { customer, method } = await aSavedDebit(stripe, iban);

    const sent = await stripe.paymentIntents.create({
      amount: 3_000,
      currency: "eur",
      customer,
      payment_method: method,
      off_session: true,
      confirm: true,
    });
    await controls.settleDebit(sent.id, outcome);
    const after = await stripe.paymentIntents.retrieve(sent.id, { expand: ["latest_charge"] });

    expect(sent).toMatchObject({ status: "processing", latest_charge: expect.stringMatching(/^py_/) });
    expect(after.status).toBe(status);
  });

  test("settles by itself after some days, as a payment of 35 cents' fee", async () => {
    const { stripe, controls } = await aSandbox();
    const { customer, method, mandate } = await aSavedDebit(stripe, "AT611904300234573201");
    const sent = await stripe.paymentIntents.create({
      amount: 3_000,
      currency: "eur",
      customer,
      payment_method: method,
      off_session: true,
      confirm: true,
    });

    await controls.advanceClock(5 * 86_400 + 1);
    await controls.idle();
    const charge = await stripe.charges.retrieve(String(sent.latest_charge), { expand: ["balance_transaction"] });

    expect(charge.payment_method_details?.sepa_debit?.mandate).toBe(mandate);
    expect(charge.balance_transaction).toMatchObject({ type: "payment", fee: 35, net: 2_965 });
    expect((await stripe.mandates.retrieve(mandate)).status).toBe("active");
  });

  test("a refund of one is pending first, then succeeds", async () => {
    const { stripe, controls } = await aSandbox();
    const { customer, method } = await aSavedDebit(stripe, "AT611904300234573201");
    const paid = await stripe.paymentIntents.create({
      amount: 3_000,
      currency: "eur",
      customer,
      payment_method: method,
      off_session: true,
      confirm: true,
    });
    await controls.settleDebit(paid.id, "succeeds");
    await controls.idle();

    const refund = await stripe.refunds.create({ payment_intent: paid.id });
    await controls.idle();
    const later = await stripe.refunds.retrieve(refund.id, { expand: ["balance_transaction"] });

    expect(refund).toMatchObject({
      id: expect.stringMatching(/^pyr_/),
      status: "pending",
      pending_reason: "processing",
    });
    expect(later).toMatchObject({
      status: "succeeded",
      balance_transaction: { type: "payment_refund", amount: -3_000 },
    });
  });

  test("needs a mandate, a name and an e-mail address", async () => {
    const { stripe } = await aSandbox();
    const data = { type: "sepa_debit", sepa_debit: { iban: "AT611904300234573201" } } as const;
    const base = { amount: 500, currency: "eur", confirm: true, return_url: successUrl };

    const nameless = await errorOf(stripe.paymentIntents.create({ ...base, payment_method_data: data }));
    const unmandated = await errorOf(
      stripe.paymentIntents.create({
        ...base,
        payment_method_data: { ...data, billing_details: { name: "B", email: "b@example.com" } },
      }),
    );

    expect(nameless.param).toBe("billing_details[name]");
    expect(unmandated.param).toBe("mandate_data");
  });
});

describe("bank transfers (g)", () => {
  async function aWaitingIntent(stripe: Stripe, customer: string, amount: number) {
    return stripe.paymentIntents.create({
      amount,
      currency: "eur",
      customer,
      confirm: true,
      payment_method_data: { type: "customer_balance" },
      payment_method_options: {
        customer_balance: {
          funding_type: "bank_transfer",
          bank_transfer: { type: "eu_bank_transfer", eu_bank_transfer: { country: "FR" } },
        },
      },
    });
  }

  test("too little, then too much: partly funded, then paid, the rest stays as cash", async () => {
    const { stripe, controls } = await aSandbox();
    const customer = await stripe.customers.create({ name: "Conseil départemental" });
    const intent = await aWaitingIntent(stripe, customer.id, 10_000);
    const fund = (amount: number) =>
      stripe.testHelpers.customers.fundCashBalance(customer.id, { amount, currency: "eur" });

    await fund(4_000);
    const partly = await stripe.paymentIntents.retrieve(intent.id);
    await fund(7_000);
    await controls.idle();
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ["latest_charge.balance_transaction"] });
    const cash = await stripe.customers.retrieveCashBalance(customer.id);
    const movements = await stripe.customers.listCashBalanceTransactions(customer.id);

    expect(intent.next_action?.display_bank_transfer_instructions).toMatchObject({
      amount_remaining: 10_000,
      type: "eu_bank_transfer",
    });
    expect(partly).toMatchObject({
      status: "requires_action",
      next_action: { display_bank_transfer_instructions: { amount_remaining: 6_000 } },
    });
    expect(paid).toMatchObject({
      status: "succeeded",
      latest_charge: { balance_transaction: { type: "payment", fee: 50 } },
    });
    expect(cash.available).toEqual({ eur: 1_000 });
    expect(movements.data.map((each) => [each.type, each.net_amount])).toEqual([
      ["applied_to_payment", -6_000],
      ["funded", 7_000],
      ["applied_to_payment", -4_000],
      ["funded", 4_000],
    ]);
  });

  test("the standing IBAN is a valid one and stays the same", async () => {
    const { stripe } = await aSandbox();
    const customer = await stripe.customers.create();
    const ask = () =>
      stripe.customers.createFundingInstructions(customer.id, {
        currency: "eur",
        funding_type: "bank_transfer",
        bank_transfer: { type: "eu_bank_transfer", eu_bank_transfer: { country: "FR" } },
      });

    const iban = (await ask()).bank_transfer.financial_addresses[0]?.iban?.iban ?? "";
    const again = (await ask()).bank_transfer.financial_addresses[0]?.iban?.iban;

    expect(again).toBe(iban);
    expect(BigInt(`${iban.slice(4)}1527${iban.slice(2, 4)}`) % 97n).toBe(1n);
  });

  test("by hand: cash waits until it is applied, and can be sent back", async () => {
    const { stripe, controls } = await aSandbox();
    const customer = await stripe.customers.create();
    await stripe.customers.updateCashBalance(customer.id, { settings: { reconciliation_mode: "manual" } });
    const intent = await aWaitingIntent(stripe, customer.id, 1_000);
    await stripe.testHelpers.customers.fundCashBalance(customer.id, { amount: 1_500, currency: "eur" });

    const waiting = await stripe.paymentIntents.retrieve(intent.id);
    const applied = await stripe.paymentIntents.applyCustomerBalance(intent.id);
    const returned = await stripe.refunds.create({
      customer: customer.id,
      origin: "customer_balance",
      amount: 500,
      currency: "eur",
    });
    const tooMuch = await errorOf(
      stripe.refunds.create({ customer: customer.id, origin: "customer_balance", amount: 1, currency: "eur" }),
    );
    await controls.idle();

    expect([waiting.status, applied.status]).toEqual(["requires_action", "succeeded"]);
    expect((await stripe.refunds.retrieve(returned.id)).status).toBe("succeeded");
    expect(tooMuch.code).toBe("balance_insufficient");
  });

  test("the page with the account's number can pretend the transfer", async () => {
    const { stripe } = await aSandbox();
    const customer = await stripe.customers.create();
    const intent = await aWaitingIntent(stripe, customer.id, 1_000);
    const instructions = intent.next_action?.display_bank_transfer_instructions;
    const page = instructions?.hosted_instructions_url ?? "";

    const shown = await (await fetch(page)).text();
    await fetch(page, { method: "POST", redirect: "manual", body: new URLSearchParams({ amount: "1000" }) });

    expect(shown).toContain(String(instructions?.reference));
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("succeeded");
  });

  test("a cancelled intent gives its cash back", async () => {
    const { stripe } = await aSandbox();
    const customer = await stripe.customers.create();
    const intent = await aWaitingIntent(stripe, customer.id, 1_000);
    await stripe.testHelpers.customers.fundCashBalance(customer.id, { amount: 300, currency: "eur" });

    await stripe.paymentIntents.cancel(intent.id);

    expect((await stripe.customers.retrieveCashBalance(customer.id)).available).toEqual({ eur: 300 });
  });
});
