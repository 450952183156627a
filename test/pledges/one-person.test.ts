import { and, eq, inArray } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { progressOfOne } from "../../src/campaigns/progress.ts";
import { donorMerges, outbox, pledges } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { sweepBackfill } from "../../src/matching/backfill-pot.ts";
import { syncCheckoutSession } from "../../src/pledges/sync-checkout-session.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot, type TestRule } from "../support/matching.ts";
import { aFirmPledge, aPledge, CARDS, pay, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP, matchesOf, reductionsOf, refund, standOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const CARD = { card: CARDS.good, holder: "Alix Serre" } as const;
const OTHER_CARD = { card: "5555555555554444", holder: "Alix Serre" } as const;
const CAP: TestRule = { capPerDonorCents: 7_000n };
const both = async (...ids: readonly string[]) =>
  (
    await deps.db
      .select()
      .from(pledges)
      .where(inArray(pledges.id, [...ids]))
  ).map((pledge) => pledge.donorId);
const hear = async (pledgeId: string) =>
  syncCheckoutSession(deps, worker("test"), (await thePledge(deps, pledgeId)).checkoutSessionId ?? "");
const letters = async () =>
  (await deps.db.select().from(outbox))
    .filter(({ job, payload }) => job === "send-mail" && JSON.stringify(payload).includes("match-lowered"))
    .map(({ payload }) => (payload as { subjectId: string }).subjectId);

test("M6: a card used under two addresses makes its donors one: the cap holds, the excess is released and told", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n, CAP);
  const { id } = await aCampaign(deps);
  const first = await aFirmPledge(deps, id, 5_000n, CARD);
  const second = await aPledge(deps, id, 5_000n);
  expect(second.matchCents).toBe(5_000n);

  await pay(second, CARD.card, CARD.holder);
  await hear(second.pledgeId);

  expect(await matchesOf(deps, second.pledgeId)).toMatchObject([{ amountCents: 2_000n, state: "reserved" }]);
  expect(await reductionsOf(deps)).toEqual([["same_person", 3_000n]]);
  expect(await letters()).toEqual([second.pledgeId]);
  expect(new Set(await both(first, second.pledgeId)).size).toBe(1);
  expect((await thePledge(deps, second.pledgeId)).firstDonorId).not.toBe((await thePledge(deps, first)).donorId);
  expect(await progressOfOne(deps.db, deps.fundId, id)).toMatchObject({ donors: 1, matchesCents: 7_000n });
  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({ reserved: 7_000n });
  await booksHold(deps);
});

test("M6: a third account with the same card finds the cap used up; freed caps serve the one person again", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n, CAP);
  const { id } = await aCampaign(deps, "live", KEEP);
  const first = await aFirmPledge(deps, id, 5_000n, CARD);
  await aFirmPledge(deps, id, 2_000n, CARD);
  const third = await aFirmPledge(deps, id, 5_000n, CARD);
  expect(await matchesOf(deps, third)).toMatchObject([{ amountCents: 5_000n, state: "released" }]);

  await refund(deps, first, 5_000n);
  const { email } = await thePledge(deps, third);

  expect((await aPledge(deps, id, 9_000n, { email })).matchCents).toBe(5_000n);
  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({ committed: 2_000n, reserved: 5_000n });
  await booksHold(deps);
});

test("M6: two gifts paid at once with one new card keep one person's share, whoever comes first", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n, CAP);
  const { id } = await aCampaign(deps, "live", KEEP);
  const opened = await Promise.all([aPledge(deps, id, 5_000n), aPledge(deps, id, 5_000n), aPledge(deps, id, 5_000n)]);
  for (const pledge of opened) await pay(pledge, CARD.card, CARD.holder);

  await Promise.all(opened.map(({ pledgeId }) => hear(pledgeId)));

  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({ reserved: 0n, committed: 7_000n });
  expect(new Set(await both(...opened.map((pledge) => pledge.pledgeId))).size).toBe(1);
  const merges = await deps.db.select().from(donorMerges).where(eq(donorMerges.fundId, deps.fundId));
  expect(merges).toHaveLength(2);
  await booksHold(deps);
});

test("M6: chains of cards merge in any order, at once, into one donor", async () => {
  const { id } = await aCampaign(deps, "live", KEEP);
  const emails = ["a", "b", "c"].map((name) => `${name}-${deps.fundId}@example.org`);
  const [a = "", b = "", c = ""] = emails;
  await aFirmPledge(deps, id, 1_000n, { email: a, ...CARD });
  await aFirmPledge(deps, id, 1_000n, { email: c, ...OTHER_CARD });
  const opened = [await aPledge(deps, id, 1_000n, { email: b }), await aPledge(deps, id, 1_000n, { email: a })];
  await pay(opened[0] ?? expect.fail(), OTHER_CARD.card, OTHER_CARD.holder);
  await pay(opened[1] ?? expect.fail(), OTHER_CARD.card, OTHER_CARD.holder);

  await Promise.all(opened.map(({ pledgeId }) => hear(pledgeId)));

  const donors = await deps.db.select({ id: pledges.donorId }).from(pledges).where(eq(pledges.campaignId, id));
  expect(new Set(donors.map((donor) => donor.id)).size).toBe(1);
  await booksHold(deps);
});

test("M6, M11: whoever turns out to be of the holder is a donor, not matched and never filled up", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n, { backfill: true });
  const { id, owner } = await aCampaign(deps, "live", KEEP);
  await aFirmPledge(deps, id, 1_000n, { actor: owner, ...CARD });

  const asGuest = await aFirmPledge(deps, id, 5_000n, CARD);
  const { email } = await thePledge(deps, asGuest);
  const again = await aFirmPledge(deps, id, 5_000n, { email, ...CARD });

  for (const pledgeId of [asGuest, again])
    expect(await matchesOf(deps, pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "released" }]);
  await sweepBackfill(deps, worker("test"));
  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({ committed: 0n, reserved: 0n });
  await booksHold(deps);
});

test("M5, M6: of two open checkouts of one person the one being paid goes on, the other ends", async () => {
  const { id } = await aCampaign(deps);
  await aFirmPledge(deps, id, 1_000n, { email: `known-${deps.fundId}@example.org`, ...CARD });
  const other = await aPledge(deps, id, 3_000n, { email: `known-${deps.fundId}@example.org` });
  const paid = await aPledge(deps, id, 2_000n);

  await pay(paid, CARD.card, CARD.holder);
  await hear(paid.pledgeId);
  await runJobs(deps);

  expect(await thePledge(deps, paid.pledgeId)).toMatchObject({ state: "authorised" });
  expect(await thePledge(deps, other.pledgeId)).toMatchObject({ state: "expired", endedReason: "replaced" });
  await booksHold(deps);
});

test("M5, M6: a guest who types the address of an account neither ends its checkout nor uses its caps", async () => {
  await aMatchingPot(deps, 100_000n, CAP);
  const { id } = await aCampaign(deps);
  const owner = await aUser(deps.db);
  const own = await aPledge(deps, id, 5_000n, { actor: owner });

  const stranger = await aPledge(deps, id, 7_000n, { email: owner.email });

  expect(await thePledge(deps, own.pledgeId)).toMatchObject({ state: "draft" });
  expect(stranger.matchCents).toBe(7_000n);
  await pay(own);
  await hear(own.pledgeId);
  expect(await matchesOf(deps, own.pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "reserved" }]);
  await booksHold(deps);
});

test("M6: an account whose address gave as a guest before is that guest", async () => {
  await aMatchingPot(deps, 100_000n, CAP);
  const { id } = await aCampaign(deps, "live", KEEP);
  const user = await aUser(deps.db);
  const asGuest = await aFirmPledge(deps, id, 5_000n, { email: user.email });

  const signedIn = await aPledge(deps, id, 5_000n, { actor: user });

  expect(signedIn.matchCents).toBe(2_000n);
  expect(new Set(await both(asGuest, signedIn.pledgeId)).size).toBe(1);
});

test("M6: the database refuses to give a gift to another donor who was not found to be the same person", async () => {
  const { id } = await aCampaign(deps);
  const [one, other] = [await aPledge(deps, id, 1_000n), await aPledge(deps, id, 1_000n)];
  const [donor = ""] = await both(other.pledgeId);

  const moved = database.owner.transaction(async (tx) => {
    await tx.execute("select set_config('app.tx', 'test', true)");
    await tx
      .update(pledges)
      .set({ donorId: donor })
      .where(and(eq(pledges.fundId, deps.fundId), eq(pledges.id, one.pledgeId)));
  });

  await expect(moved).rejects.toMatchObject({ cause: { constraint_name: "pledges_donor_changes_by_merge" } });
});
