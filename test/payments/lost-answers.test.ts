import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { v7 as uuidv7 } from "uuid";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { cents } from "../../src/domain/money.ts";
import { type ChargeRequest, GatewayUnavailable, type PaymentGateway } from "../../src/payments/gateway.ts";
import { testGateway, testSandbox } from "../support/stripe-sandbox.ts";

const at = testSandbox();
afterEach(() => at.controls.clearFaults());

async function aSavedCard(card = "pm_card_visa"): Promise<ChargeRequest> {
  const pledgeId = uuidv7();
  const customer = await at.stripe.customers.create({ email: "donor@example.org" });
  const setup = await at.stripe.setupIntents.create({
    customer: customer.id,
    payment_method: card,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  return {
    pledgeId,
    campaignId: uuidv7(),
    attempt: 1,
    customerId: customer.id,
    paymentMethodId: String(setup.payment_method),
    amountCents: cents(2_500n),
    paymentIntentId: undefined,
    idempotencyKey: `pledge:${pledgeId}:charge:1`,
  };
}

const paymentsOf = async (customer: string) => (await at.stripe.paymentIntents.list({ customer })).data;

test.each([
  ["the connection drops before it acts", { action: "fail_before", how: "drop", count: 2 }],
  ["the connection drops after it acted", { action: "fail_after", how: "drop", count: 2 }],
  ["it fails before it acts", { action: "fail_before", how: "error" }],
  ["it acts, answers 500 and will replay it", { action: "fail_after", how: "error", replays: "failure" }],
  ["it acts, answers 500 and will replay the result", { action: "fail_after", how: "error", replays: "result" }],
  ["it limits the rate", { action: "rate_limit" }],
] as const)(
  "when Stripe's answer to a charge is lost because %s, the same key ends in one charge (S1)",
  async (_, fault) => {
    const charge = await aSavedCard();
    await at.controls.orderFault({ ...fault, method: "POST", path: "/v1/payment_intents" });

    const first = await at.gateway.chargeOffSession(charge).catch((error: unknown) => error);
    const again = await at.gateway.chargeOffSession(charge);

    if (first instanceof Error) expect(first).toBeInstanceOf(GatewayUnavailable);
    expect(again.outcome).toMatchObject({ kind: "captured", amountCents: 2_500n });
    expect(await paymentsOf(charge.customerId)).toHaveLength(1);
  },
);

test("a charge that timed out after it acted is found again under its key (S1)", async () => {
  const charge = await aSavedCard();
  const hasty = testGateway(at.sandbox.url, { timeoutMs: 100 });
  await at.controls.orderFault({ action: "slow", delayMs: 400, method: "POST", path: "/v1/payment_intents" });

  await expect(hasty.chargeOffSession(charge)).rejects.toBeInstanceOf(GatewayUnavailable);
  await expect
    .poll(async () => (await at.gateway.chargeOffSession(charge).catch(() => undefined))?.outcome.kind)
    .toBe("captured");

  expect(await paymentsOf(charge.customerId)).toHaveLength(1);
});

test("a charge sent by a run that died long ago is found although Stripe forgot its key (S1)", async () => {
  const charge = await aSavedCard();
  const paid = await at.gateway.chargeOffSession(charge);

  const resumed = await at.gateway.chargeOffSession({ ...charge, idempotencyKey: uuidv7(), sentBefore: true });

  expect(resumed).toEqual(paid);
  expect(await paymentsOf(charge.customerId)).toHaveLength(1);
});

test("a decline whose answer was lost is found as a decline, not charged again (S1, P4)", async () => {
  const charge = await aSavedCard("pm_card_chargeCustomerFail");
  await at.controls.orderFault({ action: "fail_after", method: "POST", path: "/v1/payment_intents" });

  const first = await at.gateway.chargeOffSession(charge).catch((error: unknown) => error);
  const again = await at.gateway.chargeOffSession(charge);

  if (first instanceof Error) expect(first).toBeInstanceOf(GatewayUnavailable);
  expect(again.outcome).toMatchObject({ kind: "declined", declineCode: "generic_decline" });
  expect(await paymentsOf(charge.customerId)).toHaveLength(1);
});

test("a refund whose answer was lost is made once, by key or by our own id (S1, F1)", async () => {
  const charge = await aSavedCard();
  const { outcome } = await at.gateway.chargeOffSession(charge);
  if (outcome.kind !== "captured") throw new Error("not captured");
  const refundId = uuidv7();
  const { pledgeId } = charge;
  const request = { refundId, attempt: 1, pledgeId, chargeId: outcome.chargeId, amountCents: cents(1_000n) };
  await at.controls.orderFault({ action: "fail_after", method: "POST", path: "/v1/refunds" });

  const found = await at.gateway.refund({ ...request, idempotencyKey: `refund:${refundId}` });
  const resumed = await at.gateway.refund({ ...request, idempotencyKey: uuidv7(), sentBefore: true });

  expect(resumed).toEqual(found);
  expect((await at.stripe.refunds.list({ charge: outcome.chargeId })).data).toHaveLength(1);
});

test("a transfer whose answer was lost is made once, by key or by our own id (S1, D6)", async () => {
  await at.controls.addFunds(10_000);
  const account = await at.stripe.accounts.create({ capabilities: { transfers: { requested: true } } });
  await at.controls.onboardAccount(account.id);
  const disbursementId = uuidv7();
  const request = { disbursementId, campaignId: uuidv7(), accountId: account.id, amountCents: cents(1_000n) };
  await at.controls.orderFault({ action: "fail_after", method: "POST", path: "/v1/transfers" });

  const found = await at.gateway.transfer({ ...request, idempotencyKey: `disbursement:${disbursementId}:transfer` });
  const resumed = await at.gateway.transfer({ ...request, idempotencyKey: uuidv7(), sentBefore: true });

  expect(found).toMatchObject({ kind: "sent", amountCents: 1_000n });
  expect(resumed).toEqual(found);
  expect((await at.stripe.transfers.list({ destination: account.id })).data).toHaveLength(1);
});

test.each([
  [404, '{"message":"nope"}'],
  [502, "<html>Bad gateway</html>"],
  [200, '{"object":"list","data":[]}'],
  [200, "{"],
])("an answer %i that is not the object asked for is an unknown outcome, never a success", async (status, body) => {
  const gateway = await gatewayTo(status, body);

  await expect(gateway.findPayment("pi_1")).rejects.toBeInstanceOf(GatewayUnavailable);
  await expect(gateway.expireCheckout("cs_1")).rejects.toBeInstanceOf(GatewayUnavailable);
});

async function gatewayTo(status: number, body: string): Promise<PaymentGateway> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return testGateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
