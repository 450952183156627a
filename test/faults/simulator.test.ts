import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { campaigns, pledges, refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { replayMatching } from "../../src/matching/replay-matching.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aMatchingPot, type TestRule } from "../support/matching.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { logOfBugs, randomFrom, resumeAll, runSomeJobs, step, sweepAll, type World } from "./simulation.ts";
import { unsteadyGateway } from "./unsteady-gateway.ts";

const STEPS = Number(process.env.SIMULATOR_STEPS ?? 160);
/** One known case; to hunt, set others. */
const seed = Number(process.env.SIMULATOR_SEED ?? 222);

const database = testDatabase();
const sandbox = testSandbox();
const weather = { lossRate: 0.12 };

/** Stripe keeps its fees where everything is refunded: without more, the last refund would wait for funds for ever. */
const OWN_CENTS = 100_000;

const inDays = (days: number) => new Date(Date.now() + days * DAY * 1_000).toISOString().slice(0, 10);

/** One of each further kind, each with its own caps and conditions. */
async function someRules(deps: Deps): Promise<readonly TestRule[]> {
  const until = new Date((await fundNow(deps.db)).getTime() + 6 * DAY * 1_000).toISOString();
  const none = { ratioNumerator: null, ratioDenominator: null };
  return [
    { ...none, kind: "threshold", thresholdDonors: 3, lumpCents: 2_500n, priority: 2 },
    { kind: "threshold", thresholdGoalPercent: 40, ratioNumerator: 2, capPerPeriodCents: 3_000n, capPeriod: "week" },
    { stacking: "if_first", capPerGiftCents: 700n, capInAllCents: 6_000n, minimumGiftCents: 900n, priority: 3 },
    { stacking: "final", goalConditional: true, capPerCampaignCents: 2_000n, minimumDonors: 2, priority: 4 },
    { backfill: true, heldShares: [{ departements: ["63"], shareCents: 4_000, until }], priority: 5 },
  ];
}

async function aWorld(): Promise<World> {
  const random = randomFrom(seed);
  const bugs: string[] = [];
  const deps = {
    ...(await testDeps(database.db, unsteadyGateway(sandbox.gateway, weather, random))),
    log: logOfBugs(bugs),
  };
  await aMatchingPot(deps, 40_000n, { capPerDonorCents: 5_000n });
  await aMatchingPot(deps, 15_000n, { ratioNumerator: 1, ratioDenominator: 3, backfill: true });
  for (const rule of await someRules(deps)) await aMatchingPot(deps, 9_000n, rule);
  const campaignIds = [];
  for (const more of [
    { goalCents: 6_000, deadlineOn: inDays(5) },
    { goalCents: 12_000, deadlineOn: inDays(9), shortfall: { kind: "accept_minimum", minimumCents: 3_000 } },
    { goalCents: 30_000, deadlineOn: inDays(7), mode: "keep_what_you_raise" },
    { goalCents: 10_000, mode: "keep_what_you_raise" },
  ] as const)
    campaignIds.push((await aCampaign(deps, "live", more)).id);
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
  await sandbox.controls.addFunds(OWN_CENTS);
  return { database, sandbox, deps, administrator, campaignIds, random, bugs };
}

/**
 * Past every deadline, through the retries of days 1, 3, 5 and 7 (P4), then the five days in which the sandbox's banks
 * answer a debit that was tried again on the last of them, then for what must go back.
 */
const CALM_DAYS = [0, 31, 1, 2, 2, 2, 1, 5, 1, 1, 1];

/** Calm weather, and all the time the machine needs to come to its end by sweeps and jobs alone. */
async function settleDown(world: World): Promise<void> {
  weather.lossRate = 0;
  for (const days of CALM_DAYS) {
    await moveClock(database, sandbox, days * DAY + 1_200);
    await resumeAll(world);
    for (let round = 0; round < 4; round += 1) {
      await sweepAll(world);
      while ((await runSomeJobs(world, 0)) > 0);
    }
  }
}

/** Cents that Stripe took and did not give back, by pledge. */
async function takenByPledge(): Promise<ReadonlyMap<string, bigint>> {
  const taken = new Map<string, bigint>();
  for await (const charge of sandbox.stripe.charges.list({ limit: 100 })) {
    const cents = charge.status === "succeeded" ? BigInt(charge.amount_captured - charge.amount_refunded) : 0n;
    const pledgeId = charge.metadata.pledge_id ?? "none";
    taken.set(pledgeId, (taken.get(pledgeId) ?? 0n) + cents);
  }
  return taken;
}

test(`whatever happens in whatever order, the books hold and agree with Stripe (seed ${seed})`, {
  timeout: 180_000,
}, async () => {
  process.stdout.write(`simulator: SIMULATOR_SEED=${seed} SIMULATOR_STEPS=${STEPS}\n`);
  const world = await aWorld();
  const { deps } = world;
  const done: string[] = [];

  for (let count = 0; count < STEPS; count += 1) {
    done.push(await step(world));
    const findings = await findBrokenInvariants(deps.db, deps.fundId);
    expect(findings, `after ${done.slice(-8).join(", ")}`).toEqual([]);
  }
  await settleDown(world);

  expect(world.bugs).toEqual([]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  expect((await replayMatching(deps)).findings).toEqual([]);
  const ofFund = await deps.db.select().from(pledges).where(eq(pledges.fundId, deps.fundId));
  const states = await deps.db.select().from(campaigns).where(eq(campaigns.fundId, deps.fundId));
  expect(states.map((c) => c.state).filter((s) => !["succeeded", "failed", "cancelled"].includes(s))).toEqual([]);
  expect(ofFund.filter((p) => ["draft", "authorised", "charging", "action_required"].includes(p.state))).toEqual([]);
  const unpaid = await deps.db
    .select()
    .from(refunds)
    .where(and(eq(refunds.fundId, deps.fundId)));
  expect(unpaid.filter((refund) => refund.state !== "succeeded")).toEqual([]);

  const taken = await takenByPledge();
  for (const { id, capturedCents, returnedCents } of ofFund)
    expect([id, taken.get(id) ?? 0n]).toEqual([id, capturedCents - returnedCents]);
  const balances = new Map((await listBalances(deps.db, deps.fundId)).map((b) => [b.account, b.balanceCents]));
  const atStripe = (balances.get("stripe") ?? 0n) + (balances.get("fees:processor") ?? 0n);
  expect(atStripe).toBe([...taken.values()].reduce((sum, cents) => sum + cents, BigInt(OWN_CENTS)));
  process.stdout.write(
    `simulator: ${ofFund.length} pledges, ${ofFund.filter((p) => p.state === "captured").length} captured, ` +
      `${unpaid.length} refunds, ${atStripe} cents at Stripe, campaigns ${states.map((c) => c.state).join(", ")}\n`,
  );
});
