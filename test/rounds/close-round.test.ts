import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { resumeAgreement } from "../../src/agreements/resume-agreement.ts";
import { suspendAgreement } from "../../src/agreements/suspend-agreement.ts";
import { grantComplements, grants, matchingPots, matchTraces } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { replayMatching } from "../../src/matching/replay-matching.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { closeRound } from "../../src/rounds/close-round.ts";
import { findRound } from "../../src/rounds/find-round.ts";
import { sweepRounds } from "../../src/rounds/sweep-rounds.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { aRoundPot, theLines, theMatches, theResults } from "../support/rounds.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep-rounds");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const AT_ONCE = { mode: "keep_what_you_raise", goalCents: 100_000 };
/** The books' invariants hold, and a replay gives what is stored (M14). */
async function booksHold(): Promise<void> {
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  expect((await replayMatching(deps)).findings).toEqual([]);
}
const thePot = async (id: string) => (await deps.db.select().from(matchingPots).where(eq(matchingPots.id, id)))[0];
const balance = async (account: string) =>
  (await listBalances(deps.db, deps.fundId)).find((b) => b.account === account)?.balanceCents ?? 0n;

test("M15: a round is shared a day after its end, once: each share is a committed match of its gift, with its trace", async () => {
  const { potId, ruleId } = await aRoundPot(deps, 10_000n);
  const [one, two] = [await aCampaign(deps, "live", AT_ONCE), await aCampaign(deps, "live", AT_ONCE)];
  const gifts = [
    await aFirmPledge(deps, one.id, 6_000n),
    await aFirmPledge(deps, one.id, 3_000n),
    await aFirmPledge(deps, two.id, 3_000n, { tipCents: 500n }),
  ];
  await moveClock(database, sandbox, 10 * DAY + 3_600);
  await sweepRounds(deps, sweep);
  const early = await theResults(deps, ruleId);

  await moveClock(database, sandbox, DAY);
  await sweepRounds(deps, sweep);
  await sweepRounds(deps, sweep);

  expect(early).toEqual([]);
  expect(await theResults(deps, ruleId)).toMatchObject([
    { version: 1, ruleVersion: 1, budgetCents: 10_000n, sharedCents: 10_000n },
  ]);
  expect(await theLines(deps, ruleId)).toEqual({
    [gifts[0] ?? ""]: [5_000n, "formula"],
    [gifts[1] ?? ""]: [2_500n, "formula"],
    [gifts[2] ?? ""]: [2_500n, "formula"],
  });
  expect(await theMatches(deps, gifts[0] ?? "")).toEqual([["committed", 5_000n]]);
  expect(await thePot(potId)).toMatchObject({ reservedCents: 0n, committedCents: 10_000n });
  expect(await balance(`match:campaign:${one.id}`)).toBe(7_500n);
  const traces = await deps.db.select().from(matchTraces).where(eq(matchTraces.ruleId, ruleId));
  expect(traces.map((trace) => [trace.cause, trace.amountCents, trace.boundBy])).toEqual(
    expect.arrayContaining([
      ["pledge", 0n, "shared_at_round_end"],
      ["round", 5_000n, "formula"],
    ]),
  );
  await booksHold();
});

test("M2: a pot with less than the budget shares what it has, and the result says so", async () => {
  const { ruleId } = await aRoundPot(deps, 4_000n, { budgetCents: 10_000n });
  const campaign = await aCampaign(deps, "live", AT_ONCE);
  const gift = await aFirmPledge(deps, campaign.id, 6_000n);
  await moveClock(database, sandbox, 11 * DAY);

  await sweepRounds(deps, sweep);

  expect(await theResults(deps, ruleId)).toMatchObject([{ budgetCents: 4_000n, sharedCents: 4_000n }]);
  expect(await theLines(deps, ruleId)).toEqual({ [gift]: [4_000n, "pot"] });
  await booksHold();
});

test("M15: a quadratic round weighs campaigns by how many gave", async () => {
  const { ruleId } = await aRoundPot(deps, 14_000n, { kind: "quadratic" });
  const [many, few] = [await aCampaign(deps, "live", AT_ONCE), await aCampaign(deps, "live", AT_ONCE)];
  const small = [];
  for (let i = 0; i < 3; i += 1) small.push(await aFirmPledge(deps, many.id, 100n));
  const large = [await aFirmPledge(deps, few.id, 400n), await aFirmPledge(deps, few.id, 400n)];
  await moveClock(database, sandbox, 11 * DAY);

  await sweepRounds(deps, sweep);

  const lines = await theLines(deps, ruleId);
  expect(small.map((id) => lines[id]?.[0])).toEqual([2_000n, 2_000n, 2_000n]);
  expect(large.map((id) => lines[id]?.[0])).toEqual([4_000n, 4_000n]);
  await booksHold();
});

test("M15: a round waits for cards that are charged later, and its money then joins the grant, to be signed with it", async () => {
  const { potId, ruleId } = await aRoundPot(deps, 5_000n);
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  const gift = await aFirmPledge(deps, campaign.id, 20_000n);
  await moveClock(database, sandbox, 12 * DAY);
  await sweepRounds(deps, sweep);
  const waiting = await theResults(deps, ruleId);

  await moveClock(database, sandbox, 20 * DAY);
  for (let i = 0; i < 3; i += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
  await sweepRounds(deps, sweep);

  expect(waiting).toEqual([]);
  expect(await theLines(deps, ruleId)).toEqual({ [gift]: [5_000n, "formula"] });
  const [grant] = await deps.db.select().from(grants).where(eq(grants.campaignId, campaign.id));
  expect(grant).toMatchObject({ amountCents: 25_000n, awaitingCents: 0n });
  expect(await balance(`grant:${grant?.id}`)).toBe(25_000n);
  expect(await balance(`match:campaign:${campaign.id}`)).toBe(0n);
  expect(await deps.db.select().from(grantComplements).where(eq(grantComplements.ruleId, ruleId))).toMatchObject([
    { amountCents: 5_000n, isAmendment: false },
  ]);
  expect(await thePot(potId)).toMatchObject({ committedCents: 5_000n });
  await booksHold();
});

test("M15: after sixty days a round waits no longer: what is still not captured takes no part", async () => {
  const { ruleId } = await aRoundPot(deps, 5_000n);
  const campaign = await aCampaign(deps, "live", { ...(await lateDeadline(85)), goalCents: 20_000 });
  const late = await aFirmPledge(deps, campaign.id, 20_000n);
  const direct = await aFirmPledge(deps, (await aCampaign(deps, "live", AT_ONCE)).id, 1_000n);
  await moveClock(database, sandbox, 71 * DAY);

  await sweepRounds(deps, sweep);

  expect(await theLines(deps, ruleId)).toEqual({ [late]: [0n, "not_captured"], [direct]: [5_000n, "formula"] });
  await booksHold();
});

const lateDeadline = async (days: number) => {
  const [row] = await database.owner.execute<{ day: string }>(
    sql`select to_char((fund_now() + make_interval(days => ${days})) at time zone 'Europe/Paris', 'YYYY-MM-DD') as day`,
  );
  return { deadlineOn: row?.day };
};

test("M15: ten closings at once share the round once", async () => {
  const { potId, ruleId } = await aRoundPot(deps, 9_999n);
  const campaign = await aCampaign(deps, "live", AT_ONCE);
  const gift = await aFirmPledge(deps, campaign.id, 6_000n);
  await moveClock(database, sandbox, 11 * DAY);

  const outcomes = await Promise.all(Array.from({ length: 10 }, () => closeRound(deps, sweep, ruleId)));

  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(await theMatches(deps, gift)).toEqual([["committed", 9_999n]]);
  expect(await thePot(potId)).toMatchObject({ committedCents: 9_999n });
  await booksHold();
});

test("M15: while its agreement is suspended a round waits; ended with it, it is shared among the gifts given until then", async () => {
  const { ruleId } = await aRoundPot(deps, 5_000n);
  const campaign = await aCampaign(deps, "live", AT_ONCE);
  const gift = await aFirmPledge(deps, campaign.id, 1_000n);
  const agreementId = (await findRound(deps.db, deps.fundId, ruleId))?.agreementId ?? "";
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
  await suspendAgreement(deps, administrator, { agreementId, reason: "Un doute." });
  await aFirmPledge(deps, campaign.id, 1_000n);
  await moveClock(database, sandbox, 11 * DAY);
  await sweepRounds(deps, sweep);
  const suspended = await theResults(deps, ruleId);

  await resumeAgreement(deps, administrator, { agreementId, reason: "Doute levé." });
  await sweepRounds(deps, sweep);

  expect(suspended).toEqual([]);
  expect(await theLines(deps, ruleId)).toEqual({ [gift]: [5_000n, "formula"] });
  await booksHold();
});
