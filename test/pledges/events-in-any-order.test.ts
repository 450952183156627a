import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { matches, matchingPots, stripeEvents } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import type { GatewayEvent } from "../../src/payments/gateway.ts";
import { storeEvents } from "../../src/payments/receive-webhook.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aPledge, pay, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const SETUP = ["setup_intent.succeeded", "checkout.session.completed"] as const;
const PAYMENT = ["checkout.session.completed", "payment_intent.succeeded", "charge.updated"] as const;
const GIFT = 5_000n;
/** The sandbox takes 1.5 % and 25 cents of a card payment. */
const FEE = 100n;

/** Stripe's own events of one paid checkout, by type; nothing was delivered. */
async function paidCheckout(mode: "all_or_nothing" | "keep_what_you_raise") {
  const { potId } = await aMatchingPot(deps, 100_000n);
  const campaign = await aCampaign(deps, "live", { mode });
  const since = new Date((await sandbox.controls.now()) * 1_000 - 1_000);
  const pledge = await aPledge(deps, campaign.id, GIFT);
  await pay(pledge);
  await sandbox.controls.idle();
  const events = new Map<string, GatewayEvent>();
  const { checkoutSessionId } = await thePledge(deps, pledge.pledgeId);
  const session = await sandbox.gateway.findCheckout(checkoutSessionId ?? "");
  const payment =
    session.paymentIntentId === undefined
      ? undefined
      : await sandbox.stripe.paymentIntents.retrieve(session.paymentIntentId);
  const own = new Set([session.id, session.setupIntentId, session.paymentIntentId, payment?.latest_charge]);
  for await (const event of sandbox.gateway.listEvents(since))
    if (own.has(event.objectId)) events.set(event.type, event);
  return { pledgeId: pledge.pledgeId, potId, events };
}

/** Each event reaches the inbox, and its job runs, before the next one comes. */
async function deliver(events: readonly (GatewayEvent | undefined)[]): Promise<void> {
  for (const event of events) {
    if (event === undefined) throw new Error("the sandbox did not emit this event");
    await inTransaction(deps.db, (tx) => storeEvents(tx, deps.fundId, [event]));
    await runJobs(deps);
  }
}

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

/** The reconciliation reads Stripe's statement itself, so that the fee is booked whatever was delivered (R1). */
async function expectSameBooks(pledgeId: string, potId: string, state: "authorised" | "captured") {
  const captured = state === "captured";
  await reconcileStripe(deps, worker("reconcile"));

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state });
  const stored = await deps.db.select().from(matches).where(eq(matches.pledgeId, pledgeId));
  expect(stored.map((m) => m.state)).toEqual([captured ? "committed" : "reserved"]);
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect([pot?.reservedCents, pot?.committedCents]).toEqual(captured ? [0n, GIFT] : [GIFT, 0n]);
  const balances = await listBalances(deps.db, deps.fundId);
  expect(balances.find((b) => b.account === "stripe")?.balanceCents ?? 0n).toBe(captured ? GIFT - FEE : 0n);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
}

test.each(permutations(SETUP))("S2: %s then %s, each twice, make the pledge firm once", async (...order) => {
  const { pledgeId, potId, events } = await paidCheckout("all_or_nothing");

  await deliver(order.flatMap((type) => [events.get(type), events.get(type)]));

  await expectSameBooks(pledgeId, potId, "authorised");
});

test.each(SETUP)("S2: %s alone is enough to make the pledge firm", async (type) => {
  const { pledgeId, potId, events } = await paidCheckout("all_or_nothing");

  await deliver([events.get(type)]);

  await expectSameBooks(pledgeId, potId, "authorised");
});

test.each(permutations(PAYMENT))("S2: %s, %s, %s, each twice, capture the gift once", async (...order) => {
  const { pledgeId, potId, events } = await paidCheckout("keep_what_you_raise");

  await deliver(order.flatMap((type) => [events.get(type), events.get(type)]));

  await expectSameBooks(pledgeId, potId, "captured");
});

test.each(PAYMENT)("S2: %s alone is enough to capture the gift", async (type) => {
  const { pledgeId, potId, events } = await paidCheckout("keep_what_you_raise");

  await deliver([events.get(type)]);

  await expectSameBooks(pledgeId, potId, "captured");
});

test.each([
  ["all_or_nothing", "authorised"],
  ["keep_what_you_raise", "captured"],
] as const)("S3: with every webhook missing the sweep brings a %s pledge to the same books", async (mode, state) => {
  const { pledgeId, potId } = await paidCheckout(mode);

  await sweepStripe(deps, worker("sweep"));
  await runJobs(deps);
  await sweepCheckouts(deps, worker("sweep"));

  await expectSameBooks(pledgeId, potId, state);
  const unapplied = (await deps.db.select().from(stripeEvents).where(eq(stripeEvents.fundId, deps.fundId))).filter(
    (e) => e.appliedAt === null,
  );
  expect(unapplied).toEqual([]);
});

test("S2: all events at once, twenty times each, from many workers, capture the gift once", async () => {
  const { pledgeId, potId, events } = await paidCheckout("keep_what_you_raise");
  const copies = Array.from({ length: 20 }, () => [...events.values()]).flat();

  await Promise.all(copies.map((event) => inTransaction(deps.db, (tx) => storeEvents(tx, deps.fundId, [event]))));
  await Promise.all([runJobs(deps), runJobs(deps), runJobs(deps)]);

  await expectSameBooks(pledgeId, potId, "captured");
});
