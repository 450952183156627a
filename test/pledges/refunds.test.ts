import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { differences, refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { aCampaign } from "../support/campaigns.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const balance = async (account: string) =>
  (await listBalances(deps.db, deps.fundId)).find((b) => b.account === account)?.balanceCents ?? 0n;
const refundOf = async (pledgeId: string) => {
  const rows = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, pledgeId));
  expect(rows).toHaveLength(1);
  return rows[0] ?? expect.fail("no refund");
};
const booksHold = async () => expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);

async function aGiftOfACancelledCampaign(): Promise<string> {
  const { id } = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const pledgeId = await aFirmPledge(deps, id, 5_000n);
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
  await cancelCampaign(deps, administrator, id, "Fraude.");
  return pledgeId;
}

async function sweepLater(seconds: number): Promise<void> {
  await moveClock(database, sandbox, seconds);
  await sweepCharges(deps, worker("sweep"));
}

test("F5, R2: a refund that Stripe refuses for good has failed: the money stays owed and a difference tells", async () => {
  const pledgeId = await aGiftOfACancelledCampaign();
  await sandbox.stripe.refunds.create({ charge: (await thePledge(deps, pledgeId)).chargeId ?? "" });

  await runJobs(deps);
  await sweepLater(120);

  const refund = await refundOf(pledgeId);
  expect(refund).toMatchObject({ state: "failed", stripeRefundId: null });
  const [difference] = await deps.db
    .select()
    .from(differences)
    .where(and(eq(differences.fundId, deps.fundId), eq(differences.subject, `refund:${refund.id}`)));
  expect(difference).toMatchObject({ kind: "refund-failed", amountCents: 5_000n });
  expect(difference?.proposedCause).toContain("charge_already_refunded");
  expect(await balance("refunds-due")).toBe(5_000n);
  await booksHold();
});

test("S3, F5: a refund pending at Stripe is read again by the sweep until it ended, whatever became of its events", async () => {
  const { gateway } = sandbox;
  const late = { state: "pending" } as const;
  const slow = {
    ...deps,
    gateway: { ...gateway, refund: async (r: never) => ({ ...(await gateway.refund(r)), ...late }) },
  };
  const pledgeId = await aGiftOfACancelledCampaign();
  await runJobs(slow);
  expect(await refundOf(pledgeId)).toMatchObject({ state: "pending" });

  await sweepLater(120);

  expect(await refundOf(pledgeId)).toMatchObject({ state: "succeeded" });
  expect([await balance("refunds-due"), await balance("stripe")]).toEqual([0n, 0n]);
  await booksHold();
});
