import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { settlements } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { settleCampaign } from "../../src/settlement/settle-campaign.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot, type TestRule } from "../support/matching.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP, matchesOf, reductionsOf, refund, standOf, stateOf, theGrantOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const LUMP: TestRule = { kind: "threshold", ratioNumerator: null, ratioDenominator: null, lumpCents: 20_000n };

async function decide(): Promise<void> {
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}

test.each([
  { gift: 5_000n, state: "committed", granted: 10_000n, edge: "reached to the cent counting it" },
  { gift: 4_999n, state: "reversed", granted: 4_999n, edge: "one cent short counting it" },
])("P5, P6: a match that depends on the goal is $state where the goal is $edge", async ({ gift, state, granted }) => {
  const { potId } = await aMatchingPot(deps, 50_000n, { goalConditional: true });
  const { id } = await aCampaign(deps, "live", { ...KEEP, goalCents: 10_000 });
  const pledgeId = await aFirmPledge(deps, id, gift);

  await decide();

  expect(await stateOf(deps, id)).toBe("succeeded");
  expect(await matchesOf(deps, pledgeId)).toMatchObject([{ amountCents: gift, state }]);
  expect((await theGrantOf(deps, id)).amountCents).toBe(granted);
  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({
    committed: granted - gift,
    gifts: 0n,
    matches: 0n,
  });
  const [settlement] = await deps.db.select().from(settlements).where(eq(settlements.campaignId, id));
  expect(settlement).toMatchObject({ giftsCents: gift, matchesCents: granted - gift });
  await booksHold(deps);
});

test("P5: where the goal needs it, a conditional match that helps reach the goal lets the campaign succeed", async () => {
  await aMatchingPot(deps, 50_000n, { goalConditional: true });
  const { id } = await aCampaign(deps, "live", { goalCents: 10_000 });
  const pledgeId = await aFirmPledge(deps, id, 5_000n);

  await decide();

  expect(await stateOf(deps, id)).toBe("succeeded");
  expect(await matchesOf(deps, pledgeId)).toMatchObject([{ state: "committed" }]);
  await booksHold(deps);
});

test("M15: a threshold that captured gifts do not hold takes its lump back at the decision, and the pot has it", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n, { ...LUMP, thresholdDonors: 2 });
  const { id } = await aCampaign(deps, "live", { ...KEEP, goalCents: 10_000 });
  const first = await aFirmPledge(deps, id, 5_000n);
  const second = await aFirmPledge(deps, id, 5_000n);
  expect(await matchesOf(deps, second)).toMatchObject([{ amountCents: 20_000n, state: "committed" }]);

  await refund(deps, first, 5_000n);
  await decide();

  expect(await matchesOf(deps, second)).toMatchObject([{ amountCents: 20_000n, state: "reversed" }]);
  expect(await reductionsOf(deps)).toEqual([["threshold_not_held", 20_000n]]);
  expect((await theGrantOf(deps, id)).amountCents).toBe(5_000n);
  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({ committed: 0n, potAccount: 50_000n });
  await booksHold(deps);
});

test("M15: a threshold that holds keeps its lump", async () => {
  await aMatchingPot(deps, 50_000n, { ...LUMP, thresholdDonors: 2, thresholdGoalPercent: 100 });
  const { id } = await aCampaign(deps, "live", { ...KEEP, goalCents: 10_000 });
  await aFirmPledge(deps, id, 5_000n);
  await aFirmPledge(deps, id, 5_000n);

  await decide();

  expect((await theGrantOf(deps, id)).amountCents).toBe(30_000n);
  await booksHold(deps);
});

test("P5, M10: a refund that races the decision is either counted out of it or taken from the grant", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const { id } = await aCampaign(deps, "live", { ...KEEP, goalCents: 10_000 });
  const pledgeId = await aFirmPledge(deps, id, 5_000n);
  await aFirmPledge(deps, id, 3_000n);
  await moveClock(database, sandbox, 31 * DAY);
  await settleCampaign(deps, sweep, id);

  await Promise.all([refund(deps, pledgeId, 5_000n), settleCampaign(deps, sweep, id), settleCampaign(deps, sweep, id)]);
  await runJobs(deps);

  const grant = await theGrantOf(deps, id);
  expect(grant.amountCents - grant.reducedCents).toBe(6_000n);
  expect(await thePledge(deps, pledgeId)).toMatchObject({ returnedGiftCents: 5_000n });
  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({ committed: 3_000n, potAccount: 47_000n });
  await booksHold(deps);
});
