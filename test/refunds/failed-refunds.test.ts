import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { differences, refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { resendRefund } from "../../src/refunds/resend-refund.ts";
import { syncRefund } from "../../src/refunds/send-refund.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { race } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { balanceOf, booksHold, KEEP, refund } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** A refund that the donor's bank sent back after it was paid. */
async function aFailedRefund() {
  const { id } = await aCampaign(deps, "live", KEEP);
  const pledgeId = await aFirmPledge(deps, id, 5_000n);
  await refund(deps, pledgeId, 5_000n);
  await runJobs(deps);
  const sent = await theRefund(pledgeId);
  await sandbox.controls.failRefund(sent.stripeRefundId ?? "");
  await syncRefund(deps, worker("test"), sent.stripeRefundId ?? "");
  return { pledgeId, refundId: sent.id, oldStripeId: sent.stripeRefundId ?? "" };
}

const theRefund = async (pledgeId: string) =>
  (await deps.db.select().from(refunds).where(eq(refunds.pledgeId, pledgeId)))[0] ?? expect.fail("no refund");
const theDifference = async (subject: string) =>
  (
    await deps.db
      .select()
      .from(differences)
      .where(and(eq(differences.fundId, deps.fundId), eq(differences.subject, subject)))
  )[0] ?? expect.fail("no difference");

test("F5: a refund that failed is sent again under a new key, once, and what is told of the old one changes nothing", async () => {
  const { pledgeId, refundId, oldStripeId } = await aFailedRefund();
  expect(await theRefund(pledgeId)).toMatchObject({ state: "failed" });
  expect(await balanceOf(deps, "refunds-due")).toBe(5_000n);
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });

  const { done, refused } = await race([resendRefund(deps, officer, refundId), resendRefund(deps, officer, refundId)]);
  await syncRefund(deps, worker("test"), oldStripeId);
  await runJobs(deps);
  await syncRefund(deps, worker("test"), oldStripeId);

  expect([done.length, refused]).toEqual([1, ["state-changed"]]);
  const again = await theRefund(pledgeId);
  expect(again).toMatchObject({ state: "succeeded", attempt: 2 });
  expect(again.stripeRefundId).not.toBe(oldStripeId);
  expect([await balanceOf(deps, "refunds-due"), await balanceOf(deps, "stripe")]).toEqual([0n, 0n]);
  expect(await theDifference(`refund:${refundId}`)).toMatchObject({ state: "closed" });
  await booksHold(deps);
});

test("F5, R2: two people close a refund that can't be paid: the money goes where they said, and stays counted as returned", async () => {
  const { pledgeId, refundId } = await aFailedRefund();
  const difference = await theDifference(`refund:${refundId}`);
  const resolution = "account:fund:general";
  const paymaster = await aUser(deps.db, { staffRoles: ["paymaster"] });

  await explainDifference(deps, paymaster, { differenceId: difference.id, reason: "Carte close.", resolution });
  const second = await aUser(deps.db, { staffRoles: ["authoriser"] });
  await closeDifference(deps, second, { differenceId: difference.id, resolution });

  expect(await theRefund(pledgeId)).toMatchObject({ state: "closed" });
  expect(await balanceOf(deps, "fund:general")).toBe(5_000n);
  expect(await balanceOf(deps, "refunds-due")).toBe(0n);
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });
  await expect(resendRefund(deps, officer, refundId)).rejects.toMatchObject({ status: 409 });
  await booksHold(deps);
});

test("F5, R2: of a refund sent twice in vain, closing either difference ends the other", async () => {
  const { pledgeId, refundId } = await aFailedRefund();
  // Somebody gives the money back in Stripe's dashboard meanwhile, so that Stripe refuses ours.
  await sandbox.stripe.refunds.create({ charge: (await theRefund(pledgeId)).chargeId });
  await resendRefund(deps, await aUser(deps.db, { staffRoles: ["case_officer"] }), refundId);
  await runJobs(deps);
  const second = await theDifference(`refund:${refundId}:2`);
  const resolution = "account:fund:general";

  const reason = "Carte close.";
  const paymaster = await aUser(deps.db, { staffRoles: ["paymaster"] });
  await explainDifference(deps, paymaster, { differenceId: second.id, reason, resolution });
  const authoriser = await aUser(deps.db, { staffRoles: ["authoriser"] });
  await closeDifference(deps, authoriser, { differenceId: second.id, resolution });

  const [first, last] = [await theDifference(`refund:${refundId}`), await theDifference(`refund:${refundId}:2`)];
  expect([first.state, last.state]).toEqual(["closed", "closed"]);
  expect(first.closingEntryId).toBe(last.closingEntryId);
  expect(await balanceOf(deps, "fund:general")).toBe(5_000n);
  await booksHold(deps);
});
