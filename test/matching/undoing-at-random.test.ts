import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { matchingPots, pledges } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { syncDispute } from "../../src/disputes/sync-dispute.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { AppError } from "../../src/errors.ts";
import { backfillPot } from "../../src/matching/backfill-pot.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { revokeMatches } from "../../src/matching/revoke-match.ts";
import { CheckoutRefusedError } from "../../src/sandbox/stripe/client.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { fc, runs } from "../support/property.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP, refund } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
const actor = worker("test");

type World = {
  readonly deps: Deps;
  readonly campaignIds: readonly string[];
  readonly pots: readonly { readonly potId: string; readonly ruleId: string }[];
};

const nth = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(1, items.length)];

const captured = ({ deps }: World) =>
  deps.db
    .select()
    .from(pledges)
    .where(and(eq(pledges.fundId, deps.fundId), eq(pledges.state, "captured")))
    .orderBy(pledges.id);

/** Two people, with three cards between them: donors merge as they go. */
async function give(world: World, of: number, amount: bigint): Promise<void> {
  const { deps, campaignIds } = world;
  const holder = `Holder ${of % 3}`;
  const email = `person-${of % 5}-${deps.fundId}@example.org`;
  await aFirmPledge(deps, nth(campaignIds, of) ?? "", amount, { email, holder });
}

async function giveBack(world: World, of: number, amount: bigint): Promise<void> {
  const pledge = nth(await captured(world), of);
  if (pledge === undefined) return;
  const left = pledge.amountCents - pledge.returnedGiftCents - pledge.disputedGiftCents;
  if (left > 0n) await refund(world.deps, pledge.id, amount < left ? amount : left);
}

async function dispute(world: World, of: number, amount: bigint): Promise<void> {
  const pledge = nth(await captured(world), of);
  if (pledge === undefined || pledge.returnedCents === pledge.capturedCents) return;
  const left = Number(pledge.capturedCents - pledge.returnedCents - pledge.disputedCents);
  if (left <= 0) return;
  const { controls } = sandbox;
  const opened = await controls.openDispute(pledge.chargeId ?? "", "fraudulent", Math.min(left, Number(amount)));
  await syncDispute(world.deps, actor, opened.id);
  if (of % 3 === 0) return;
  await controls.closeDispute(opened.id, of % 3 === 1 ? "won" : "lost");
  await syncDispute(world.deps, actor, opened.id);
}

async function revoke({ deps, ...world }: World, of: number): Promise<void> {
  const pledge = nth(await captured({ deps, ...world }), of);
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
  const ruleId = nth(world.pots, of)?.ruleId;
  if (pledge !== undefined)
    await revokeMatches(deps, administrator, { kind: "pledge", pledgeId: pledge.id, ruleId }, "Essai.");
}

async function topUp({ deps, pots }: World, of: number, amount: bigint): Promise<void> {
  const potId = nth(pots, of)?.potId ?? "";
  const funding = { potId, amountCents: cents(amount), source: "bank", reference: `${potId}-${of}-${amount}` } as const;
  await inTransaction(deps.db, (tx) => fundPot(tx, deps, actor, funding));
  await backfillPot(deps, actor, potId);
}

const DO = { give, giveBack, dispute, revoke, topUp } as const;
const steps = fc.array(
  fc.array(
    fc.record({
      what: fc.constantFrom(...(Object.keys(DO) as (keyof typeof DO)[]), "give" as const, "giveBack" as const),
      of: fc.nat(30),
      amount: fc.bigInt(100n, 9_000n),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 4, maxLength: 8 },
);

/** A refusal that a person would read is an outcome; anything else is our bug. */
async function tried(step: Promise<void>): Promise<void> {
  await step.catch((error: unknown) => {
    if (!(error instanceof AppError) && !(error instanceof CheckoutRefusedError)) throw error;
  });
}

test("M2, M10, M11, M14, F1: whatever is given, returned, disputed and revoked, in any order and at once, the books hold", {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (rounds) => {
      const deps = await testDeps(database.db, sandbox.gateway);
      const pots = [
        await aMatchingPot(deps, 20_000n, { backfill: true, capPerDonorCents: 12_000n }),
        await aMatchingPot(deps, 9_000n, { backfill: true, ratioNumerator: 2, ratioDenominator: 3, priority: 2 }),
      ];
      const campaignIds = [(await aCampaign(deps, "live", KEEP)).id, (await aCampaign(deps, "live", KEEP)).id];
      const world = { deps, pots, campaignIds };
      for (let of = 0; of < 3; of += 1) await give(world, of, 5_000n);

      for (const round of rounds) {
        await Promise.all(round.map(({ what, of, amount }) => tried(DO[what](world, of, amount))));
        await runJobs(deps);
      }

      await booksHold(deps);
      const [first] = await deps.db
        .select()
        .from(matchingPots)
        .where(eq(matchingPots.id, pots[0]?.potId ?? ""));
      expect(first?.fundedCents).toBeGreaterThanOrEqual(20_000n);
    }),
    { numRuns: runs(4) },
  );
});
