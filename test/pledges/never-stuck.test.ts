import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { campaigns, matchingPots, refunds } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { emptyOutbox } from "../../src/jobs/empty-outbox.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { openAuthentication } from "../../src/pledges/open-authentication.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { syncCheckoutSession } from "../../src/pledges/sync-checkout-session.ts";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, aPledge, CARDS, pay, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const KEEP = { goalCents: 20_000, mode: "keep_what_you_raise" } as const;
const stateOf = async (id: string) =>
  (await deps.db.select({ state: campaigns.state }).from(campaigns).where(eq(campaigns.id, id)))[0]?.state;
const draftOf = async (campaignId: string) =>
  (await deps.db.query.pledges.findMany({ where: (t) => eq(t.campaignId, campaignId) }))[0];
const booksHold = async () => expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);

async function work(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await sweepCheckouts(deps, sweep);
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}

test("M5, P4: a pledge whose checkout Stripe never opened ends when its time is up, and blocks no settlement", async () => {
  const { potId } = await aMatchingPot(deps, 10_000n);
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  await sandbox.controls.orderFault({ action: "fail_before", how: "drop", count: 2, path: "/v1/checkout/sessions" });
  await expect(aPledge(deps, campaign.id, 5_000n)).rejects.toMatchObject({ status: 503 });

  await moveClock(database, sandbox, 40 * 60);
  await work();

  expect(await draftOf(campaign.id)).toMatchObject({ state: "expired", endedReason: "checkout_expired" });
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect(pot?.reservedCents).toBe(0n);
  await moveClock(database, sandbox, 31 * DAY);
  await work();
  expect(await stateOf(campaign.id)).toBe("failed");
});

test("P4, S2: a debit that failed before anybody heard of it ends its pledge, and the settlement goes on", async () => {
  const campaign = await aCampaign(deps, "live", KEEP);
  await aFirmPledge(deps, campaign.id, 1_000n);
  const debit = await aPledge(deps, campaign.id, 5_000n);
  await pay(debit, "FR1420041010050500013M02606");
  const [intent] = (await sandbox.stripe.paymentIntents.list({ limit: 1 })).data;
  await sandbox.controls.settleDebit(intent?.id ?? "", "fails");

  await moveClock(database, sandbox, 31 * DAY);
  await work();

  expect(await thePledge(deps, debit.pledgeId)).toMatchObject({ state: "failed", endedReason: "charge_declined" });
  expect(await stateOf(campaign.id)).toBe("succeeded");
  await booksHold();
});

test("P4, P5: a payment cancelled in Stripe's dashboard between two tries fails its pledge, and the campaign is decided", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  await aFirmPledge(deps, campaign.id, 20_000n);
  const pledgeId = await aFirmPledge(deps, campaign.id, 1_000n);
  const { paymentMethodId } = await thePledge(deps, pledgeId);
  await sandbox.controls.letCardBehave(paymentMethodId ?? "", CARDS.noFunds);
  await moveClock(database, sandbox, 31 * DAY);
  await work();
  await sandbox.stripe.paymentIntents.cancel((await thePledge(deps, pledgeId)).paymentIntentId ?? "");

  await moveClock(database, sandbox, 8 * DAY);
  await work();

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "failed", lastDeclineCode: "canceled" });
  expect(await stateOf(campaign.id)).toBe("succeeded");
  await booksHold();
});

test("P4, P5: a card tried as often as its network allows fails its pledge, and the campaign is decided", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  await aFirmPledge(deps, campaign.id, 20_000n);
  const pledgeId = await aFirmPledge(deps, campaign.id, 1_000n);
  const { paymentMethodId } = await thePledge(deps, pledgeId);
  await sandbox.controls.letCardBehave(paymentMethodId ?? "", CARDS.noFunds);
  await moveClock(database, sandbox, 31 * DAY);
  await work();
  // Each change of card in between is tried at once (P8): thirteen of them, that many times without funds.
  await inTransaction(deps.db, (tx) =>
    tx.execute(sql`insert into charge_attempts (fund_id, pledge_id, attempt, state, started_at, ended_at, decline_code)
      select ${deps.fundId}, ${pledgeId}, n, 'declined', fund_now(), fund_now(), 'insufficient_funds'
      from generate_series(2, 14) n`),
  );

  for (const days of [1, 2, 5]) {
    await moveClock(database, sandbox, days * DAY + 1);
    await work();
  }

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "failed", lastDeclineCode: "insufficient_funds" });
  expect(await stateOf(campaign.id)).toBe("succeeded");
  await booksHold();
});

test("P4: a donor whose saved card is gone from Stripe is asked for another, and pays by it once", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 5_000 });
  const pledgeId = await aFirmPledge(deps, campaign.id, 5_000n);
  await sandbox.stripe.paymentMethods.detach((await thePledge(deps, pledgeId)).paymentMethodId ?? "");
  await moveClock(database, sandbox, 31 * DAY);
  await work();
  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "action_required", paymentIntentId: null });

  const input = { pledgeId, token: accessToken(deps.cipher, pledgeId) };
  const url = await openAuthentication(deps, { kind: "guest" }, input);
  await completeCheckout(url ?? "", { card: CARDS.good, name: "Solène" });
  await syncCheckoutSession(deps, sweep, (await thePledge(deps, pledgeId)).checkoutSessionId ?? "");
  await work();

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "captured" });
  expect(await stateOf(campaign.id)).toBe("succeeded");
  await booksHold();
});

test("P4, S2: a donor whose debit failed before anybody heard of it can still pay by another card, once", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 5_000 });
  const pledgeId = await aFirmPledge(deps, campaign.id, 5_000n, { card: CARDS.authenticateAlways });
  await moveClock(database, sandbox, 31 * DAY);
  await work();
  const open = () =>
    openAuthentication(deps, { kind: "guest" }, { pledgeId, token: accessToken(deps.cipher, pledgeId) });
  await completeCheckout((await open()) ?? "", { card: "FR1420041010050500013M02606", name: "Solène" });
  const [debit] = (await sandbox.stripe.paymentIntents.list({ limit: 1 })).data;
  await sandbox.controls.settleDebit(debit?.id ?? "", "fails");

  await completeCheckout((await open()) ?? "", { card: CARDS.good, name: "Solène" });
  await syncCheckoutSession(deps, sweep, (await thePledge(deps, pledgeId)).checkoutSessionId ?? "");
  await work();

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "captured", returnedCents: 0n });
  expect(await stateOf(campaign.id)).toBe("succeeded");
  await booksHold();
});

test("P4, S3: what an ended pledge left open at Stripe is closed by the sweep, also when its job was lost for good", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  const pledgeId = await aFirmPledge(deps, campaign.id, 1_000n);
  await cancelPledge(deps, { kind: "guest" }, { pledgeId, token: accessToken(deps.cipher, pledgeId) });
  await emptyOutbox(deps.db, 1_000, async () => {});

  await moveClock(database, sandbox, 20 * 60);
  await sweepCharges(deps, sweep);

  const { paymentMethodId, voidedAt } = await thePledge(deps, pledgeId);
  expect((await sandbox.stripe.paymentMethods.retrieve(paymentMethodId ?? "")).customer).toBeNull();
  expect(voidedAt).not.toBeNull();
});

test("P7, S3: a debit that succeeds after its campaign failed is found by the sweep and given back, without an event", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000, mode: "keep_what_you_raise" });
  const debit = await aPledge(deps, campaign.id, 5_000n);
  await pay(debit, "FR1420041010050500013M02606");
  const [intent] = (await sandbox.stripe.paymentIntents.list({ limit: 1 })).data;
  await moveClock(database, undefined, 31 * DAY);
  await work();
  await moveClock(database, undefined, 22 * DAY);
  await work();
  expect(await thePledge(deps, debit.pledgeId)).toMatchObject({ state: "failed", voidedAt: null });

  await sandbox.controls.settleDebit(intent?.id ?? "", "succeeds");
  await moveClock(database, undefined, 20 * 60);
  await work();

  const [refund] = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, debit.pledgeId));
  expect(refund).toMatchObject({ reason: "late_money", amountCents: 5_000n });
  expect((await thePledge(deps, debit.pledgeId)).voidedAt).not.toBeNull();
  await booksHold();
});
