import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { taxReceipts } from "../../src/db/schema/receipts.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { setParameter } from "../../src/parameters/set-parameter.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { lockPledge } from "../../src/pledges/lock-pledge.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { giveIdentity } from "../../src/receipts/give-identity.ts";
import { type IdentityInput, identityBody } from "../../src/receipts/identity-form.ts";
import { readPledgeReceipt, receiptTotals } from "../../src/receipts/queries.ts";
import { reviewReceipt } from "../../src/receipts/review-receipt.ts";
import { sweepReceipts } from "../../src/receipts/sweep-receipts.ts";
import { oweRefund } from "../../src/refunds/owe-refund.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { dayFromNow } from "../support/partners.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const auditor = worker("test");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const PERSON = identityBody.parse({
  kind: "person",
  givenName: "Solène",
  familyName: "Vaugrenard",
  address: "1 rue des Lavandières",
  postcode: "23200",
  town: "Aubusson",
});
const COMPANY = identityBody.parse({
  kind: "company",
  companyName: "Menuiserie Pélissandre",
  siren: "732 829 320",
  legalForm: "SARL",
  address: "4 zone du Pont",
  postcode: "23200",
  town: "Aubusson",
});

const identify = (pledgeId: string, identity: IdentityInput = PERSON, declinesReward = false) =>
  giveIdentity(
    deps,
    { kind: "guest" },
    { pledgeId, token: accessToken(deps.cipher, pledgeId), identity, declinesReward },
  );

/** Firm gifts of a campaign that then succeeds: all are captured. */
async function succeed(): Promise<void> {
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, auditor);
    await sweepSettlements(deps, auditor);
    await runJobs(deps);
  }
}

async function aReceivedGift(amountCents = 10_000n, more: Parameters<typeof aFirmPledge>[3] = {}): Promise<string> {
  const { id } = await aCampaign(deps, "live", { goalCents: 5_000 });
  const pledgeId = await aFirmPledge(deps, id, amountCents, more);
  await succeed();
  expect((await thePledge(deps, pledgeId)).state).toBe("captured");
  return pledgeId;
}

const receiptsOf = (pledgeId: string) =>
  deps.db.select().from(taxReceipts).where(eq(taxReceipts.pledgeId, pledgeId)).orderBy(taxReceipts.number);
const numbers = async () =>
  (await deps.db.select().from(taxReceipts).where(eq(taxReceipts.fundId, deps.fundId)).orderBy(taxReceipts.number)).map(
    ({ number }) => number,
  );

const giveBack = (pledgeId: string, giftCents: bigint) =>
  inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge === undefined) throw new Error("no pledge");
    await oweRefund(tx, deps, auditor, pledge, {
      parts: { giftCents: cents(giftCents), tipCents: cents(0n) },
      reason: "donor_request",
    });
  });

test("T1, T2: a gift of a campaign that succeeded gets one receipt, dated by its credit, once its donor is known", async () => {
  const pledgeId = await aReceivedGift();

  await sweepReceipts(deps, auditor);
  const before = await receiptsOf(pledgeId);
  await identify(pledgeId);
  await runJobs(deps);
  await sweepReceipts(deps, auditor);

  expect(before).toEqual([]);
  const [receipt, ...others] = await receiptsOf(pledgeId);
  expect(others).toEqual([]);
  expect(receipt).toMatchObject({ number: 1, form: "11580", amountCents: 10_000n, state: "issued" });
  const { capturedAt } = await thePledge(deps, pledgeId);
  expect(receipt?.creditedOn).toBe(capturedAt && dayOf(capturedAt));
});

test("T3: nothing is issued before the campaign succeeded; the sweep issues it then", async () => {
  const { id } = await aCampaign(deps, "live", { goalCents: 5_000 });
  const pledgeId = await aFirmPledge(deps, id, 10_000n);
  await identify(pledgeId);
  await runJobs(deps);
  const early = await receiptsOf(pledgeId);

  await succeed();
  await sweepReceipts(deps, auditor);

  expect(early).toEqual([]);
  expect(await receiptsOf(pledgeId)).toHaveLength(1);
});

test("T1: receipts at once, each twice, and some given up midway, are numbered without a gap", async () => {
  const { id } = await aCampaign(deps, "live", { goalCents: 5_000 });
  const pledgeIds = await Promise.all(Array.from({ length: 12 }, () => aFirmPledge(deps, id, 2_000n)));
  await succeed();
  for (const pledgeId of pledgeIds) await identify(pledgeId);

  const twice = [...pledgeIds, ...pledgeIds].map((pledgeId) => reviewReceipt(deps, auditor, pledgeId));
  const givenUp = pledgeIds.slice(0, 4).map((pledgeId) =>
    inTransaction(deps.db, async (tx) => {
      await tx.execute(sql`insert into receipt_series (fund_id, year, last_number)
        values (${deps.fundId}, extract(year from fund_now())::int, 1)
        on conflict (fund_id, year) do update set last_number = receipt_series.last_number + 1`);
      throw new Error(`given up for ${pledgeId}`);
    }).catch(() => "given up"),
  );
  await Promise.all([...twice, ...givenUp]);

  expect(await numbers()).toEqual(pledgeIds.map((_, index) => index + 1));
});

test("T1, T3: after a partial refund the receipt is replaced over what is left, after the rest it is cancelled", async () => {
  const pledgeId = await aReceivedGift();
  await identify(pledgeId);
  await runJobs(deps);

  await giveBack(pledgeId, 4_000n);
  await sweepReceipts(deps, auditor);
  const replaced = await receiptsOf(pledgeId);
  await giveBack(pledgeId, 6_000n);
  await sweepReceipts(deps, auditor);
  await sweepReceipts(deps, auditor);

  expect(replaced.map(({ number, state, amountCents }) => [number, state, amountCents])).toEqual([
    [1, "cancelled", 10_000n],
    [2, "issued", 6_000n],
  ]);
  expect(replaced[1]?.replacesId).toBe(replaced[0]?.id);
  expect((await receiptsOf(pledgeId)).map(({ state, cancelledReason }) => [state, cancelledReason])).toEqual([
    ["cancelled", "replaced"],
    ["cancelled", "refunded"],
  ]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("T4: another name makes another receipt in its place; the same name again changes nothing", async () => {
  const pledgeId = await aReceivedGift();
  await identify(pledgeId);
  await runJobs(deps);

  await identify(pledgeId);
  await runJobs(deps);
  await identify(pledgeId, COMPANY);
  await runJobs(deps);

  expect((await receiptsOf(pledgeId)).map(({ form, state }) => [form, state])).toEqual([
    ["11580", "cancelled"],
    ["16216", "issued"],
  ]);
});

test("T3: a reward above a quarter of the gift keeps the receipt away until the donor gives it up", async () => {
  const { id } = await aCampaign(deps, "live", {
    goalCents: 5_000,
    rewards: [{ title: "Journée machine", thresholdCents: 30_000, fairValueCents: 9_000, stock: 5 }],
  });
  const [reward] = await deps.db.execute<{ id: string }>(sql`select id from rewards where campaign_id = ${id}`);
  const pledgeId = await aFirmPledge(deps, id, 30_000n, { rewardId: reward?.id ?? "" });
  await succeed();

  await identify(pledgeId);
  await runJobs(deps);
  const kept = await readPledgeReceipt(deps, auditor, pledgeId, accessToken(deps.cipher, pledgeId));
  await identify(pledgeId, PERSON, true);
  await runJobs(deps);

  expect(kept).toMatchObject({ issued: null, noReceipt: "reward_above_share" });
  expect((await receiptsOf(pledgeId)).map(({ amountCents }) => amountCents)).toEqual([30_000n]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("T3: the donor's yearly cap stops the gift that goes beyond it, whichever is named or looked at first", async () => {
  const more = { email: "maelle.tavernier@example.org" };
  const withReward = async () => {
    const { id } = await aCampaign(deps, "live", {
      goalCents: 5_000,
      rewards: [{ title: "Affiche", thresholdCents: 20_000, fairValueCents: 4_000, stock: 5 }],
    });
    const [reward] = await deps.db.execute<{ id: string }>(sql`select id from rewards where campaign_id = ${id}`);
    return await aFirmPledge(deps, id, 20_000n, { ...more, rewardId: reward?.id ?? "" });
  };
  const gifts = [await withReward(), await withReward()];
  await succeed();
  const credited = await Promise.all(gifts.map(async (id) => ({ id, at: (await thePledge(deps, id)).capturedAt })));
  const [first, second] = credited.toSorted((a, b) => Number(a.at) - Number(b.at) || (a.id < b.id ? -1 : 1));

  await identify(second?.id ?? "");
  await identify(first?.id ?? "");
  await runJobs(deps);
  await sweepReceipts(deps, auditor);

  const read = (id = "") => readPledgeReceipt(deps, auditor, id, accessToken(deps.cipher, id));
  expect(await read(first?.id)).toMatchObject({ noReceipt: null, issued: { amountCents: 20_000n } });
  expect(await read(second?.id)).toMatchObject({ noReceipt: "reward_above_yearly_cap", issued: null });
  expect(await reviewReceipt(deps, auditor, first?.id ?? "")).toBe("unchanged");
});

test("T5: a new limit holds from its day on, and for gifts credited since", async () => {
  const pledgeId = await aReceivedGift();
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
  await setParameter(deps, administrator, {
    name: "reduction-people-percent",
    value: 50n,
    validFrom: await dayFromNow(deps, 1),
    source: "Décision d’essai",
  });
  await identify(pledgeId);
  await runJobs(deps);

  const { reduction } = await readPledgeReceipt(deps, auditor, pledgeId, accessToken(deps.cipher, pledgeId));
  const past = setParameter(deps, administrator, {
    name: "reduction-people-percent",
    value: 10n,
    validFrom: await dayFromNow(deps, -1),
    source: "Décision d’essai",
  });

  expect(reduction).toEqual({ percent: 66n, amountCents: 6_600n });
  await expect(past).rejects.toMatchObject({ status: 422, fields: [{ field: "validFrom" }] });
});

test("the issuer's totals count receipts in force by the year of credit", async () => {
  const first = await aReceivedGift();
  const second = await aReceivedGift(7_000n);
  for (const pledgeId of [first, second]) await identify(pledgeId);
  await runJobs(deps);
  await giveBack(second, 7_000n);
  await sweepReceipts(deps, auditor);

  const totals = await receiptTotals(deps, auditor);

  const [kept] = await receiptsOf(first);
  const year = totals.find((one) => one.year === Number(kept?.creditedOn.slice(0, 4)));
  expect(year).toMatchObject({ form: "11580", count: 1, amountCents: 10_000n });
  expect(totals.reduce((sum, { cancelled }) => sum + cancelled, 0)).toBe(1);
  expect(totals.reduce((sum, { amountCents }) => sum + amountCents, 0n)).toBe(10_000n);
});

test("X1: who has not the gift's secret can name nobody on its receipt", async () => {
  const pledgeId = await aReceivedGift();

  const stranger = giveIdentity(
    deps,
    { kind: "guest" },
    {
      pledgeId,
      token: accessToken(deps.cipher, uuidv7()),
      identity: PERSON,
      declinesReward: false,
    },
  );

  await expect(stranger).rejects.toMatchObject({ status: 404 });
});
