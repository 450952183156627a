import { beforeEach, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { payDisbursement } from "../../src/disbursements/pay-disbursement.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { cancelInstalment } from "../../src/instalments/move-limit.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { acceptReport } from "../../src/spending-reports/decide-report.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  anOrder,
  aRequest,
  aStaffMember,
  aVerifiedAccount,
  firstInstalment,
  joinOrganisation,
  race,
  signBoth,
} from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { handInReport } from "../support/reports.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { balanceOf, booksHold, giveFund, KEEP, matchesOf, reductionsOf, theGrantOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** A grant of 300 €: gifts of 100 € and 50 €, each matched one for one; so much of it is paid. */
async function aMatchedGrant(paidCents: bigint) {
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
  if (paidCents > 0n) await pay(grant, paidCents);
  return { ...grant, campaignId: campaign.id, potId, pledges };
}

/** The project is paid, as if the bank had shown it. */
async function pay(grant: Parameters<typeof anOrder>[1], amountCents: bigint): Promise<void> {
  const { disbursementId } = await anOrder(deps, grant, amountCents);
  await createPaymentFile(deps, await aStaffMember(deps, "paymaster"));
  await inTransaction(deps.db, async (tx) =>
    payDisbursement(tx, deps, sweep, { id: disbursementId, grantId: grant.grantId }, await fundNow(tx)),
  );
}

type Case = {
  readonly paid: bigint;
  readonly spent: bigint;
  readonly other?: bigint;
  readonly kept: bigint;
  readonly claimed: bigint;
  /** Half of a grant of gifts matched one for one. */
  readonly half: bigint;
  readonly states: readonly string[];
};

test.each<[string, Case]>([
  ["all was spent", { paid: 30_000n, spent: 30_000n, kept: 0n, claimed: 0n, half: 0n, states: ["paid", "paid"] }],
  ["more than all", { paid: 30_000n, spent: 120_000n, kept: 0n, claimed: 0n, half: 0n, states: ["paid", "paid"] }],
  [
    "nothing was paid, a third left",
    { paid: 0n, spent: 20_000n, kept: 10_000n, claimed: 0n, half: 5_000n, states: ["committed", "committed"] },
  ],
  [
    "paid what was spent",
    { paid: 20_000n, spent: 20_000n, kept: 10_000n, claimed: 0n, half: 5_000n, states: ["paid", "paid"] },
  ],
  [
    "paid more than was spent",
    { paid: 25_000n, spent: 20_000n, kept: 5_000n, claimed: 5_000n, half: 5_000n, states: ["paid", "paid"] },
  ],
  [
    "paid wholly, two thirds spent",
    { paid: 30_000n, spent: 20_000n, kept: 0n, claimed: 10_000n, half: 5_000n, states: ["paid", "paid"] },
  ],
  [
    "other money paid a part",
    {
      paid: 30_000n,
      spent: 40_000n,
      other: 20_000n,
      kept: 0n,
      claimed: 10_000n,
      half: 5_000n,
      states: ["paid", "paid"],
    },
  ],
  [
    "nothing was spent",
    { paid: 30_000n, spent: 0n, kept: 0n, claimed: 30_000n, half: 15_000n, states: ["clawback_due", "clawback_due"] },
  ],
])(
  "F2, M4: unspent money goes back to pot and reserve in proportion: %s",
  async (_, row) => {
    const grant = await aMatchedGrant(row.paid);
    await giveFund(deps, accounts.reserve, 20_000n);
    await handInReport(deps, grant, row.spent, row.other);

    const returned = await acceptReport(deps, await aStaffMember(deps, "case_officer"), {
      grantId: grant.grantId,
      note: "",
    });

    expect(returned).toMatchObject({
      keptBackCents: row.kept,
      claimedCents: row.claimed,
      toPotsCents: row.half,
      toReserveCents: row.half,
    });
    expect(await balanceOf(deps, `pot:partner:${grant.potId}`)).toBe(35_000n + row.half);
    expect(await balanceOf(deps, "fund:reserve")).toBe(20_000n + row.half);
    expect(await balanceOf(deps, `receivable:campaign:${grant.campaignId}`)).toBe(row.claimed);
    expect(await theGrantOf(deps, grant.campaignId)).toMatchObject({ reducedCents: row.kept, paidCents: row.paid });
    const states = [await matchesOf(deps, grant.pledges[0]), await matchesOf(deps, grant.pledges[1])].flat();
    expect(states.map((match) => match.state)).toEqual(row.states);
    expect((await reductionsOf(deps)).reduce((sum, [, cents]) => sum + BigInt(cents ?? 0), 0n)).toBe(row.half);
    await booksHold(deps);
  },
  120_000,
);

test("F2: what partners would get back before the holder paid waits for the reserve, and nothing moves", async () => {
  const grant = await aMatchedGrant(30_000n);
  await giveFund(deps, accounts.reserve, 4_999n);
  await handInReport(deps, grant, 20_000n);
  const officer = await aStaffMember(deps, "case_officer");

  await expect(acceptReport(deps, officer, { grantId: grant.grantId, note: "" })).rejects.toMatchObject({
    type: "reserve-exhausted",
  });

  expect(await balanceOf(deps, `receivable:campaign:${grant.campaignId}`)).toBe(0n);
  await booksHold(deps);
});

test("D7: a report waits while a payment is under way; two officers at once accept it once", async () => {
  const grant = await aMatchedGrant(0n);
  await handInReport(deps, grant, 20_000n);
  const [one, other] = [await aStaffMember(deps, "case_officer"), await aStaffMember(deps, "case_officer")];
  const decision = { grantId: grant.grantId, note: "" };

  const { done, refused } = await race([acceptReport(deps, one, decision), acceptReport(deps, other, decision)]);

  expect(done).toHaveLength(1);
  expect(refused).toEqual(["report-not-submitted"]);
  expect(await theGrantOf(deps, grant.campaignId)).toMatchObject({ reducedCents: 10_000n });
  await booksHold(deps);

  const second = await aMatchedGrant(0n);
  await aRequest(deps, second, 1_000n);
  await handInReport(deps, second, 20_000n);
  await expect(acceptReport(deps, one, { grantId: second.grantId, note: "" })).rejects.toMatchObject({
    type: "payments-under-way",
  });
}, 120_000);

test("D2, F2: a cancelled instalment gives back what is left of it, once; the report counts on from there", async () => {
  const grant = await aMatchedGrant(20_000n);
  await giveFund(deps, accounts.reserve, 20_000n);
  const officer = await aStaffMember(deps, "case_officer");
  const input = { instalmentId: await firstInstalment(deps, grant.grantId), reason: "Le projet s’arrête là." };

  const answers = await race([cancelInstalment(deps, officer, input), cancelInstalment(deps, officer, input)]);

  expect(answers).toMatchObject({ done: [{ leftCents: 10_000n }], refused: ["instalment-cancelled"] });
  expect(await balanceOf(deps, `pot:partner:${grant.potId}`)).toBe(40_000n);
  expect(await balanceOf(deps, "fund:reserve")).toBe(25_000n);
  expect(await theGrantOf(deps, grant.campaignId)).toMatchObject({ reducedCents: 10_000n, paidCents: 20_000n });
  const states = [await matchesOf(deps, grant.pledges[0]), await matchesOf(deps, grant.pledges[1])].flat();
  expect(states.map((match) => match.state)).toEqual(["paid", "paid"]);
  await booksHold(deps);

  await handInReport(deps, grant, 15_000n);
  const returned = await acceptReport(deps, officer, { grantId: grant.grantId, note: "" });
  expect(returned).toMatchObject({ keptBackCents: 0n, claimedCents: 5_000n, toPotsCents: 2_500n });
  expect(await balanceOf(deps, "fund:reserve")).toBe(27_500n);
  await booksHold(deps);
}, 120_000);
