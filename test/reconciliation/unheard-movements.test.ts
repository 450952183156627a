import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { differences, stripeEvents } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { aCampaign } from "../support/campaigns.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aPledge, pay, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

const nothing = async function* () {
  yield* [];
};

/** A Stripe that makes no event at all. */
beforeEach(async () => {
  deps = await testDeps(database.db, { ...sandbox.gateway, listEvents: nothing });
});

test("S3: a charge of which Stripe made no event is booked from its statement, before it is a difference", async () => {
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const pledge = await aPledge(deps, campaign.id, 5_000n);
  await pay(pledge);
  await sandbox.controls.idle();

  for (const seconds of [1, 180, 1_200]) {
    await moveClock(database, sandbox, seconds);
    await sweepStripe(deps, sweep);
    await runJobs(deps);
    await reconcileStripe(deps, sweep);
  }

  expect((await thePledge(deps, pledge.pledgeId)).state).toBe("captured");
  expect(await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId))).toEqual([]);
  const hints = await deps.db
    .select()
    .from(stripeEvents)
    .where(and(eq(stripeEvents.fundId, deps.fundId), eq(stripeEvents.source, "stripe-statement")));
  expect(hints).toHaveLength(1);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});
