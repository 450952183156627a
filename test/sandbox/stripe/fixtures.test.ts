import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { aPayment, aPaymentSession, aSandbox, aSavedCard, successUrl } from "./support.ts";

const samples = new URL("../../../../shared/data/stripe-fixtures.json", import.meta.url);
const present = existsSync(samples);
if (!present) process.stdout.write("skipped: Stripe's sample objects aren't beside the project (../shared/data)\n");

/** Sent only when expanded, since a version older than the pinned one. */
const unlessExpanded: Readonly<Record<string, readonly string[]>> = { charge: ["refunds"] };

test.runIf(present)("no object lacks a field that Stripe's own sample of it has", async () => {
  const { stripe, controls } = await aSandbox();
  const { customer, method, intent } = await aSavedCard(stripe, "pm_card_visa");
  const disputed = await aPayment(stripe, 5_000, "pm_card_createDispute");
  const paid = await aPayment(stripe, 5_000);
  const account = await stripe.accounts.create({ capabilities: { transfers: { requested: true } } });
  await controls.onboardAccount(account.id);
  await controls.addFunds(10_000);
  await controls.idle();
  const transfer = await stripe.transfers.create({ amount: 100, currency: "eur", destination: account.id });
  const { session } = await aPaymentSession(stripe);

  const ours: Readonly<Record<string, object>> = {
    account: await stripe.accounts.retrieve(account.id),
    account_link: await stripe.accountLinks.create({
      account: account.id,
      type: "account_onboarding",
      refresh_url: successUrl,
      return_url: successUrl,
    }),
    balance: await stripe.balance.retrieve(),
    balance_transaction: (await stripe.balanceTransactions.list({ limit: 1 })).data[0] ?? {},
    cash_balance: await stripe.customers.retrieveCashBalance(customer),
    charge: await stripe.charges.retrieve(String(paid.latest_charge)),
    "checkout.session": session,
    customer: Object(await stripe.customers.retrieve(customer)),
    dispute: (await stripe.disputes.list({ payment_intent: disputed.id })).data[0] ?? {},
    event: (await stripe.events.list({ limit: 1 })).data[0] ?? {},
    item: (await stripe.checkout.sessions.listLineItems(session.id)).data[0] ?? {},
    payment_intent: paid,
    payment_method: await stripe.paymentMethods.retrieve(method),
    payout: await stripe.payouts.create({ amount: 100, currency: "eur" }),
    refund: await stripe.refunds.create({ payment_intent: paid.id, amount: 100 }),
    setup_attempt: (await stripe.setupAttempts.list({ setup_intent: intent.id })).data[0] ?? {},
    setup_intent: intent,
    transfer,
    transfer_reversal: await stripe.transfers.createReversal(transfer.id, { amount: 10 }),
    webhook_endpoint: await stripe.webhookEndpoints.create({ url: successUrl, enabled_events: ["*"] }),
  };
  const { resources } = JSON.parse(readFileSync(samples, "utf8")) as { resources: Record<string, object> };
  const lacking = Object.entries(ours).flatMap(([kind, object]) =>
    Object.keys(resources[kind] ?? {})
      .filter((field) => !(field in object) && !unlessExpanded[kind]?.includes(field))
      .map((field) => `${kind}.${field}`),
  );

  expect(lacking).toEqual([]);
});
