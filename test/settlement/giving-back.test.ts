import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { readStopReason } from "../../src/campaigns/stop-reason.ts";
import { refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { type Actor, worker } from "../../src/domain/actor.ts";
import { unwindCampaign } from "../../src/pledges/unwind-campaign.ts";
import { syncRefund } from "../../src/refunds/send-refund.ts";
import { listGivingBack, readGivingBack } from "../../src/settlement/giving-back.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { KEEP } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let administrator: Actor;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
});

const NOTHING = { toEnd: 0, toRefund: 0, underWay: 0, failed: 0, disputed: 0, returned: 0, returnedCents: 0n };

test("P11, F5: holder and staff see how far a cancelled campaign is with its donors' money, to its last refund", async () => {
  const { id: campaignId, owner } = await aCampaign(deps, "live", KEEP);
  const pledgeId = await aFirmPledge(deps, campaignId, 5_000n);
  await aFirmPledge(deps, campaignId, 3_000n);
  await aPledge(deps, campaignId, 2_000n);
  const progress = () => readGivingBack(deps, owner, campaignId);
  expect(await progress()).toBeUndefined();

  await cancelCampaign(deps, administrator, campaignId, "Le lieu ferme.");
  expect(await progress()).toMatchObject({ ...NOTHING, toEnd: 1, toRefund: 2 });
  expect(await readStopReason(deps, { id: campaignId, state: "cancelled" })).toBe("Le lieu ferme.");

  await unwindCampaign(deps, worker("test"), { campaignId });
  expect(await progress()).toMatchObject({ ...NOTHING, underWay: 2 });
  expect((await listGivingBack(deps, administrator)).map((one) => one.campaignId)).toEqual([campaignId]);

  await runJobs(deps);
  expect(await progress()).toMatchObject({ ...NOTHING, returned: 2, returnedCents: 8_000n });
  expect(await listGivingBack(deps, administrator)).toEqual([]);

  const [sent] = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, pledgeId));
  await sandbox.controls.failRefund(sent?.stripeRefundId ?? "");
  await syncRefund(deps, worker("test"), sent?.stripeRefundId ?? "");
  expect(await progress()).toMatchObject({ ...NOTHING, failed: 1, returned: 1, returnedCents: 3_000n });
});

test("X1: another holder finds no such campaign, and only staff the list", async () => {
  const { id: campaignId } = await aCampaign(deps, "live", KEEP);
  const { owner: other } = await aCampaign(deps, "live", KEEP);

  await expect(readGivingBack(deps, other, campaignId)).rejects.toMatchObject({ status: 404 });
  await expect(listGivingBack(deps, other)).rejects.toMatchObject({ status: 404 });
});
