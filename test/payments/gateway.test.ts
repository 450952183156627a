import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { cents } from "../../src/domain/money.ts";
import { type ChargeRequest, type CheckoutRequest, GatewayRefused } from "../../src/payments/gateway.ts";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const at = testSandbox();
const CARDS = {
  good: "4242424242424242",
  atOnce: "4000000000000077",
  declined: "4000000000000002",
  declinesLater: "4000000000000341",
  authenticate: "4000002760003184",
  lost: "4000000000009987",
} as const;
const IBAN = "AT611904300234573201";

const aCustomer = () => {
  const donorId = uuidv7();
  const idempotencyKey = `donor:${donorId}:customer`;
  return at.gateway.createCustomer({ donorId, email: "donor@example.org", name: "Solène", idempotencyKey });
};

async function aRequest(mode: CheckoutRequest["mode"], more: Partial<CheckoutRequest> = {}): Promise<CheckoutRequest> {
  const pledgeId = more.pledgeId ?? uuidv7();
  return {
    pledgeId,
    mode,
    customerId: await aCustomer(),
    amountCents: cents(4_200n),
    tipCents: cents(300n),
    campaignId: uuidv7(),
    campaignTitle: "Un bus numérique",
    language: "fr",
    returnUrl: "http://127.0.0.1:9/dons/x?cle=y",
    cancelUrl: "http://127.0.0.1:9/dons/x",
    expiresAt: new Date(Date.now() + 45 * 60_000),
    idempotencyKey: `pledge:${pledgeId}:checkout`,
    ...more,
  };
}

async function aSavedCard(card: string, more: Partial<CheckoutRequest> = {}): Promise<ChargeRequest> {
  const request = await aRequest("setup", more);
  const session = await at.gateway.openCheckout(request);
  await completeCheckout(session.url ?? "", { card });
  const setup = await at.gateway.findSetup(session.setupIntentId ?? "");
  return {
    pledgeId: request.pledgeId,
    campaignId: request.campaignId,
    attempt: 1,
    customerId: request.customerId,
    paymentMethodId: setup.paymentMethodId ?? "",
    amountCents: cents(4_500n),
    paymentIntentId: undefined,
    idempotencyKey: `pledge:${request.pledgeId}:charge:1`,
  };
}

/** What an authentication page needs to know of the pledge it is for. */

const second = (charge: ChargeRequest, paymentIntentId: string): ChargeRequest => ({
  ...charge,
  attempt: 2,
  paymentIntentId,
  idempotencyKey: `pledge:${charge.pledgeId}:charge:2`,
});

test("a donor is one customer, also under another name (M6, S1)", async () => {
  const donor = { donorId: uuidv7(), email: "donor@example.org", idempotencyKey: `donor:${uuidv7()}:customer` };

  const first = await at.gateway.createCustomer({ ...donor, name: "Solène" });
  const again = await at.gateway.createCustomer({ ...donor, name: "Solène Vaugrenard" });

  expect(again).toBe(first);
  expect(await at.stripe.customers.retrieve(first)).toMatchObject({ email: donor.email, name: "Solène Vaugrenard" });
});

test("a checkout that saves a card knows its pledge, its donor and the card's fingerprint (P1, M6)", async () => {
  const request = await aRequest("setup");

  const session = await at.gateway.openCheckout(request);
  const reached = await completeCheckout(session.url ?? "", { card: CARDS.good });
  const completed = await at.gateway.findCheckout(session.id);
  const setup = await at.gateway.findSetup(completed.setupIntentId ?? "");

  expect(reached).toBe(`${request.returnUrl}&session_id=${session.id}`);
  expect(completed).toMatchObject({ status: "complete", pledgeId: request.pledgeId, paymentIntentId: undefined });
  expect(setup).toMatchObject({ status: "succeeded", pledgeId: request.pledgeId, customerId: request.customerId });
  expect(setup.fingerprint?.kind).toBe("card");
  expect(setup.completedAt).toBeInstanceOf(Date);
});

test("the same key opens the same checkout again (S1)", async () => {
  const request = await aRequest("setup");

  const [first, again] = [await at.gateway.openCheckout(request), await at.gateway.openCheckout(request)];

  expect(again).toEqual(first);
});

test("a checkout that pays shows gift and tip apart and captures their sum (M16, S4)", async () => {
  const request = await aRequest("payment");

  const session = await at.gateway.openCheckout(request);
  const lines = await at.stripe.checkout.sessions.listLineItems(session.id);
  await completeCheckout(session.url ?? "", { card: CARDS.good });
  const { paymentIntentId = "" } = await at.gateway.findCheckout(session.id);
  const payment = await at.gateway.findPayment(paymentIntentId);

  expect(lines.data.map((line) => [line.description, line.amount_total])).toEqual([
    ["Un bus numérique", 4_200],
    ["Soutien au fonds", 300],
  ]);
  expect(payment).toMatchObject({ pledgeId: request.pledgeId, customerId: request.customerId });
  expect(payment.outcome).toMatchObject({ kind: "captured", amountCents: 4_500n, currency: "eur" });
  const { transfer_group } = await at.stripe.paymentIntents.retrieve(paymentIntentId);
  expect(transfer_group).toBe(`campaign_${request.campaignId}`);
});

test("a decline on an open checkout decides nothing: its payer may try another card", async () => {
  const session = await at.gateway.openCheckout(await aRequest("payment"));
  await expect(completeCheckout(session.url ?? "", { card: CARDS.declined })).rejects.toMatchObject({ status: 402 });
  const { paymentIntentId = "" } = await at.gateway.findCheckout(session.id);

  const declined = await at.gateway.findPayment(paymentIntentId);
  await completeCheckout(session.url ?? "", { card: CARDS.good });
  const paid = await at.gateway.findPayment(paymentIntentId);

  expect(declined.outcome).toEqual({ kind: "open" });
  expect(paid.outcome.kind).toBe("captured");
});

test("a debit given on a checkout is pending, and final when the bank refuses it later", async () => {
  const session = await at.gateway.openCheckout(await aRequest("payment"));
  await completeCheckout(session.url ?? "", { card: IBAN });
  const { paymentIntentId = "" } = await at.gateway.findCheckout(session.id);

  const sent = await at.gateway.findPayment(paymentIntentId);
  await at.controls.settleDebit(paymentIntentId, "fails");
  const refused = await at.gateway.findPayment(paymentIntentId);

  expect(sent.outcome).toEqual({ kind: "pending" });
  expect(sent.fingerprint?.kind).toBe("iban");
  expect(refused.outcome).toMatchObject({ kind: "declined", final: true });
});

test("a checkout expires once, and one that was completed meanwhile says so (M5)", async () => {
  const open = await at.gateway.openCheckout(await aRequest("setup"));
  const done = await at.gateway.openCheckout(await aRequest("setup"));
  await completeCheckout(done.url ?? "", { card: CARDS.good });

  const expired = [await at.gateway.expireCheckout(open.id), await at.gateway.expireCheckout(open.id)];
  const completed = await at.gateway.expireCheckout(done.id);

  expect(expired.map((session) => session.status)).toEqual(["expired", "expired"]);
  expect(completed.status).toBe("complete");
});

test("a saved card is charged with nobody present, and the same key charges nothing more (S1, P4)", async () => {
  const charge = await aSavedCard(CARDS.good);

  const [paid, again] = [await at.gateway.chargeOffSession(charge), await at.gateway.chargeOffSession(charge)];

  expect(paid.outcome).toMatchObject({ kind: "captured", amountCents: 4_500n });
  expect(paid.paymentMethodId).toBe(charge.paymentMethodId);
  expect(again).toEqual(paid);
});

test("a soft decline is an outcome; the next attempt confirms the same payment (P4)", async () => {
  const charge = await aSavedCard(CARDS.declinesLater);

  const declined = await at.gateway.chargeOffSession(charge);
  await at.controls.letCardBehave(charge.paymentMethodId, CARDS.good);
  const paid = await at.gateway.chargeOffSession(second(charge, declined.paymentIntentId));

  expect(declined.outcome).toEqual({ kind: "declined", declineCode: "generic_decline", final: false });
  expect(paid).toMatchObject({ paymentIntentId: declined.paymentIntentId, outcome: { kind: "captured" } });
});

test("a lost card is final (P4)", async () => {
  const charge = await aSavedCard(CARDS.good);
  await at.controls.letCardBehave(charge.paymentMethodId, CARDS.lost);

  const { outcome } = await at.gateway.chargeOffSession(charge);

  expect(outcome).toEqual({ kind: "declined", declineCode: "lost_card", final: true });
});

test("confirming a payment that went through meanwhile tells its capture, and charges nothing (S1)", async () => {
  const charge = await aSavedCard(CARDS.good);
  const paid = await at.gateway.chargeOffSession(charge);

  const again = await at.gateway.chargeOffSession(second(charge, paid.paymentIntentId));

  expect(again.outcome).toEqual(paid.outcome);
});

test("a card that is gone is refused, not declined: nothing took effect", async () => {
  const charge = await aSavedCard(CARDS.good);
  await at.gateway.forgetPaymentMethod(charge.paymentMethodId);
  await at.gateway.forgetPaymentMethod(charge.paymentMethodId);

  await expect(at.gateway.chargeOffSession(charge)).rejects.toBeInstanceOf(GatewayRefused);
});

test("a payment is cancelled once; a captured one stays captured (P8)", async () => {
  const lost = await aSavedCard(CARDS.declinesLater);
  const good = await aSavedCard(CARDS.good);
  const declined = await at.gateway.chargeOffSession(lost);
  const paid = await at.gateway.chargeOffSession(good);

  const cancelled = await at.gateway.cancelPayment(declined.paymentIntentId);
  const again = await at.gateway.cancelPayment(declined.paymentIntentId);
  const captured = await at.gateway.cancelPayment(paid.paymentIntentId);

  expect([cancelled.outcome.kind, again.outcome.kind]).toEqual(["cancelled", "cancelled"]);
  expect(captured.outcome).toEqual(paid.outcome);
});

test("a refund is made once and found by its id; what exceeds the charge is refused (F1, S1)", async () => {
  const charge = await aSavedCard(CARDS.good);
  const { outcome } = await at.gateway.chargeOffSession(charge);
  if (outcome.kind !== "captured") throw new Error("not captured");
  const refundId = uuidv7();
  const { pledgeId } = charge;
  const { chargeId } = outcome;
  const what = { refundId, attempt: 1, pledgeId, chargeId };
  const request = { ...what, amountCents: cents(4_000n), idempotencyKey: `refund:${refundId}` };

  const [made, again] = [await at.gateway.refund(request), await at.gateway.refund(request)];
  const found = await at.gateway.findRefund(made.stripeRefundId);
  const tooMuch = at.gateway.refund({ ...request, refundId: "other", idempotencyKey: `refund:${uuidv7()}` });

  expect(made).toMatchObject({ state: "succeeded", amountCents: 4_000n });
  expect(again).toEqual(made);
  expect(found).toEqual({ ...made, metadataRefundId: refundId, metadataAttempt: 1 });
  await expect(tooMuch).rejects.toBeInstanceOf(GatewayRefused);
});

test("a transfer goes once to an account that can receive it, and is refused to one that can't (D6, S1)", async () => {
  await at.controls.addFunds(100_000);
  const account = await at.stripe.v2.core.accounts.create({
    contact_email: "asso@example.org",
    identity: { country: "FR" },
    dashboard: "express",
    defaults: { responsibilities: { fees_collector: "application", losses_collector: "application" } },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  });
  const disbursementId = uuidv7();
  const request = {
    disbursementId,
    campaignId: uuidv7(),
    accountId: account.id,
    amountCents: cents(5_000n),
    idempotencyKey: `disbursement:${disbursementId}:transfer:1`,
  };

  const early = [await at.gateway.canReceiveTransfers(account.id), await at.gateway.transfer(request)];
  await at.controls.onboardAccount(account.id);
  const later = { ...request, idempotencyKey: `disbursement:${disbursementId}:transfer:2` };
  const sent = [await at.gateway.transfer(later), await at.gateway.transfer(later)];
  const tooMuch = await at.gateway.transfer({
    ...request,
    amountCents: cents(9_000_000n),
    idempotencyKey: `disbursement:${uuidv7()}:transfer:1`,
  });

  expect(early).toEqual([false, { kind: "refused", code: "capability_not_active" }]);
  expect(await at.gateway.canReceiveTransfers(account.id)).toBe(true);
  expect(await at.gateway.canReceiveTransfers("acct_unknown")).toBe(false);
  expect(sent[0]).toMatchObject({ kind: "sent", amountCents: 5_000n });
  expect(sent[1]).toEqual(sent[0]);
  expect(tooMuch).toEqual({ kind: "refused", code: "balance_insufficient" });
});

test("the statement, the balance and the payouts are read to their end (R1)", async () => {
  const before = await at.gateway.findBalance();
  for (let made = 0; made < 130; made += 1) await at.controls.addFunds(1_000 + made);
  const charge = await aSavedCard(CARDS.atOnce);
  const { outcome } = await at.gateway.chargeOffSession(charge);
  await at.controls.idle();
  const payout = await at.controls.runPayout();
  await at.controls.payPayout(payout?.id ?? "");

  const movements = [];
  for await (const movement of at.gateway.listBalanceTransactions(new Date(0))) movements.push(movement);
  const items = [];
  for await (const item of at.gateway.listPayoutTransactions(payout?.id ?? "")) items.push(item);
  const found = await at.gateway.findPayout(payout?.id ?? "");
  const ofCharge = await at.gateway.findCharge(outcome.kind === "captured" ? outcome.chargeId : "");
  const after = await at.gateway.findBalance();

  expect(new Set(movements.map((movement) => movement.id)).size).toBe(movements.length);
  expect(movements.filter((movement) => movement.reportingCategory === "topup").length).toBeGreaterThanOrEqual(130);
  expect(ofCharge.balanceTransaction).toMatchObject({ amountCents: 4_500n, feeCents: 93n, netCents: 4_407n });
  expect(found).toMatchObject({ state: "paid", itemised: true });
  const own = items.filter((item) => item.sourceId !== found.id).reduce((sum, item) => sum + item.netCents, 0n);
  expect(own).toBe(found.amountCents);
  const net = movements.reduce((sum, movement) => sum + movement.netCents, 0n);
  expect(after.availableCents + after.pendingCents).toBe(net);
  expect(before).toBeDefined();
});

test("events are listed with the object they are about (S3)", async () => {
  const charge = await aSavedCard(CARDS.good);
  const { paymentIntentId } = await at.gateway.chargeOffSession(charge);

  const events = [];
  for await (const event of at.gateway.listEvents(new Date(Date.now() - 60_000))) events.push(event);

  expect(events).toContainEqual(
    expect.objectContaining({
      type: "payment_intent.succeeded",
      objectKind: "payment_intent",
      objectId: paymentIntentId,
      apiVersion: "2026-10-28.endive",
    }),
  );
});
