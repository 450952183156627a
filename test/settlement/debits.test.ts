import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { campaigns, refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { readSettlement } from "../../src/settlement/progress.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

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
  await sandbox.controls.advanceClock(secondsBehind);
  secondsBehind = 0;
});

async function work(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}
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

test("P5, P7: a bank silent for three weeks is waited for no longer; what it pays then goes back, once", async () => {
  const { campaign, debit, paymentIntentId } = await aDebitUnderWay(20_000n);
  await letTheBankSleep(22 * DAY);
  await work();
  expect(await stateOf(campaign.id)).toBe("succeeded");
  expect(await thePledge(deps, debit)).toMatchObject({ state: "failed", pendingSince: null });

  await sandbox.controls.settleDebit(paymentIntentId, "succeeds");
  await letTheBankSleep(DAY);
  await work();

  const back = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, debit));
  expect(back).toMatchObject([{ reason: "late_money", amountCents: 20_000n }]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});
