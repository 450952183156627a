import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { funds } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { authoriseDisbursement, orderDisbursement } from "../../src/disbursements/approve-disbursement.ts";
import { changeState } from "../../src/disbursements/change-state.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { cancelDisbursement } from "../../src/disbursements/end-disbursement.ts";
import { payDisbursement } from "../../src/disbursements/pay-disbursement.ts";
import { requestDisbursement } from "../../src/disbursements/request-disbursement.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { readGrant } from "../../src/grants/queries.ts";
import { changeSchedule } from "../../src/instalments/change-schedule.ts";
import { cancelInstalment } from "../../src/instalments/move-limit.ts";
import { readInstalments } from "../../src/instalments/queries.ts";
import { returnCancelled } from "../../src/instalments/return-cancelled.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { askAsHolder } from "../../src/refunds/ask-as-holder.ts";
import { previewAsHolder } from "../../src/refunds/preview-refund.ts";
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
async function aSuccess(feeBps = 500, sharesBps: readonly bigint[] = []) {
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
  if (sharesBps.length > 0) await inInstalments(grant.grantId, sharesBps);
  await signBoth(deps, grant);
  return { campaign, potId, pledges, ...grant };
}

async function inInstalments(grantId: string, sharesBps: readonly bigint[]): Promise<void> {
  const lines = sharesBps.map((share, n) => ({
    share,
    label: `Tranche ${n + 1}`,
    condition: "Le projet avance.",
    dueOn: "2099-12-31",
  }));
  const officer = await aStaffMember(deps, "case_officer");
  await changeSchedule(deps, officer, { grantId, unit: "bps", reason: "En tranches", lines });
}

type Success = Awaited<ReturnType<typeof aSuccess>>;

/** The project is paid, as if the bank had shown it. */
async function pay(success: Success, amountCents: bigint): Promise<string> {
  const { disbursementId } = await anOrder(deps, success, amountCents);
  await createPaymentFile(deps, await aStaffMember(deps, "paymaster"));
  await inTransaction(deps.db, async (tx) =>
    payDisbursement(tx, deps, sweep, { id: disbursementId, grantId: success.grantId }, await fundNow(tx)),
  );
  return disbursementId;
}

/** The bank sends a payment back. */
const sendBack = (disbursementId: string, grantId: string, amountCents: bigint) =>
  inTransaction(deps.db, async (tx) => {
    await changeState(tx, deps.fundId, disbursementId, { state: "returned", endedReason: "AC04" });
    await postEntry(tx, deps.fundId, sweep, {
      key: `test:${disbursementId}:returned`,
      kind: "bank_disbursement_returned",
      occurredAt: await fundNow(tx),
      source: "test",
      postings: move(accounts.bankOutgoing, accounts.grant(grantId), amountCents),
    });
  });

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

test("F2, F3: what the holder asks back after a payment is foretold and paid as any other refund", async () => {
  const success = await aSuccess(0);
  await pay(success, 25_000n);
  await giveFund(deps, accounts.reserve, 20_000n);
  const [pledgeId] = success.pledges;
  const giftCents = cents(10_000n);

  const preview = await previewAsHolder(deps, success.owner, { pledgeId, giftCents });
  await askAsHolder(deps, success.owner, { pledgeId, giftCents, reason: "Donné deux fois." });
  await refund(deps, pledgeId, giftCents);

  expect(preview).toMatchObject({ owedByProjectCents: 15_000n, uncoveredCents: 0n });
  expect(await balanceOf(deps, `receivable:campaign:${success.campaign.id}`)).toBe(preview.owedByProjectCents);
  expect(await balanceOf(deps, "refunds-due")).toBe(10_000n);
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

test("D2, F2: a matched payment that comes back after its instalment was cancelled goes to pot and reserve, once", async () => {
  const success = await aSuccess(0);
  const disbursementId = await pay(success, 12_000n);
  const [instalment] = await readInstalments(deps, success.owner, success.grantId);
  const officer = await aStaffMember(deps, "case_officer");
  await cancelInstalment(deps, officer, { instalmentId: instalment?.id ?? "", reason: "Abandon" });
  const held = async () => [
    await balanceOf(deps, `grant:${success.grantId}`),
    await balanceOf(deps, `pot:partner:${success.potId}`),
    await balanceOf(deps, "fund:reserve"),
  ];
  expect(await held()).toEqual([0n, 44_000n, 9_000n]);

  await sendBack(disbursementId, success.grantId, 12_000n);
  await Promise.all([1, 2].map(() => returnCancelled(deps)));

  expect(await held()).toEqual([0n, 50_000n, 15_000n]);
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

test("F2, D2: what a project owes back is taken from its later instalments, one after the other, until it is settled", async () => {
  const success = await aSuccess(0, [4_000n, 3_000n, 3_000n]);
  await giveFund(deps, accounts.reserve, 30_000n);
  await pay(success, 12_000n);
  const [, second, third] = await readInstalments(deps, success.owner, success.grantId);
  const ask = (instalment: typeof second) =>
    requestDisbursement(deps, success.owner, {
      grantId: success.grantId,
      instalmentId: instalment?.id ?? "",
      amountCents: cents(9_000n),
      rail: "sepa",
      purpose: "Suite",
    });
  const [{ disbursementId: one }, { disbursementId: other }] = [await ask(second), await ask(third)];
  const owed = () => balanceOf(deps, `receivable:campaign:${success.campaign.id}`);
  const takeBack = async (disbursementId: string) => {
    await cancelDisbursement(deps, success.owner, { disbursementId, reason: "Plus tard." });
    await sweepCharges(deps, sweep);
    await sweepCharges(deps, sweep);
  };

  await refund(deps, success.pledges[0], 10_000n);
  const owedAtFirst = await owed();
  await takeBack(one);
  const owedThen = await owed();
  await takeBack(other);

  expect([owedAtFirst, owedThen, await owed()]).toEqual([20_000n, 11_000n, 2_000n]);
  expect(await available(success)).toBe(0n);
  const left = await readInstalments(deps, success.owner, success.grantId);
  expect(left.map(({ leftCents }) => leftCents)).toEqual([0n, 0n, 0n]);
  await expect(ask(second)).rejects.toMatchObject({ status: 409 });
  await booksHold(deps);
});

test("F2, D7: what a project owes back leaves with no order, whether it was approved before or is to be", async () => {
  const success = await aSuccess(0);
  await giveFund(deps, accounts.reserve, 20_000n);
  const order = await anOrder(deps, success, 20_000n);
  const waiting = await aRequest(deps, success, 9_000n);
  const { paymaster, authoriser } = order;
  const makeFile = () => createPaymentFile(deps, paymaster);

  await refund(deps, success.pledges[0], 10_000n);
  const heldOrder = await makeFile();
  const refused = authoriseDisbursement(deps, authoriser, waiting);
  await expect(refused).rejects.toMatchObject({ type: "grant-exceeded" });
  await cancelDisbursement(deps, success.owner, { ...order, reason: "Trop" });
  await sweepCharges(deps, sweep);
  await authoriseDisbursement(deps, authoriser, waiting);
  await orderDisbursement(deps, paymaster, waiting);

  expect(heldOrder).toMatchObject({ count: 0, held: [{ disbursementId: order.disbursementId, reason: "balance" }] });
  expect(await makeFile()).toMatchObject({ count: 1, controlSumCents: 9_000n });
  expect(await balanceOf(deps, `receivable:campaign:${success.campaign.id}`)).toBe(0n);
  await booksHold(deps);
});
