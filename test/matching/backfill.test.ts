import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { matchTraces, outbox } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { backfillPot, sweepBackfill } from "../../src/matching/backfill-pot.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot, type TestRule } from "../support/matching.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP, matchesOf, refund, standOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
const test1 = worker("test");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const aPot = (fundedCents: bigint, rule: TestRule = {}) => aMatchingPot(deps, fundedCents, { backfill: true, ...rule });
const topUp = (potId: string, amountCents: bigint, reference = `top-${amountCents}`) =>
  inTransaction(deps.db, (tx) =>
    fundPot(tx, deps, test1, { potId, amountCents: cents(amountCents), source: "bank", reference: potId + reference }),
  );
const amounts = async (pledgeId: string) => (await matchesOf(deps, pledgeId)).map((match) => match.amountCents);
const standing = async (pledgeId: string) =>
  (await matchesOf(deps, pledgeId))
    .filter((match) => ["reserved", "committed", "paid"].includes(match.state))
    .reduce((sum, match) => sum + match.amountCents, 0n);

test("M11: money that a refund frees goes to the oldest under-matched gifts first, with traces and letters", async () => {
  const pot = await aPot(8_000n);
  const { id } = await aCampaign(deps, "live", KEEP);
  const gifts = [];
  for (let gift = 0; gift < 4; gift += 1) gifts.push(await aFirmPledge(deps, id, 5_000n));
  expect(await Promise.all(gifts.map(standing))).toEqual([5_000n, 3_000n, 0n, 0n]);

  await refund(deps, gifts[0] ?? "", 5_000n);
  await backfillPot(deps, test1, pot.potId);

  expect(await Promise.all(gifts.map(standing))).toEqual([0n, 5_000n, 3_000n, 0n]);
  expect(await amounts(gifts[1] ?? "")).toEqual([3_000n, 2_000n]);
  const traces = await deps.db
    .select()
    .from(matchTraces)
    .where(and(eq(matchTraces.fundId, deps.fundId), eq(matchTraces.cause, "backfill")));
  expect(traces.map((trace) => [trace.pledgeId, trace.amountCents, trace.boundBy]).toSorted()).toEqual(
    [
      [gifts[1], 2_000n, "formula"],
      [gifts[2], 3_000n, "pot"],
    ].toSorted(),
  );
  const letters = (await deps.db.select().from(outbox)).filter(
    ({ job, payload }) => job === "send-mail" && JSON.stringify(payload).includes("match-raised"),
  );
  expect(letters.map(({ payload }) => (payload as { subjectId: string }).subjectId).toSorted()).toEqual(
    [gifts[1], gifts[2]].toSorted(),
  );
  await booksHold(deps);
});

test("M11: without backfill freed money serves new pledges only", async () => {
  const pot = await aMatchingPot(deps, 5_000n);
  const { id } = await aCampaign(deps, "live", KEEP);
  const first = await aFirmPledge(deps, id, 5_000n);
  const second = await aFirmPledge(deps, id, 5_000n);

  await refund(deps, first, 5_000n);
  await runJobs(deps);
  await sweepBackfill(deps, test1);

  expect(await standing(second)).toBe(0n);
  expect((await aPledge(deps, id, 4_000n)).matchCents).toBe(4_000n);
  expect(await standOf(deps, { campaignId: id, potId: pot.potId })).toMatchObject({ reserved: 4_000n, committed: 0n });
  await booksHold(deps);
});

test("M11: a top-up asks for it by one job a pot; drafts wait, firm pledges hold it as reserved", async () => {
  const pot = await aPot(1_000n);
  const { id } = await aCampaign(deps);
  const firm = await aFirmPledge(deps, id, 5_000n);
  const draft = await aPledge(deps, id, 5_000n);
  await topUp(pot.potId, 2_000n);
  await topUp(pot.potId, 3_000n);
  const jobs = (await deps.db.select().from(outbox)).filter((row) => JSON.stringify(row.payload).includes(pot.potId));
  expect(jobs.map((row) => row.job)).toEqual(["backfill-pot"]);

  await runJobs(deps);

  expect(await standing(firm)).toBe(5_000n);
  expect(await standing(draft.pledgeId)).toBe(0n);
  expect(await standOf(deps, { campaignId: id, potId: pot.potId })).toMatchObject({ reserved: 5_000n, committed: 0n });
  await booksHold(deps);
});

test("M8, M11: a gift is filled up under its own version, within its caps", async () => {
  const pot = await aPot(1_000n, { capPerGiftCents: 3_000n });
  const { id } = await aCampaign(deps, "live", KEEP);
  const gift = await aFirmPledge(deps, id, 5_000n);

  await topUp(pot.potId, 10_000n);
  await runJobs(deps);
  await sweepBackfill(deps, test1);

  expect(await amounts(gift)).toEqual([1_000n, 2_000n]);
  await booksHold(deps);
});

test("M3, M11: a rule that speaks only first stays silent where an earlier rule's match stands", async () => {
  const first = await aPot(0n, { priority: 1 });
  const second = await aPot(0n, { priority: 2, stacking: "if_first" });
  const { id } = await aCampaign(deps, "live", KEEP);
  const gift = await aFirmPledge(deps, id, 5_000n);

  await topUp(first.potId, 5_000n);
  await runJobs(deps);
  await topUp(second.potId, 5_000n);
  await runJobs(deps);

  expect((await matchesOf(deps, gift)).map((match) => [match.ruleId, match.amountCents])).toEqual([
    [first.ruleId, 5_000n],
  ]);
});

test("M11, M15: a lump that went with its gift is borne by the oldest gift while the threshold holds", async () => {
  await aMatchingPot(deps, 50_000n, {
    kind: "threshold",
    ratioNumerator: null,
    ratioDenominator: null,
    thresholdDonors: 2,
    lumpCents: 20_000n,
  });
  const { id } = await aCampaign(deps);
  const gifts = [];
  for (let gift = 0; gift < 3; gift += 1) gifts.push(await aFirmPledge(deps, id, 5_000n));
  const [oldest = "", bearer = "", youngest = ""] = gifts;
  expect(await Promise.all(gifts.map(standing))).toEqual([0n, 20_000n, 0n]);

  await cancelPledge(deps, { kind: "guest" }, { pledgeId: bearer, token: accessToken(deps.cipher, bearer) });
  await runJobs(deps);

  expect([await standing(oldest), await standing(youngest)]).toEqual([20_000n, 0n]);
  await cancelPledge(deps, { kind: "guest" }, { pledgeId: oldest, token: accessToken(deps.cipher, oldest) });
  await runJobs(deps);
  expect(await standing(youngest)).toBe(0n);
  await booksHold(deps);
});

test("M2, M11: backfills and new pledges at once never give more than the pot holds", async () => {
  const pot = await aPot(1_000n);
  const { id } = await aCampaign(deps, "live", KEEP);
  const old = [];
  for (let gift = 0; gift < 3; gift += 1) old.push(await aFirmPledge(deps, id, 5_000n));
  await topUp(pot.potId, 20_000n);

  const [, , ...opened] = await Promise.all([
    backfillPot(deps, test1, pot.potId),
    backfillPot(deps, test1, pot.potId),
    ...Array.from({ length: 6 }, () => aPledge(deps, id, 5_000n)),
  ]);
  await sweepBackfill(deps, test1);

  const given = (await Promise.all(old.map(standing))).reduce((sum, one) => sum + one, 0n);
  const reserved = opened.reduce((sum, one) => sum + one.matchCents, 0n);
  expect(given + reserved).toBe(21_000n);
  await booksHold(deps);
});
