import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import {
  campaigns,
  chargeAttempts,
  grants,
  matches,
  matchingPots,
  refunds,
  settlements,
} from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { openAuthentication } from "../../src/pledges/open-authentication.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { syncCheckoutSession } from "../../src/pledges/sync-checkout-session.ts";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";
import { settleCampaign } from "../../src/settlement/settle-campaign.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock, moveClockTo } from "../support/clock.ts";
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

const GOAL = { goalCents: 20_000 };
const theCampaign = async (id: string) => (await deps.db.select().from(campaigns).where(eq(campaigns.id, id)))[0];
const theSettlement = async (id: string) =>
  (await deps.db.select().from(settlements).where(eq(settlements.campaignId, id)))[0];
const thePot = async (id: string) => (await deps.db.select().from(matchingPots).where(eq(matchingPots.id, id)))[0];
const balance = async (account: string) =>
  (await listBalances(deps.db, deps.fundId)).find((b) => b.account === account)?.balanceCents ?? 0n;
const booksHold = async () => expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);

/** The deadline passes; workers do all they can at this instant. */
async function afterDeadline(): Promise<void> {
  await moveClock(database, sandbox, 31 * DAY);
  await work();
}

async function beforeDeadline(campaignId: string, minutes: number): Promise<void> {
  const deadline = (await theCampaign(campaignId))?.deadlineAt.getTime() ?? 0;
  await moveClockTo(database, sandbox, new Date(deadline - minutes * 60_000));
}

async function work(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}

const charges = async (pledgeId: string) =>
  (await sandbox.stripe.charges.list({ limit: 100 })).data.filter(
    (c) => c.metadata.pledge_id === pledgeId && c.status === "succeeded",
  );

test("P4, P5, D1: gifts and matches at the goal are charged once each and become one grant", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n);
  const campaign = await aCampaign(deps, "live", GOAL);
  const pledges = [];
  for (const tipCents of [0n, 300n]) pledges.push(await aFirmPledge(deps, campaign.id, 5_000n, { tipCents }));

  await afterDeadline();

  expect((await theCampaign(campaign.id))?.state).toBe("succeeded");
  expect(await theSettlement(campaign.id)).toMatchObject({
    outcome: "succeeded",
    outcomeReason: "goal_reached",
    giftsCents: 10_000n,
    matchesCents: 10_000n,
  });
  const [grant] = await deps.db.select().from(grants).where(eq(grants.campaignId, campaign.id));
  expect(grant?.amountCents).toBe(20_000n);
  expect(await balance(`grant:${grant?.id}`)).toBe(20_000n);
  expect(await balance("fund:tips")).toBe(300n);
  expect(await thePot(potId)).toMatchObject({ reservedCents: 0n, committedCents: 10_000n });
  for (const id of pledges) expect(await charges(id)).toHaveLength(1);
  await booksHold();
});

test("P4: one cent below the goal fails at once: nobody is charged, cards are forgotten, matches go back", async () => {
  const { potId } = await aMatchingPot(deps, 9_999n);
  const campaign = await aCampaign(deps, "live", GOAL);
  const pledgeId = await aFirmPledge(deps, campaign.id, 10_000n);

  await afterDeadline();

  expect((await theCampaign(campaign.id))?.state).toBe("failed");
  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "cancelled", endedReason: "campaign_failed" });
  expect(await charges(pledgeId)).toEqual([]);
  expect(await thePot(potId)).toMatchObject({ reservedCents: 0n, committedCents: 0n });
  const { paymentMethodId } = await thePledge(deps, pledgeId);
  expect((await sandbox.stripe.paymentMethods.retrieve(paymentMethodId ?? "")).customer).toBeNull();
  await booksHold();
});

test("P4: ten workers settling at once start one settlement and charge each pledge once", async () => {
  const campaign = await aCampaign(deps, "live", GOAL);
  const pledgeId = await aFirmPledge(deps, campaign.id, 20_000n);
  await moveClock(database, sandbox, 31 * DAY);

  await Promise.all(Array.from({ length: 10 }, () => settleCampaign(deps, sweep, campaign.id)));
  await Promise.all([runJobs(deps), sweepCharges(deps, sweep), runJobs(deps)]);
  await work();

  expect((await theCampaign(campaign.id))?.state).toBe("succeeded");
  expect(await charges(pledgeId)).toHaveLength(1);
  await booksHold();
});

test("P4: a checkout paid in the last second counts, one still open is closed and frees its match", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n);
  const campaign = await aCampaign(deps, "live", GOAL);
  await beforeDeadline(campaign.id, 10);
  const paid = await aPledge(deps, campaign.id, 10_000n);
  const open = await aPledge(deps, campaign.id, 10_000n);
  await pay(paid);

  await afterDeadline();

  expect(await thePledge(deps, paid.pledgeId)).toMatchObject({ state: "captured" });
  expect(await thePledge(deps, open.pledgeId)).toMatchObject({ state: "expired" });
  expect(await thePot(potId)).toMatchObject({ reservedCents: 0n, committedCents: 10_000n });
  await booksHold();
});

test("P3: a card saved after the deadline is refused, though its checkout was opened before", async () => {
  const campaign = await aCampaign(deps, "live", GOAL);
  await beforeDeadline(campaign.id, 1);
  const pledge = await aPledge(deps, campaign.id, 20_000n);
  await moveClock(database, sandbox, 120);
  await pay(pledge);

  await work();

  expect(await thePledge(deps, pledge.pledgeId)).toMatchObject({ state: "expired", endedReason: "after_deadline" });
  expect((await theCampaign(campaign.id))?.state).toBe("failed");
  await booksHold();
});

test("P4: a soft decline is tried again on day 1 under a new key on the same payment, and then counts", async () => {
  const campaign = await aCampaign(deps, "live", GOAL);
  const pledgeId = await aFirmPledge(deps, campaign.id, 20_000n);
  const { paymentMethodId } = await thePledge(deps, pledgeId);
  await sandbox.controls.letCardBehave(paymentMethodId ?? "", CARDS.noFunds);

  await afterDeadline();
  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "charging", lastDeclineCode: "insufficient_funds" });
  await sandbox.controls.letCardBehave(paymentMethodId ?? "", CARDS.good);
  await moveClock(database, sandbox, DAY);
  await work();

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "captured" });
  const attempts = await deps.db.select().from(chargeAttempts).where(eq(chargeAttempts.pledgeId, pledgeId));
  expect(attempts.map((a) => a.state).toSorted()).toEqual(["declined", "succeeded"]);
  expect(new Set(attempts.map((a) => a.attempt))).toEqual(new Set([1, 2]));
  expect(await charges(pledgeId)).toHaveLength(1);
  expect((await theCampaign(campaign.id))?.state).toBe("succeeded");
  await booksHold();
});

test("P4, P5: declined to the end of the calendar, the campaign fails and who was charged is refunded with the tip", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n);
  const campaign = await aCampaign(deps, "live", GOAL);
  const good = await aFirmPledge(deps, campaign.id, 5_000n, { tipCents: 100n });
  const bad = await aFirmPledge(deps, campaign.id, 5_000n);
  const { paymentMethodId } = await thePledge(deps, bad);
  await sandbox.controls.letCardBehave(paymentMethodId ?? "", CARDS.noFunds);

  await afterDeadline();
  for (const days of [1, 2, 2, 2]) {
    expect((await theCampaign(campaign.id))?.state).toBe("settling");
    await moveClock(database, sandbox, days * DAY + 1);
    await work();
  }
  await work();

  expect((await theCampaign(campaign.id))?.state).toBe("failed");
  expect(await thePledge(deps, bad)).toMatchObject({ state: "failed" });
  expect(await thePledge(deps, good)).toMatchObject({ state: "captured", returnedCents: 5_100n });
  const attempts = await deps.db.select().from(chargeAttempts).where(eq(chargeAttempts.pledgeId, bad));
  expect(attempts).toHaveLength(5);
  const [refund] = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, good));
  expect(refund).toMatchObject({ amountCents: 5_100n, state: "succeeded", reason: "campaign_failed" });
  expect((await deps.db.select().from(matches).where(eq(matches.pledgeId, good))).map((m) => m.state)).toEqual([
    "reversed",
  ]);
  expect(await thePot(potId)).toMatchObject({ reservedCents: 0n, committedCents: 0n });
  expect(await balance("stripe")).toBe(0n);
  expect(await balance("refunds-due")).toBe(0n);
  await booksHold();
}, 40_000);

test("P4: a hard decline is never tried again", async () => {
  const campaign = await aCampaign(deps, "live", GOAL);
  await aFirmPledge(deps, campaign.id, 20_000n);
  const lost = await aFirmPledge(deps, campaign.id, 1_000n);
  const { paymentMethodId } = await thePledge(deps, lost);
  await sandbox.controls.letCardBehave(paymentMethodId ?? "", "4000000000009987");

  await afterDeadline();

  expect(await thePledge(deps, lost)).toMatchObject({ state: "failed", endedReason: "charge_declined" });
  expect((await theCampaign(campaign.id))?.state).toBe("succeeded");
});

test("P4: a bank that wants to hear from the donor is answered through a link, on one charge in all", async () => {
  const campaign = await aCampaign(deps, "live", GOAL);
  const pledgeId = await aFirmPledge(deps, campaign.id, 20_000n, { card: CARDS.authenticateAlways });

  await afterDeadline();
  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "action_required" });
  const input = { pledgeId, token: accessToken(deps.cipher, pledgeId) };
  const urls = await Promise.all([
    openAuthentication(deps, { kind: "guest" }, input),
    openAuthentication(deps, { kind: "guest" }, input),
  ]);
  expect(new Set(urls).size).toBe(1);
  await completeCheckout(urls[0] ?? "", { card: CARDS.authenticateAlways, authentication: "succeed" });
  await syncCheckoutSession(deps, sweep, (await thePledge(deps, pledgeId)).checkoutSessionId ?? "");
  await work();

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "captured" });
  expect(await charges(pledgeId)).toHaveLength(1);
  expect((await theCampaign(campaign.id))?.state).toBe("succeeded");
  expect(await openAuthentication(deps, { kind: "guest" }, input)).toBeUndefined();
  await booksHold();
});

test("P5, P7: who confirms after the window ended is refunded in full, once, unmatched", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n, { capPerDonorCents: 1_000n });
  const campaign = await aCampaign(deps, "live", { goalCents: 21_000 });
  await aFirmPledge(deps, campaign.id, 20_000n);
  const slow = await aFirmPledge(deps, campaign.id, 5_000n, { card: CARDS.authenticateAlways });
  await afterDeadline();
  const url = await openAuthentication(
    deps,
    { kind: "guest" },
    { pledgeId: slow, token: accessToken(deps.cipher, slow) },
  );
  await completeCheckout(url ?? "", { card: CARDS.authenticateAlways });

  await moveClock(database, sandbox, 8 * DAY);
  await sweepSettlements(deps, sweep);
  await runJobs(deps);
  await work();

  expect((await theCampaign(campaign.id))?.state).toBe("succeeded");
  expect((await thePledge(deps, slow)).state).toBe("failed");
  const refunded = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, slow));
  expect(refunded).toMatchObject([{ reason: "late_money", amountCents: 5_000n, state: "succeeded" }]);
  expect(await thePot(potId)).toMatchObject({ reservedCents: 0n, committedCents: 1_000n });
  expect(await balance("refunds-due")).toBe(0n);
  await booksHold();
});

test("P5: short after failed charges, the reserve tops up to the share the holder chose", async () => {
  await inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, sweep, {
      key: "seed",
      kind: "test",
      occurredAt: new Date(),
      source: "test",
      postings: move(accounts.bank, accounts.reserve, 5_000n),
    }),
  );
  const campaign = await aCampaign(deps, "live", {
    ...GOAL,
    shortfall: { kind: "reserve_top_up", topUpMaxBps: 1_000 },
  });
  await aFirmPledge(deps, campaign.id, 18_000n);
  await aFirmPledge(deps, campaign.id, 2_000n, { card: CARDS.declinesLater });

  await afterDeadline();
  await moveClock(database, sandbox, 8 * DAY);
  await work();
  await work();

  expect(await theSettlement(campaign.id)).toMatchObject({ outcomeReason: "topped_up", topUpCents: 2_000n });
  expect(await balance("fund:reserve")).toBe(3_000n);
  await booksHold();
});

test("F2, P5: what the reserve stands for already tops up no campaign", async () => {
  const seed = (key: string, postings: ReturnType<typeof move>) =>
    inTransaction(deps.db, (tx) =>
      postEntry(tx, deps.fundId, sweep, { key, kind: "test", occurredAt: new Date(), source: "test", postings }),
    );
  const elsewhere = await aCampaign(deps, "live");
  await seed("seed", move(accounts.bank, accounts.reserve, 5_000n));
  await seed("owed", move(accounts.campaignReceivable(elsewhere.id), accounts.bank, 4_000n));
  const campaign = await aCampaign(deps, "live", {
    ...GOAL,
    shortfall: { kind: "reserve_top_up", topUpMaxBps: 1_000 },
  });
  await aFirmPledge(deps, campaign.id, 18_000n);
  await aFirmPledge(deps, campaign.id, 2_000n, { card: CARDS.declinesLater });

  await afterDeadline();
  await moveClock(database, sandbox, 8 * DAY);
  await work();

  expect(await theSettlement(campaign.id)).toMatchObject({ outcome: "failed", topUpCents: 0n });
  expect(await balance("fund:reserve")).toBe(5_000n);
  await booksHold();
});

test("P4: at most one settlement a campaign, also by raw SQL", async () => {
  const campaign = await aCampaign(deps, "live", GOAL);
  await aFirmPledge(deps, campaign.id, 20_000n);
  await afterDeadline();

  const second = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`insert into settlements (fund_id, id, campaign_id, state, started_at, window_ends_at)
      values (${deps.fundId}, gen_random_uuid(), ${campaign.id}, 'charging', now(), now())`);
  });

  await expect(second).rejects.toMatchObject({ cause: { constraint_name: "settlements_one_per_campaign" } });
});
