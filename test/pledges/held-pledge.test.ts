import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { campaigns, differences, matchingPots, refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import type { PaymentAttempt } from "../../src/payments/gateway.ts";
import { recordPayment } from "../../src/pledges/record-payment.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, aPledge, pay, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const KEEP = { goalCents: 20_000, mode: "keep_what_you_raise" } as const;
const balance = async (account: string) =>
  (await listBalances(deps.db, deps.fundId)).find((b) => b.account === account)?.balanceCents ?? 0n;
const booksHold = async () => expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
const theDifference = async (pledgeId: string) => {
  const [row] = await deps.db
    .select()
    .from(differences)
    .where(and(eq(differences.fundId, deps.fundId), eq(differences.subject, `pledge:${pledgeId}`)));
  return row ?? expect.fail("no difference");
};
const refundsOf = (pledgeId: string) => deps.db.select().from(refunds).where(eq(refunds.pledgeId, pledgeId));
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

/** A donor paid 50.00 € for a pledge that the books know as 49.00 €: Stripe's amount is not ours (S4). */
async function aHeldPledge(more: { campaignId?: string; email?: string } = {}) {
  const { potId } = await aMatchingPot(deps, 100_000n);
  const campaignId = more.campaignId ?? (await aCampaign(deps, "live", KEEP)).id;
  const pledge = await aPledge(deps, campaignId, 5_000n, more.email === undefined ? {} : { email: more.email });
  await database.owner.transaction(async (tx) => {
    await tx.execute(`select set_config('app.tx', 'test', true)`);
    await tx.execute(`update pledges set amount_cents = 4900 where id = '${pledge.pledgeId}'`);
  });
  await pay(pledge);
  await sweepAfterExpiry(pledge.pledgeId);
  return { pledgeId: pledge.pledgeId, campaignId, potId };
}

async function sweepAfterExpiry(pledgeId: string): Promise<void> {
  await moveClock(database, sandbox, 40 * 60);
  await work();
  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "draft", heldReason: "amount_mismatch" });
  expect(await balance("suspense")).toBe(5_000n);
}

test("S4, R2: two people return a held charge: the pledge ends, its match is free, the donor gets the money once", async () => {
  const { pledgeId, potId } = await aHeldPledge();
  const [first, second] = [
    await aUser(deps.db, { staffRoles: ["paymaster"] }),
    await aUser(deps.db, { staffRoles: ["administrator"] }),
  ];
  const { id: differenceId } = await theDifference(pledgeId);

  await explainDifference(deps, first, { differenceId, reason: "Montant erroné.", resolution: "refund" });
  await closeDifference(deps, second, { differenceId, resolution: "refund" });
  await work();

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "expired", endedReason: "returned" });
  expect(await refundsOf(pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "succeeded", reason: "late_money" }]);
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect(pot).toMatchObject({ reservedCents: 0n, committedCents: 0n });
  expect([await balance("suspense"), await balance("refunds-due"), await balance("stripe")]).toEqual([0n, 0n, 0n]);
  expect(await theDifference(pledgeId)).toMatchObject({ state: "closed", closingEntryId: expect.any(String) });
  await moveClock(database, sandbox, 60);
  await reconcileStripe(deps, sweep);
  await booksHold();
});

test("P7, P11: the held charge of a campaign that is cancelled goes back in full, once, and closes its difference", async () => {
  const { pledgeId, campaignId } = await aHeldPledge();
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });

  await cancelCampaign(deps, administrator, campaignId, "Fraude.");
  await work();

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "expired" });
  expect(await refundsOf(pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "succeeded" }]);
  expect([await balance("suspense"), await balance("refunds-due"), await balance("stripe")]).toEqual([0n, 0n, 0n]);
  expect(await theDifference(pledgeId)).toMatchObject({ state: "closed" });
  await booksHold();
});

test("M5, P7: a donor who gives again replaces the held pledge, whose charge goes back", async () => {
  const { pledgeId, campaignId } = await aHeldPledge({ email: "again@example.org" });

  const again = await aFirmPledge(deps, campaignId, 5_000n, { email: "again@example.org" });
  await work();

  expect((await thePledge(deps, again)).state).toBe("captured");
  expect(await refundsOf(pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "succeeded" }]);
  expect(await balance("suspense")).toBe(0n);
  await booksHold();
});

test("S4, P7: a second charge for a held pledge goes back, and the first stays held", async () => {
  const { pledgeId } = await aHeldPledge();
  const held = (await thePledge(deps, pledgeId)).chargeId;
  const second: PaymentAttempt = {
    paymentIntentId: "pi_second",
    pledgeId,
    customerId: undefined,
    paymentMethodId: undefined,
    fingerprint: undefined,
    outcome: {
      kind: "captured",
      chargeId: `ch_second_${pledgeId}`,
      amountCents: cents(4_900n),
      currency: "eur",
      capturedAt: new Date(),
    },
  };

  await recordPayment(deps, sweep, pledgeId, second);
  await recordPayment(deps, sweep, pledgeId, second);

  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "draft", chargeId: held });
  expect(await refundsOf(pledgeId)).toMatchObject([{ chargeId: `ch_second_${pledgeId}`, amountCents: 4_900n }]);
  expect([await balance("suspense"), await balance("refunds-due")]).toEqual([5_000n, 4_900n]);
  await booksHold();
});

test("P5, S4: a pledge held in the middle of its charge keeps no settlement from being decided", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  await aFirmPledge(deps, campaign.id, 20_000n);
  const held = await aFirmPledge(deps, campaign.id, 5_000n);
  await moveClock(database, sandbox, 31 * DAY);
  await sweepSettlements(deps, sweep);
  await database.owner.transaction(async (tx) => {
    await tx.execute(`select set_config('app.tx', 'test', true)`);
    await tx.execute(`update pledges set state = 'charging', held_reason = 'amount_mismatch' where id = '${held}'`);
    await tx.execute(`insert into charge_attempts (fund_id, pledge_id, attempt, state, started_at)
      values ('${deps.fundId}', '${held}', 1, 'started', now())`);
  });

  await moveClock(database, sandbox, 8 * DAY);
  await work();

  expect(await stateOf(campaign.id)).toBe("succeeded");
});
