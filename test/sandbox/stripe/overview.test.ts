import { expect, test } from "vitest";
import { aPayment, aSandbox } from "./support.ts";

test("a person sees the last payments and uses the controls without scripts", async () => {
  const { stripe, controls, url } = await aSandbox();
  const paid = await aPayment(stripe, 1_000);
  await controls.idle();

  const page = await (await fetch(url)).text();
  const answer = await fetch(`${url}/_sandbox/clock`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ advanceSeconds: "172800" }),
  });

  expect(page).toContain(paid.id);
  expect(page).toContain('action="/_sandbox/clock"');
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
  expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(960);
});

test("a person plays the partner: a transfer to a standing IBAN arrives as the customer's cash, with its events", async () => {
  const { stripe, controls, url } = await aSandbox();
  const customer = await stripe.customers.create({ description: "pot of a partner" });
  const { bank_transfer } = await stripe.customers.createFundingInstructions(customer.id, {
    currency: "eur",
    funding_type: "bank_transfer",
    bank_transfer: { type: "eu_bank_transfer", eu_bank_transfer: { country: "FR" } },
  });

  const page = await (await fetch(url)).text();
  const action = `/_sandbox/customers/${customer.id}/transfer`;
  const answer = await fetch(`${url}${action}`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ amount: "250000" }),
  });
  await controls.receiveTransfer(customer.id, 100, "RF18");

  expect(page).toContain(bank_transfer.financial_addresses[0]?.iban?.iban);
  expect(page).toContain(`action="${action}"`);
  expect(answer.status).toBe(303);
  expect((await stripe.customers.retrieveCashBalance(customer.id)).available).toEqual({ eur: 250_100 });
  const types = (await controls.events()).map((event) => event.type);
  expect(types.filter((type) => type === "customer_cash_balance_transaction.created")).toHaveLength(2);
  expect(types).toContain("cash_balance.funds_available");
});

test.for([
  ["POST", "/_sandbox/clock", { advanceSeconds: -1 }, 400],
  ["POST", "/_sandbox/payment_intents/pi_x/settle", {}, 404],
  ["POST", "/_sandbox/webhooks/rules", { action: "eat" }, 400],
  ["GET", "/_sandbox/nothing", undefined, 404],
] as const)("%s %s with a wrong value says so", async ([method, path, body, status]) => {
  const { url } = await aSandbox();

  const answer = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });

  expect(answer.status).toBe(status);
  expect(await answer.json()).toHaveProperty("error.message");
});
