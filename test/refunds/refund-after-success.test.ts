import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { funds } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { cancelDisbursement } from "../../src/disbursements/end-disbursement.ts";
import { payDisbursement } from "../../src/disbursements/pay-disbursement.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { readGrant } from "../../src/grants/queries.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { anOrder, aRequest, aStaffMember, aVerifiedAccount, joinOrganisation, signBoth } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { balanceOf, booksHold, giveFund, KEEP, matchesOf, refund, theGrantOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** A campaign that succeeded with two gifts of 100 € and 50 €, each matched one for one, and 5 % declared fee. */
async function aSuccess(feeBps = 500) {
  await deps.db.update(funds).set({ declaredFeeBps: feeBps }).where(eq(funds.id, deps.fundId));
  const { potId } = await aMatchingPot(deps, 50_000n);
  const campaign = await aCampaign(deps, "live", KEEP);
  const pledges = [
    await aFirmPledge(deps, campaign.id, 10_000n),
    await aFirmPledge(deps, campaign.id, 5_000n),
  ] as const;
  await joinOrganisation(deps, campaign.organisationId, campaign.owner.userId, "owner");
  await aVerifiedAccount(deps, campaign.organisationId, campaign.owner.userId);
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
  const grant = { grantId: (await theGrantOf(deps, campaign.id)).id, owner: campaign.owner };
  await signBoth(deps, grant);
  return { campaign, potId, pledges, ...grant };
}

type Success = Awaited<ReturnType<typeof aSuccess>>;

/** The project is paid, as if the bank had shown it. */
async function pay(success: Success, amountCents: bigint): Promise<void> {
  const { disbursementId } = await anOrder(deps, success, amountCents);
  await createPaymentFile(deps, await aStaffMember(deps, "paymaster"));
  await inTransaction(deps.db, async (tx) =>
    payDisbursement(tx, deps, sweep, { id: disbursementId, grantId: success.grantId }, await fundNow(tx)),
  );
}

const available = async ({ grantId, owner }: Success) => (await readGrant(deps, owner, grantId)).availableCents;

test("F2: before anything is paid the grant gives back gift and match, and the fund its fee", async () => {
  const success = await aSuccess();

  await refund(deps, success.pledges[0], 4_000n);

  const grant = await theGrantOf(deps, success.campaign.id);
  expect(grant).toMatchObject({ amountCents: 29_250n, reducedCents: 3_800n + 4_000n });
  expect(await balanceOf(deps, `grant:${grant.id}`)).toBe(29_250n - 7_800n);
  expect(await balanceOf(deps, "fund:general")).toBe(550n);
  expect(await balanceOf(deps, `receivable:campaign:${success.campaign.id}`)).toBe(0n);
  expect(await matchesOf(deps, success.pledges[0])).toMatchObject([{ amountCents: 6_000n, state: "committed" }]);
  expect(await balanceOf(deps, `pot:partner:${success.potId}`)).toBe(39_000n);
  expect(await available(success)).toBe(29_250n - 7_800n);
  await booksHold(deps);
});

test("F2: paid out in part, what is left pays first; the reserve stands for the rest and the pot has its money back", async () => {
  const success = await aSuccess(0);
  await pay(success, 25_000n);
  await giveFund(deps, accounts.reserve, 20_000n);

  await refund(deps, success.pledges[0], 10_000n);

  expect(await theGrantOf(deps, success.campaign.id)).toMatchObject({ reducedCents: 5_000n, paidCents: 25_000n });
  expect(await balanceOf(deps, `receivable:campaign:${success.campaign.id}`)).toBe(15_000n);
  expect(await balanceOf(deps, "fund:reserve")).toBe(20_000n);
  expect(await balanceOf(deps, "refunds-due")).toBe(10_000n);
  expect(await matchesOf(deps, success.pledges[0])).toMatchObject([{ amountCents: 10_000n, state: "reversed" }]);
  // Wholly paid by shrinking: what is left of the matches is paid.
  expect(await matchesOf(deps, success.pledges[1])).toMatchObject([{ amountCents: 5_000n, state: "paid" }]);
  expect(await balanceOf(deps, `pot:partner:${success.potId}`)).toBe(45_000n);
  expect(await available(success)).toBe(0n);
  await booksHold(deps);
});

test("F2: paid out wholly, the match share is to be paid back", async () => {
  const success = await aSuccess(0);
  await pay(success, 30_000n);
  await giveFund(deps, accounts.reserve, 20_000n);

  await refund(deps, success.pledges[0], 4_000n);
  await refund(deps, success.pledges[1], 5_000n);

  expect(await matchesOf(deps, success.pledges[0])).toMatchObject([{ amountCents: 6_000n, state: "paid" }]);
  expect(await matchesOf(deps, success.pledges[1])).toMatchObject([{ amountCents: 5_000n, state: "clawback_due" }]);
  expect(await balanceOf(deps, `receivable:campaign:${success.campaign.id}`)).toBe(18_000n);
  await booksHold(deps);
});

test("F2: where the reserve does not cover what the project was paid, nothing moves and the reason is told", async () => {
  const success = await aSuccess(0);
  await pay(success, 30_000n);
  await giveFund(deps, accounts.reserve, 19_999n);

  await expect(refund(deps, success.pledges[0], 10_000n)).rejects.toMatchObject({ type: "reserve-exhausted" });

  expect(await balanceOf(deps, "refunds-due")).toBe(0n);
  expect(await matchesOf(deps, success.pledges[0])).toMatchObject([{ amountCents: 10_000n, state: "paid" }]);
  await booksHold(deps);
});

test("F2: two refunds at once never let the reserve stand for more than it holds", async () => {
  const success = await aSuccess(0);
  await pay(success, 30_000n);
  await giveFund(deps, accounts.reserve, 20_000n);

  const outcomes = await Promise.allSettled([
    refund(deps, success.pledges[0], 10_000n),
    refund(deps, success.pledges[1], 5_000n),
  ]);

  expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect(await balanceOf(deps, `receivable:campaign:${success.campaign.id}`)).toBeLessThanOrEqual(20_000n);
  await booksHold(deps);
});

test("F2, D7: an instalment asked for is no undisbursed money; taken back, it settles what the project owes first", async () => {
  const success = await aSuccess(0);
  const { disbursementId } = await aRequest(deps, success, 29_000n);
  await giveFund(deps, accounts.reserve, 20_000n);

  await refund(deps, success.pledges[0], 10_000n);
  expect(await balanceOf(deps, `receivable:campaign:${success.campaign.id}`)).toBe(19_000n);
  await cancelDisbursement(deps, success.owner, { disbursementId, reason: "Plus tard." });
  expect(await available(success)).toBe(10_000n);
  await sweepCharges(deps, sweep);

  expect(await balanceOf(deps, `receivable:campaign:${success.campaign.id}`)).toBe(0n);
  expect(await theGrantOf(deps, success.campaign.id)).toMatchObject({ reducedCents: 20_000n });
  expect(await available(success)).toBe(10_000n);
  await booksHold(deps);
});
