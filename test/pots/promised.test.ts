import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { campaigns, matches } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { awaitedMatches } from "../../src/domain/awaited-matches.ts";
import { cents } from "../../src/domain/money.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { readAwaitedMatches } from "../../src/pots/awaited-matches.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { booksHold } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { aPot, promise } from "../support/pots.ts";
import { fc } from "../support/property.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const actor = worker("test");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** A campaign of 200 € with 100 € of gifts, and a pot that promises the other 100 € and holds nothing. */
async function aPromise(more: { promisedCounts: boolean; backfill?: boolean }) {
  const pot = await aPot(deps, 0n, { backfill: more.backfill ?? true }, more.promisedCounts);
  await promise(deps, pot.potId, 50_000n);
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  const pledges = [await aFirmPledge(deps, campaign.id, 6_000n), await aFirmPledge(deps, campaign.id, 4_000n)];
  return { ...pot, campaignId: campaign.id, pledges };
}

const stateOf = async (campaignId: string) =>
  (await deps.db.select().from(campaigns).where(eq(campaigns.id, campaignId)))[0]?.state;
const receive = (potId: string, amountCents: bigint) =>
  inTransaction(deps.db, (tx) =>
    fundPot(tx, deps, actor, { potId, amountCents: cents(amountCents), source: "bank", reference: `VIR ${potId}` }),
  );

async function work(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await runJobs(deps);
    await sweepCharges(deps, actor);
    await sweepSettlements(deps, actor);
    await runJobs(deps);
  }
}
const passDeadline = async () => {
  await moveClock(database, sandbox, 31 * DAY);
  await work();
};

test("M9: what promised money would match is told, reserves nothing, and counts only where its agreement says so", async () => {
  const counting = await aPromise({ promisedCounts: true });
  const other = await aPromise({ promisedCounts: false, backfill: false });

  expect(await readAwaitedMatches(deps.db, deps.fundId, counting.campaignId)).toEqual({
    awaitedCents: 10_000n,
    countedCents: 10_000n,
  });
  // Its own pot fills up nothing, but the first pot's rule answers this campaign too.
  expect(await readAwaitedMatches(deps.db, deps.fundId, other.campaignId)).toMatchObject({ awaitedCents: 10_000n });
  expect(await deps.db.select().from(matches).where(eq(matches.campaignId, counting.campaignId))).toEqual([]);
  await booksHold(deps);
});

test("M9, P4: promised money that does not count fails the campaign at its deadline; nobody is charged", async () => {
  const { campaignId, pledges } = await aPromise({ promisedCounts: false });

  await passDeadline();

  expect(await stateOf(campaignId)).toBe("failed");
  for (const id of pledges) expect((await thePledge(deps, id)).capturedCents).toBe(0n);
  await booksHold(deps);
});

test("M9, P4: where it counts the campaign waits, charging nobody; the money comes, matches, and it succeeds", async () => {
  const { campaignId, potId, pledges } = await aPromise({ promisedCounts: true });

  await passDeadline();
  expect(await stateOf(campaignId)).toBe("settling");
  for (const id of pledges) expect((await thePledge(deps, id)).state).toBe("authorised");
  await receive(potId, 50_000n);
  await work();

  expect(await stateOf(campaignId)).toBe("succeeded");
  const made = await deps.db.select().from(matches).where(eq(matches.campaignId, campaignId));
  expect(made.map((match) => match.amountCents).toSorted()).toEqual([4_000n, 6_000n]);
  await booksHold(deps);
});

test("M9, P4: where it counts and does not come, the campaign fails when the window ends, and nobody was charged", async () => {
  const { campaignId, pledges } = await aPromise({ promisedCounts: true });
  await passDeadline();

  await moveClock(database, sandbox, 8 * DAY);
  await work();

  expect(await stateOf(campaignId)).toBe("failed");
  for (const id of pledges) expect((await thePledge(deps, id)).capturedCents).toBe(0n);
  await booksHold(deps);
});

test("M9: a promise too small for the goal does not make the campaign wait", async () => {
  const { campaignId, potId } = await aPromise({ promisedCounts: true });
  await promise(deps, potId, 9_999n);

  await passDeadline();

  expect(await stateOf(campaignId)).toBe("failed");
});

const amount = fc.bigInt({ min: 0n, max: 1_000n });
const short = fc.record({
  ruleId: fc.constantFrom("r1", "r2"),
  potId: fc.constantFrom("p1", "p2"),
  donorId: fc.constantFrom("d1", "d2", "d3"),
  formulaCents: amount,
  standsCents: fc.constant(0n),
  answeredCents: fc.constant(0n),
  caps: fc.uniqueArray(
    fc.record({
      bound: fc.constantFrom("cap_per_gift", "cap_per_donor", "cap_per_campaign", "campaign_ceiling"),
      allowsCents: fc.bigInt({ min: 0n, max: 500n }),
    }),
    { selector: (cap) => cap.bound },
  ),
});

test("M9: awaited matches never exceed what the pots await, nor what the gifts ask for", () => {
  fc.assert(
    fc.property(fc.array(short, { maxLength: 20 }), amount, amount, (shorts, first, second) => {
      const pots = [
        { potId: "p1", awaitedCents: first, promisedCounts: true },
        { potId: "p2", awaitedCents: second, promisedCounts: false },
      ];

      const { awaitedCents, countedCents } = awaitedMatches(shorts, pots);

      expect(awaitedCents).toBeLessThanOrEqual(first + second);
      expect(countedCents).toBeLessThanOrEqual(first);
      expect(countedCents).toBeLessThanOrEqual(awaitedCents);
      expect(awaitedCents).toBeLessThanOrEqual(shorts.reduce((sum, one) => sum + one.formulaCents, 0n));
      const ceiling = shorts.every((one) =>
        one.caps.some((cap) => cap.bound === "campaign_ceiling" && cap.allowsCents <= 100n),
      );
      if (ceiling) expect(awaitedCents).toBeLessThanOrEqual(100n);
    }),
  );
});
