import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { campaigns, matches, matchingPots, matchTraces, rewards } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot, type TestRule } from "../support/matching.ts";
import { aFirmPledge, aPledge, CARDS, pay, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

// A fund of its own for each test: no other test's rules answer.
beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const potOf = async (id: string) => {
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, id));
  if (pot === undefined) throw new Error("no pot");
  return pot;
};
const matchesOf = (pledgeId: string) => deps.db.select().from(matches).where(eq(matches.pledgeId, pledgeId));
const booksHold = async () => expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);

const aMatchedCampaign = async (fundedCents: bigint, rule: TestRule = {}, more = {}) => ({
  ...(await aMatchingPot(deps, fundedCents, rule)),
  ...(await aCampaign(deps, "live", more)),
});

test("M2, M5: fifty donors at once on a pot that covers ten never over-reserve it, and nobody waits in vain", async () => {
  const { id, potId } = await aMatchedCampaign(50_000n);

  const opened = await Promise.all(Array.from({ length: 50 }, () => aPledge(deps, id, 5_000n)));

  const pot = await potOf(potId);
  expect(pot.reservedCents).toBe(50_000n);
  expect(opened.filter((p) => p.matchCents === 5_000n)).toHaveLength(10);
  expect(opened.filter((p) => p.matchCents === 0n)).toHaveLength(40);
  const traces = await deps.db.select().from(matchTraces).where(eq(matchTraces.fundId, deps.fundId));
  expect(traces).toHaveLength(50);
  await booksHold();
});

test("M12: each evaluated rule leaves a trace, also when its answer is nothing", async () => {
  const { id, potId } = await aMatchedCampaign(3_000n);

  const first = await aPledge(deps, id, 5_000n);
  const second = await aPledge(deps, id, 5_000n);

  const [one] = await deps.db.select().from(matchTraces).where(eq(matchTraces.pledgeId, first.pledgeId));
  const [two] = await deps.db.select().from(matchTraces).where(eq(matchTraces.pledgeId, second.pledgeId));
  expect(one).toMatchObject({ amountCents: 3_000n, boundBy: "pot", potBeforeCents: 3_000n, potAfterCents: 0n });
  expect(two).toMatchObject({ amountCents: 0n, boundBy: "pot", matchId: null });
  expect((await potOf(potId)).reservedCents).toBe(3_000n);
});

test("M3, M16: two partners match one pledge, each on the gift alone, without the tip", async () => {
  const half = await aMatchingPot(deps, 100_000n, { ratioDenominator: 2, priority: 2 });
  const whole = await aMatchingPot(deps, 100_000n, { capPerGiftCents: 2_000n, priority: 1 });
  const campaign = await aCampaign(deps);

  const pledge = await aPledge(deps, campaign.id, 5_000n, { tipCents: 900n });

  const rows = await matchesOf(pledge.pledgeId);
  expect(pledge.matchCents).toBe(4_500n);
  expect(rows.map((m) => [m.potId, m.amountCents]).toSorted()).toEqual(
    [
      [half.potId, 2_500n],
      [whole.potId, 2_000n],
    ].toSorted(),
  );
});

test("M3: an optional ceiling bounds all matches of a campaign together, under concurrency", async () => {
  const { id } = await aMatchedCampaign(1_000_000n);
  await database.owner.transaction(async (tx) => {
    await tx.execute("select set_config('app.tx', 'test', true)");
    await tx.update(campaigns).set({ matchCeilingCents: 12_000n }).where(eq(campaigns.id, id));
  });

  const opened = await Promise.all(Array.from({ length: 12 }, () => aPledge(deps, id, 5_000n)));

  expect(opened.reduce((sum, p) => sum + p.matchCents, 0n)).toBe(12_000n);
});

test("M1, M6: one donor's cap holds over many gifts under any concurrency; a member of the holder is never matched", async () => {
  const { id, owner } = await aMatchedCampaign(1_000_000n, { capPerDonorCents: 7_000n });
  const email = "one-donor@example.org";

  for (let gift = 0; gift < 3; gift += 1)
    await aFirmPledge(deps, id, 3_000n, { email: gift === 1 ? email.toUpperCase() : email });
  const byMember = await aPledge(deps, id, 3_000n, { actor: owner });

  const rows = await deps.db.select().from(matches).where(eq(matches.campaignId, id));
  expect(rows.reduce((sum, m) => sum + m.amountCents, 0n)).toBe(7_000n);
  expect(byMember.matchCents).toBe(0n);
});

test("M5: a new checkout of the same donor replaces the old and frees its match once", async () => {
  const { id, potId } = await aMatchedCampaign(100_000n);
  const email = "twice@example.org";

  const first = await aPledge(deps, id, 5_000n, { email });
  const second = await aPledge(deps, id, 8_000n, { email });
  await runJobs(deps);

  expect(await thePledge(deps, first.pledgeId)).toMatchObject({ state: "expired", endedReason: "replaced" });
  expect((await potOf(potId)).reservedCents).toBe(8_000n);
  await expect(pay(first)).rejects.toMatchObject({ status: 410 });
  await pay(second);
  await booksHold();
});

test("M5: ten clicks of one donor at once leave one open checkout and one match", async () => {
  const { id, potId } = await aMatchedCampaign(100_000n);

  await Promise.all(Array.from({ length: 10 }, () => aPledge(deps, id, 5_000n, { email: "clicks@example.org" })));

  expect((await potOf(potId)).reservedCents).toBe(5_000n);
  await booksHold();
});

test("M5: a checkout that expires frees its match once, told by a sweep when no webhook comes", async () => {
  const { id, potId } = await aMatchedCampaign(100_000n);
  const pledge = await aPledge(deps, id, 5_000n);

  await moveClock(database, sandbox, 32 * 60);
  await Promise.all([sweepCheckouts(deps, worker("a")), sweepCheckouts(deps, worker("b"))]);

  expect(await thePledge(deps, pledge.pledgeId)).toMatchObject({ state: "expired" });
  expect((await matchesOf(pledge.pledgeId)).map((m) => m.state)).toEqual(["released"]);
  expect((await potOf(potId)).reservedCents).toBe(0n);
});

test("S3: a donor who paid is not lost when the checkout expires before any webhook", async () => {
  const { id, potId } = await aMatchedCampaign(100_000n);
  const pledge = await aPledge(deps, id, 5_000n);
  await pay(pledge);

  await moveClock(database, sandbox, 32 * 60);
  await sweepCheckouts(deps, worker("sweep"));

  expect(await thePledge(deps, pledge.pledgeId)).toMatchObject({ state: "authorised" });
  expect((await potOf(potId)).reservedCents).toBe(5_000n);
});

test("P3: a pledge after the deadline is refused by the database's clock, whatever the workers did", async () => {
  const campaign = await aCampaign(deps);
  const inTime = await aPledge(deps, campaign.id, 5_000n);

  await moveClock(database, sandbox, 31 * DAY);

  await expect(aPledge(deps, campaign.id, 5_000n)).rejects.toMatchObject({ type: "campaign-closed", status: 409 });
  expect((await thePledge(deps, inTime.pledgeId)).state).toBe("draft");
});

test("P8: a donor cancels until the charge starts, by session or by the secret link; others see nothing", async () => {
  const { id, potId } = await aMatchedCampaign(100_000n);
  const pledgeId = await aFirmPledge(deps, id, 5_000n);
  const token = accessToken(deps.cipher, pledgeId);
  const stranger = await aUser(deps.db);

  await expect(cancelPledge(deps, stranger, { pledgeId })).rejects.toMatchObject({ status: 404 });
  await expect(cancelPledge(deps, { kind: "guest" }, { pledgeId, token: "x".repeat(64) })).rejects.toMatchObject({
    status: 404,
  });
  await cancelPledge(deps, { kind: "guest" }, { pledgeId, token });
  await cancelPledge(deps, { kind: "guest" }, { pledgeId, token });
  await runJobs(deps);

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "cancelled", endedReason: "cancelled_by_donor" });
  expect((await potOf(potId)).reservedCents).toBe(0n);
  await booksHold();
});

test("P9: a reward is held from the checkout on, never oversold, and comes back once", async () => {
  const campaign = await aCampaign(deps, "live", {
    rewards: [{ title: "Atelier", thresholdCents: 1_000, fairValueCents: 100, stock: 3 }],
  });
  const [reward] = await deps.db.select().from(rewards).where(eq(rewards.campaignId, campaign.id));
  const rewardId = reward?.id ?? "";

  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, () => aPledge(deps, campaign.id, 2_000n, { rewardId })),
  );
  const [first] = outcomes.flatMap((o) => (o.status === "fulfilled" ? [o.value] : []));
  const cancel = () =>
    cancelPledge(
      deps,
      { kind: "guest" },
      { pledgeId: first?.pledgeId ?? "", token: accessToken(deps.cipher, first?.pledgeId ?? "") },
    );
  await Promise.all([cancel(), cancel()]);

  expect(outcomes.filter((o) => o.status === "fulfilled")).toHaveLength(3);
  const [after] = await deps.db.select().from(rewards).where(eq(rewards.id, rewardId));
  expect(after?.taken).toBe(2);
  await expect(aPledge(deps, campaign.id, 999n, { rewardId })).rejects.toMatchObject({
    fields: [{ field: "rewardId" }],
  });
});

test("P1: a campaign that keeps what it raises takes the money at once, gift and tip apart", async () => {
  const { id, potId } = await aMatchedCampaign(100_000n, {}, { mode: "keep_what_you_raise" });

  const pledgeId = await aFirmPledge(deps, id, 5_000n, { tipCents: 250n });

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "captured", capturedCents: 5_250n });
  expect(await potOf(potId)).toMatchObject({ reservedCents: 0n, committedCents: 5_000n });
  await booksHold();
});

test("a card declined on the hosted page leaves the draft open for another card", async () => {
  const { id } = await aMatchedCampaign(100_000n, {}, { mode: "keep_what_you_raise" });
  const pledge = await aPledge(deps, id, 5_000n);

  await expect(pay(pledge, CARDS.declined)).rejects.toMatchObject({ status: 402 });
  await pay(pledge, CARDS.good);

  const session = (await thePledge(deps, pledge.pledgeId)).checkoutSessionId ?? "";
  expect(await sandbox.gateway.findCheckout(session)).toMatchObject({ status: "complete" });
});
