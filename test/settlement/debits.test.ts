import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { campaigns, refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { syncDispute } from "../../src/disputes/sync-dispute.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { GatewayUnavailable } from "../../src/payments/gateway.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { syncPayment } from "../../src/pledges/sync-payment.ts";
import { readSettlement } from "../../src/settlement/progress.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { balanceOf, booksHold, refund, theGrantOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
const IBAN = "AT611904300234573201";
let deps: Deps;
let secondsBehind = 0;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** The sandbox's bank answers by itself after five days: while a test wants it silent, its clock stands still. */
async function letTheBankSleep(seconds: number): Promise<void> {
  await moveClock(database, undefined, seconds);
  secondsBehind += seconds;
}

afterEach(async () => {
  if (secondsBehind > 0) await sandbox.controls.advanceClock(secondsBehind);
  secondsBehind = 0;
});

async function work(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}
/** A process whose charges reach Stripe and whose end comes before the answer. */
const killedAfterCharging = (): Deps => ({
  ...deps,
  gateway: {
    ...deps.gateway,
    async chargeOffSession(request) {
      await deps.gateway.chargeOffSession(request);
      throw new GatewayUnavailable("killed");
    },
  },
});

/** All that Stripe was asked to take for a pledge. */
const debitsOf = async (pledgeId: string) =>
  (await sandbox.stripe.paymentIntents.list({ limit: 100 })).data.filter(
    ({ metadata }) => metadata.pledge_id === pledgeId,
  );
const stateOf = async (id: string) => (await deps.db.select().from(campaigns).where(eq(campaigns.id, id)))[0]?.state;

/** A campaign of 200 € whose card gives `card` cents and whose debit is on its way to the bank. */
async function aDebitUnderWay(card: bigint) {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  if (card > 0n) await aFirmPledge(deps, campaign.id, card);
  const debit = await aFirmPledge(deps, campaign.id, 20_000n, { card: IBAN });
  await moveClock(database, sandbox, 31 * DAY);
  await work();
  const pledge = await thePledge(deps, debit);
  expect(pledge).toMatchObject({ state: "charging", methodKind: "sepa_debit", capturedCents: 0n });
  expect(pledge.pendingSince).not.toBeNull();
  return { campaign, debit, paymentIntentId: pledge.paymentIntentId ?? "" };
}

test.each([
  { answer: "succeeds", card: 0n, ends: "succeeded", pledge: "captured" },
  { answer: "fails", card: 20_000n, ends: "succeeded", pledge: "failed" },
  { answer: "fails", card: 1_000n, ends: "failed", pledge: "failed" },
] as const)(
  "P5: a debit that $answer after the window beside $card cents by card: the campaign waited, and $ends",
  async ({ answer, card, ends, pledge }) => {
    const { campaign, debit, paymentIntentId } = await aDebitUnderWay(card);
    const shown = await readSettlement(deps, campaign.owner, campaign.id);
    expect(shown).toMatchObject({ waitingForBank: 1, pendingCents: 20_000n, toDo: 0 });
    await letTheBankSleep(8 * DAY);
    await work();
    expect(await stateOf(campaign.id)).toBe("settling");

    await sandbox.controls.settleDebit(paymentIntentId, answer);
    await work();

    expect((await thePledge(deps, debit)).state).toBe(pledge);
    expect(await stateOf(campaign.id)).toBe(ends);
    expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  },
);

test.each([
  { card: 20_000n, ends: "succeeded", goesBack: [] },
  { card: 1_000n, ends: "failed", goesBack: ["campaign_failed"] },
] as const)(
  "P5, P7: a bank silent for three weeks is waited for no longer, the campaign $ends; what it pays then goes back, once",
  async ({ card, ends, goesBack }) => {
    const { campaign, debit, paymentIntentId } = await aDebitUnderWay(card);
    await letTheBankSleep(22 * DAY);
    await work();
    expect(await stateOf(campaign.id)).toBe(ends);
    expect(await thePledge(deps, debit)).toMatchObject({ state: "failed", pendingSince: null });

    await sandbox.controls.settleDebit(paymentIntentId, "succeeds");
    await letTheBankSleep(DAY);
    await Promise.all([work(), syncPayment(deps, sweep, paymentIntentId), syncPayment(deps, sweep, paymentIntentId)]);
    await work();

    const back = await deps.db.select().from(refunds).where(eq(refunds.fundId, deps.fundId));
    expect(back.map(({ reason }) => reason).toSorted()).toEqual([...goesBack, "late_money"].toSorted());
    expect(back.find(({ pledgeId }) => pledgeId === debit)).toMatchObject({ amountCents: 20_000n });
    expect(await thePledge(deps, debit)).toMatchObject({ state: "failed", capturedCents: 0n });
    expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  },
);

test.each(["succeeds", "fails"] as const)(
  "S1, P5: killed before `processing` was written, restarted after the bank said it %s: one debit, one outcome",
  async (answer) => {
    const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
    const debit = await aFirmPledge(deps, campaign.id, 20_000n, { card: IBAN });
    await moveClock(database, sandbox, 31 * DAY);
    await sweepSettlements(deps, sweep);
    await runJobs(killedAfterCharging());
    expect(await thePledge(deps, debit)).toMatchObject({
      state: "charging",
      paymentIntentId: null,
      pendingSince: null,
    });
    const [sent, ...more] = await debitsOf(debit);
    expect([sent?.status, more.length]).toEqual(["processing", 0]);

    await sandbox.controls.settleDebit(sent?.id ?? "", answer);
    await letTheBankSleep(120);
    await work();
    await letTheBankSleep(120);
    await work();

    const isPaid = answer === "succeeds";
    expect(await thePledge(deps, debit)).toMatchObject({
      state: isPaid ? "captured" : "charging",
      capturedCents: isPaid ? 20_000n : 0n,
      nextChargeAt: isPaid ? null : expect.any(Date),
      pendingSince: null,
    });
    expect(await debitsOf(debit)).toHaveLength(1);
    expect(await stateOf(campaign.id)).toBe(isPaid ? "succeeded" : "settling");
    expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  },
);

test("S2, F4: killed between `processing` and `succeeded`, and taken back meanwhile: captured and lost, once each", async () => {
  const { campaign, debit, paymentIntentId } = await aDebitUnderWay(0n);
  const { latest_charge: charge } = await sandbox.controls.settleDebit(paymentIntentId, "succeeds");
  const { id: disputeId } = await sandbox.controls.openDispute(String(charge));
  await Promise.all([syncDispute(deps, sweep, disputeId), syncPayment(deps, sweep, paymentIntentId)]);
  await syncDispute(deps, sweep, disputeId);

  expect(await thePledge(deps, debit)).toMatchObject({
    state: "captured",
    capturedCents: 20_000n,
    returnedCents: 20_000n,
  });
  expect(await balanceOf(deps, `gifts:campaign:${campaign.id}`)).toBe(0n);
  expect(await balanceOf(deps, "disputed")).toBe(0n);
  await booksHold(deps);
});

test("F1, F4: a debit its donor takes back within eight weeks is a lost dispute: gift and match leave the grant once", async () => {
  const { potId } = await aMatchingPot(deps, 100_000n);
  const { campaign, debit, paymentIntentId } = await aDebitUnderWay(20_000n);
  await sandbox.controls.settleDebit(paymentIntentId, "succeeds");
  await syncPayment(deps, sweep, paymentIntentId);
  await runJobs(deps);
  const before = await theGrantOf(deps, campaign.id);
  const { chargeId } = await thePledge(deps, debit);

  await letTheBankSleep(50 * DAY);
  const { id: disputeId } = await sandbox.controls.openDispute(chargeId ?? "");
  await Promise.all([1, 2, 3].map(() => syncDispute(deps, sweep, disputeId)));
  await work();

  expect(await thePledge(deps, debit)).toMatchObject({ state: "captured", returnedCents: 20_000n, disputedCents: 0n });
  expect(before.amountCents).toBe(80_000n);
  expect(await balanceOf(deps, `grant:${before.id}`)).toBe(40_000n);
  expect(await balanceOf(deps, `pot:partner:${potId}`)).toBe(80_000n);
  await expect(refund(deps, debit, 1n)).rejects.toMatchObject({ type: "invalid-input" });
  await booksHold(deps);
});
