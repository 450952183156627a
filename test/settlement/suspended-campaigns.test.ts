import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { resumeCampaign } from "../../src/campaigns/resume-campaign.ts";
import { suspendCampaign } from "../../src/campaigns/suspend-campaign.ts";
import { campaigns, matchingPots } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { type Actor, worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, aPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;
let administrator: Actor;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
});

const stateOf = async (id: string) =>
  (await deps.db.select({ state: campaigns.state }).from(campaigns).where(eq(campaigns.id, id)))[0]?.state;

async function work(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await sweepCheckouts(deps, sweep);
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}

/** A matched promise and an open checkout, then suspension, then the deadline. */
async function suspendedOverItsDeadline() {
  const { potId } = await aMatchingPot(deps, 100_000n);
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  const firm = await aFirmPledge(deps, campaign.id, 10_000n);
  const open = await aPledge(deps, campaign.id, 3_000n);
  await suspendCampaign(deps, administrator, campaign.id, "Signalement à vérifier.");
  await work();
  expect(await thePledge(deps, open.pledgeId)).toMatchObject({ state: "expired", endedReason: "campaign_suspended" });
  await moveClock(database, sandbox, 40 * DAY);
  await work();
  expect(await stateOf(campaign.id)).toBe("suspended");
  expect((await thePledge(deps, firm)).state).toBe("authorised");
  return { campaignId: campaign.id, firm, potId };
}

test("P11, P4: suspended, nobody is charged, the deadline passed or not; resumed, the campaign is settled", async () => {
  const { campaignId, firm } = await suspendedOverItsDeadline();

  await resumeCampaign(deps, administrator, campaignId, "Vérifié.");
  await work();

  expect(await stateOf(campaignId)).toBe("succeeded");
  expect((await thePledge(deps, firm)).state).toBe("captured");
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("P11: cancelled after its deadline, a suspended campaign lets every pledge and match go", async () => {
  const { campaignId, firm, potId } = await suspendedOverItsDeadline();

  await cancelCampaign(deps, administrator, campaignId, "Fraude.");
  await work();

  expect(await thePledge(deps, firm)).toMatchObject({ state: "cancelled", endedReason: "campaign_cancelled" });
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect(pot).toMatchObject({ reservedCents: 0n, committedCents: 0n });
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});
