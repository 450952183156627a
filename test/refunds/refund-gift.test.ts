import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { pledges, refundRequests, refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { cents } from "../../src/domain/money.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { confirmRefund, refuseRefund } from "../../src/refunds/answer-request.ts";
import { askRefund } from "../../src/refunds/ask-refund.ts";
import { previewRefund } from "../../src/refunds/preview-refund.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { race } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot, type TestRule } from "../support/matching.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { fc, runs } from "../support/property.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP, matchesOf, reductionsOf, refund, standOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

async function aMatchedGift(giftCents: bigint, rule: TestRule = {}, tipCents = 0n) {
  const { potId } = await aMatchingPot(deps, 100_000n, rule);
  const { id: campaignId } = await aCampaign(deps, "live", KEEP);
  const pledgeId = await aFirmPledge(deps, campaignId, giftCents, { tipCents });
  return { potId, campaignId, pledgeId };
}

type Case = {
  readonly what: string;
  readonly rule: TestRule;
  readonly back: readonly bigint[];
  readonly match: readonly [bigint, string];
  readonly committed: bigint;
  readonly gifts: bigint;
};

const CASES: readonly Case[] = [
  { what: "all of it", rule: {}, back: [5_000n], match: [5_000n, "reversed"], committed: 0n, gifts: 0n },
  { what: "half of it", rule: {}, back: [2_500n], match: [2_500n, "committed"], committed: 2_500n, gifts: 2_500n },
  {
    what: "one cent of it, under a ratio of two for three",
    rule: { ratioNumerator: 2, ratioDenominator: 3 },
    back: [1n],
    match: [3_332n, "committed"],
    committed: 3_332n,
    gifts: 4_999n,
  },
  {
    what: "so little that the cap per gift still binds",
    rule: { capPerGiftCents: 1_000n },
    back: [3_000n],
    match: [1_000n, "committed"],
    committed: 1_000n,
    gifts: 2_000n,
  },
  {
    what: "so much that less than the rule's minimum is left",
    rule: { minimumGiftCents: 3_000n },
    back: [2_001n],
    match: [5_000n, "reversed"],
    committed: 0n,
    gifts: 2_999n,
  },
  {
    what: "all of it, in three parts",
    rule: { ratioNumerator: 1, ratioDenominator: 3 },
    back: [1n, 1_666n, 3_333n],
    match: [1_111n, "reversed"],
    committed: 0n,
    gifts: 0n,
  },
];

test.each(CASES)("M10: returning $what lowers the match by the same version", async (one) => {
  const gift = await aMatchedGift(5_000n, one.rule);

  for (const part of one.back) await refund(deps, gift.pledgeId, part);

  expect((await matchesOf(deps, gift.pledgeId)).map((m) => [m.amountCents, m.state])).toEqual([one.match]);
  expect(await standOf(deps, gift)).toEqual({
    reserved: 0n,
    committed: one.committed,
    paid: 0n,
    potAccount: 100_000n - one.committed,
    gifts: one.gifts,
    matches: one.committed,
    owed: 5_000n - one.gifts,
  });
  await booksHold(deps);
  await runJobs(deps);
  expect((await standOf(deps, gift)).owed).toBe(0n);
  await booksHold(deps);
});

test("M10: partial refunds that sum to the whole reverse the whole, whatever the parts and the ratio", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.bigInt(1n, 3_000n), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 7 }),
      async (parts, ratioNumerator, ratioDenominator) => {
        deps = await testDeps(database.db, sandbox.gateway);
        const whole = parts.reduce((sum, part) => sum + part, 100n);
        const gift = await aMatchedGift(whole, { ratioNumerator, ratioDenominator });

        for (const part of [...parts, 100n]) await refund(deps, gift.pledgeId, part);

        const rows = await matchesOf(deps, gift.pledgeId);
        expect(rows.every((match) => match.state === "reversed")).toBe(true);
        expect(await standOf(deps, gift)).toMatchObject({
          committed: 0n,
          potAccount: 100_000n,
          gifts: 0n,
          matches: 0n,
        });
        await booksHold(deps);
      },
    ),
    { numRuns: runs(6) },
  );
});

test("M16, F1: the tip goes back only when asked, and neither part beyond what is left", async () => {
  const gift = await aMatchedGift(5_000n, {}, 300n);

  await refund(deps, gift.pledgeId, 0n, 200n);

  expect(await matchesOf(deps, gift.pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "committed" }]);
  expect(await thePledge(deps, gift.pledgeId)).toMatchObject({ returnedCents: 200n, returnedGiftCents: 0n });
  await expect(refund(deps, gift.pledgeId, 0n, 101n)).rejects.toMatchObject({ status: 422 });
  await expect(refund(deps, gift.pledgeId, 5_001n)).rejects.toMatchObject({ status: 422 });
  await expect(refund(deps, gift.pledgeId, 0n)).rejects.toMatchObject({ status: 422 });
  await refund(deps, gift.pledgeId, 5_000n, 100n);
  await booksHold(deps);
});

test("F1: two people refunding all of a gift at once return it once", async () => {
  const gift = await aMatchedGift(5_000n);

  const { done, refused } = await race([refund(deps, gift.pledgeId, 5_000n), refund(deps, gift.pledgeId, 5_000n)]);

  expect(done).toHaveLength(1);
  expect(refused).toEqual(["invalid-input"]);
  expect(await deps.db.select().from(refunds).where(eq(refunds.pledgeId, gift.pledgeId))).toHaveLength(1);
  await booksHold(deps);
});

test("F3: above the fund's threshold a second person confirms, and never the first", async () => {
  const gift = await aMatchedGift(60_000n);
  const both = await aUser(deps.db, { staffRoles: ["administrator"] });
  const parts = { giftCents: cents(50_001n), tipCents: cents(0n) };

  const { requestId, state } = await proposeRefund(deps, both, { pledgeId: gift.pledgeId, parts, reason: "Erreur." });

  expect(state).toBe("proposed");
  expect(await standOf(deps, gift)).toMatchObject({ gifts: 60_000n, owed: 0n });
  await expect(confirmRefund(deps, both, requestId)).rejects.toMatchObject({ type: "second-person-needed" });
  const second = await aUser(deps.db, { staffRoles: ["authoriser"] });
  await Promise.all([confirmRefund(deps, second, requestId), confirmRefund(deps, second, requestId)]);
  expect(await standOf(deps, gift)).toMatchObject({ gifts: 9_999n, matches: 9_999n, owed: 50_001n });
  await booksHold(deps);
});

test("F3: the consequences are told first, and change nothing", async () => {
  const gift = await aMatchedGift(5_000n);
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });
  const parts = { giftCents: cents(2_000n), tipCents: cents(0n) };

  const preview = await previewRefund(deps, officer, { pledgeId: gift.pledgeId, parts });

  expect(preview).toMatchObject({
    totalCents: 2_000n,
    matches: [{ fromCents: 5_000n, toCents: 3_000n }],
    campaignBeforeCents: 10_000n,
    campaignAfterCents: 6_000n,
    owedByProjectCents: 0n,
    needsSecondPerson: false,
  });
  expect(await standOf(deps, gift)).toMatchObject({ gifts: 5_000n, matches: 5_000n });
});

test("F3: a donor asks once by the secret of the link; staff refuse with a reason or return it", async () => {
  const gift = await aMatchedGift(5_000n);
  const ask = () =>
    askRefund(
      deps,
      { kind: "guest" },
      { pledgeId: gift.pledgeId, token: accessToken(deps.cipher, gift.pledgeId), reason: "Je me suis trompée." },
    );

  const first = await ask();
  await expect(ask()).rejects.toMatchObject({ type: "state-changed" });
  await refuseRefund(deps, await aUser(deps.db, { staffRoles: ["case_officer"] }), {
    requestId: first,
    reason: "Non.",
  });
  await ask();
  await refund(deps, gift.pledgeId, 5_000n);

  const rows = await deps.db.select().from(refundRequests).where(eq(refundRequests.pledgeId, gift.pledgeId));
  expect(rows.map((row) => row.state).toSorted()).toEqual(["accepted", "refused"]);
  const [made] = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, gift.pledgeId));
  expect(made).toMatchObject({ reason: "donor_request", amountCents: 5_000n });
  expect(await reductionsOf(deps)).toEqual([["refund", 5_000n]]);
  await booksHold(deps);
});

test("X1: nobody refunds their own gift, and a stranger can't even ask", async () => {
  const { id } = await aCampaign(deps, "live", KEEP);
  const actor = await aUser(deps.db, { staffRoles: ["administrator"] });
  const pledgeId = await aFirmPledge(deps, id, 5_000n, { actor });
  const parts = { giftCents: cents(100n), tipCents: cents(0n) };
  const stranger = await aUser(deps.db);
  const reason = "Pour moi.";

  await expect(proposeRefund(deps, actor, { pledgeId, parts, reason })).rejects.toMatchObject({ type: "own-gift" });
  await expect(askRefund(deps, stranger, { pledgeId, token: undefined, reason })).rejects.toMatchObject({
    status: 404,
  });
  expect((await deps.db.select().from(pledges).where(eq(pledges.id, pledgeId)))[0]?.returnedCents).toBe(0n);
});
