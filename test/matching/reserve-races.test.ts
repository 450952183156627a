import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { campaigns } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { releaseMatches } from "../../src/matching/move-matches.ts";
import { reservationLane } from "../../src/matching/reservation-lane.ts";
import { lockPledge, updatePledge } from "../../src/pledges/lock-pledge.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import {
  aDraft,
  booksHold,
  drafts,
  matchCents,
  matchesOf,
  services,
  sum,
  thePot,
  tracesOf,
} from "../support/reservations.ts";

const database = testDatabase();
let deps: Deps;
let two: ReturnType<typeof services>;

// A fund of its own for each test, seen by two services: each has its own connections and its own lane.
beforeEach(async () => {
  deps = await testDeps(database.db);
  two = services(deps, database, 2);
});
afterEach(() => two.close());

/** Each pledge at one service or the other, all at once. */
const reserveEverywhere = (pledges: Awaited<ReturnType<typeof drafts>>) =>
  Promise.all(pledges.map((pledge, n) => reservationLane(two.all[n % two.all.length] ?? deps).join(pledge)));

test("M2: three hundred donors at once on one pot take it whole to the cent, one of them in part", {
  timeout: 90_000,
}, async () => {
  const { potId } = await aMatchingPot(deps, 100_300n);
  const { id } = await aCampaign(deps);
  const pledges = await drafts(deps, id, 300, 1_000n);

  const given = matchCents(await reserveEverywhere(pledges));

  expect(given.filter((cents) => cents === 1_000n)).toHaveLength(100);
  expect(given.filter((cents) => cents === 300n)).toHaveLength(1);
  expect(given.filter((cents) => cents === 0n)).toHaveLength(199);
  expect((await thePot(deps, potId)).reservedCents).toBe(100_300n);
  expect(await tracesOf(deps)).toHaveLength(300);
  await booksHold(deps);
});

test("M3: several pots are taken in one order, whatever the order in which rules speak, while others give back", {
  timeout: 60_000,
}, async () => {
  const pots = [];
  for (const priority of [3, 1, 2]) pots.push(await aMatchingPot(deps, 40_000n, { priority, ratioDenominator: 2 }));
  const campaignIds = [(await aCampaign(deps)).id, (await aCampaign(deps)).id];
  const pledges = (await Promise.all(campaignIds.map((id) => drafts(deps, id, 60, 1_000n)))).flat();
  const early = await Promise.all(pledges.slice(0, 40).map((pledge) => reservationLane(deps).join(pledge)));

  const cancel = (pledgeId: string) =>
    inTransaction(deps.db, async (tx) => {
      const pledge = await lockPledge(tx, deps.fundId, pledgeId);
      if (pledge === undefined) return;
      await updatePledge(tx, pledge, { state: "expired", endedAt: sql`fund_now()`, endedReason: "checkout_expired" });
      await releaseMatches(tx, deps.fundId, pledgeId);
    });
  const [late] = await Promise.all([
    reserveEverywhere(pledges.slice(40)),
    Promise.all(pledges.slice(0, 40).map(({ pledgeId }) => cancel(pledgeId))),
  ]);

  expect(sum(matchCents(early))).toBe(60_000n);
  const reserved = await Promise.all(pots.map(async ({ potId }) => (await thePot(deps, potId)).reservedCents));
  expect(sum(reserved)).toBe(sum(matchCents(late)));
  expect(reserved.every((cents) => cents <= 40_000n)).toBe(true);
  await booksHold(deps);
});

test("M1: the cap of one donor who gives to two campaigns at once is never exceeded", async () => {
  await aMatchingPot(deps, 1_000_000n, { capPerDonorCents: 1_500n });
  const [one, other] = [await aCampaign(deps), await aCampaign(deps)];
  const donors = Array.from({ length: 15 }, (_, n) => `twice-${n}-${one.id}@example.org`);
  const pledges = [];
  for (const email of donors)
    pledges.push(await aDraft(deps, one.id, 1_000n, { email }), await aDraft(deps, other.id, 1_000n, { email }));

  const given = matchCents(await reserveEverywhere(pledges));

  const pairs = donors.map((_, n) => given.slice(2 * n, 2 * n + 2).toSorted());
  expect(pairs).toEqual(donors.map(() => [1_000n, 500n].toSorted()));
  await booksHold(deps);
});

test("M3: the ceiling of a campaign's matches holds over several pots and services", async () => {
  for (const priority of [1, 2]) await aMatchingPot(deps, 1_000_000n, { priority });
  const { id } = await aCampaign(deps);
  await inTransaction(deps.db, (tx) =>
    tx.update(campaigns).set({ matchCeilingCents: 33_300n }).where(eq(campaigns.id, id)),
  );
  const pledges = await drafts(deps, id, 40, 1_000n);

  const given = matchCents(await reserveEverywhere(pledges));

  expect(sum(given)).toBe(33_300n);
  await booksHold(deps);
});

test("M15: a threshold's lump is given once, however many cross the line at once", async () => {
  const lump = {
    kind: "threshold",
    ratioNumerator: null,
    ratioDenominator: null,
    thresholdDonors: 1,
    lumpCents: 7_000n,
  };
  await aMatchingPot(deps, 1_000_000n, lump);
  const { id } = await aCampaign(deps);
  const pledges = await drafts(deps, id, 30, 1_000n);

  const given = matchCents(await reserveEverywhere(pledges));

  expect(given.filter((cents) => cents === 7_000n)).toHaveLength(1);
  expect(sum(given)).toBe(7_000n);
  expect((await matchesOf(deps, id)).filter(({ isLump }) => isLump)).toHaveLength(1);
  await booksHold(deps);
});

test("M5: the same pledges sent by two services at once, and again, are answered once and alike", async () => {
  const { potId } = await aMatchingPot(deps, 10_500n);
  const { id } = await aCampaign(deps);
  const pledges = await drafts(deps, id, 20, 1_000n);

  const both = await Promise.all(
    two.all.map((service) => Promise.all(pledges.map((pledge) => reservationLane(service).join(pledge)))),
  );
  const again = await Promise.all(pledges.map((pledge) => reservationLane(deps).join(pledge)));

  expect(both[1]).toEqual(both[0]);
  expect(again).toEqual(both[0]);
  expect((await thePot(deps, potId)).reservedCents).toBe(10_500n);
  expect(await tracesOf(deps)).toHaveLength(20);
  await booksHold(deps);
});

test("M5: a pledge that ends while it waits gets nothing, and its neighbours are served", async () => {
  await aMatchingPot(deps, 1_000_000n);
  const { id } = await aCampaign(deps);
  const pledges = await drafts(deps, id, 10, 1_000n);
  const ended = pledges[4]?.pledgeId ?? "";
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, ended);
    if (pledge !== undefined)
      await updatePledge(tx, pledge, { state: "expired", endedAt: sql`fund_now()`, endedReason: "replaced" });
  });

  const outcomes = await reserveEverywhere(pledges);

  expect(outcomes.map(({ kind }) => kind)).toEqual(pledges.map((_, n) => (n === 4 ? "pledge_ended" : "reserved")));
  expect(sum(matchCents(outcomes.toSpliced(4, 1)))).toBe(9_000n);
  await booksHold(deps);
});
