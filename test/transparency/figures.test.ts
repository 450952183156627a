import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { funds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { figuresJson, territoriesCsv, yearsCsv } from "../../src/transparency/open-data.ts";
import { readFigures } from "../../src/transparency/read-figures.ts";
import { recentFigures } from "../../src/transparency/recent-figures.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { anOrder, aStaffMember, aVerifiedAccount, joinOrganisation, signBoth } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { anOrderedWithdrawal, aPot } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, giveFund, KEEP, refund, theGrantOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const sweep = async () => {
  for (let round = 0; round < 3; round += 1) {
    await sweepSettlements(deps, worker("sweep"));
    await runJobs(deps);
  }
};

/** The years together: what a test's clock does must not matter. */
async function inAll() {
  const { years, standing } = await readFigures(deps);
  const sum = (name: keyof (typeof years)[number]) => years.reduce((all, row) => all + BigInt(row[name]), 0n);
  return { years, standing, sum };
}

async function byKind(kind: string): Promise<bigint> {
  const own = (await listBalances(deps.db, deps.fundId)).filter((balance) => balance.kind === kind);
  return own.reduce((all, { balanceCents }) => all + balanceCents, 0n);
}

test("L3: what is published of a whole life of money is what the books hold, to the cent", async () => {
  await deps.db.update(funds).set({ declaredFeeBps: 500 }).where(eq(funds.id, deps.fundId));
  await giveFund(deps, accounts.reserve, 20_000n);
  const pot = await aPot(deps, 50_000n);
  const campaign = await aCampaign(deps, "live", { ...KEEP, goalCents: 10_000 });
  const first = await aFirmPledge(deps, campaign.id, 10_000n, { tipCents: 300n });
  await aFirmPledge(deps, campaign.id, 5_000n);
  await refund(deps, first, 1_000n, 100n);
  await joinOrganisation(deps, campaign.organisationId, campaign.owner.userId, "owner");
  await aVerifiedAccount(deps, campaign.organisationId, campaign.owner.userId);
  await moveClock(database, sandbox, 31 * DAY);
  await sweep();
  const grant = { grantId: (await theGrantOf(deps, campaign.id)).id, owner: campaign.owner };
  await signBoth(deps, grant);
  await anOrder(deps, grant, 20_000n);
  await createPaymentFile(deps, await aStaffMember(deps, "paymaster"));
  await refund(deps, first, 9_000n);
  await anOrderedWithdrawal(deps, pot, 2_000n);
  await runJobs(deps);
  await booksHold(deps);

  const { sum, standing } = await inAll();

  expect(sum("giftsCents")).toBe(15_000n);
  expect(sum("tipsCents")).toBe(300n);
  expect(sum("returnedCents")).toBe(10_100n);
  expect(sum("fundedCents")).toBe(50_000n);
  expect(sum("withdrawnCents")).toBe(2_000n);
  expect(sum("paidCents")).toBe(20_000n);
  expect(sum("fundedCents") - sum("withdrawnCents") - sum("matchedCents")).toBe(await byKind("pot:partner"));
  expect(sum("grantedCents") - sum("paidCents")).toBe(await byKind("grant"));
  expect(sum("tipsCents") - 100n).toBe(await byKind("fund:tips"));
  expect(sum("processorFeesCents")).toBe(await byKind("fees:processor"));
  expect(sum("lossesCents")).toBe(await byKind("losses"));
  expect(standing).toMatchObject({
    generalCents: await byKind("fund:general"),
    reserveCents: await byKind("fund:reserve"),
    grantsCents: await byKind("grant"),
    potsCents: await byKind("pot:partner"),
    owedBackCents: await byKind("receivable:campaign"),
  });
});

test("X6: a département where few people gave is kept secret, and the year still counts them", async () => {
  const campaign = await aCampaign(deps, "live", KEEP);
  for (let n = 0; n < 4; n += 1) await aFirmPledge(deps, campaign.id, 1_234n);
  const few = await readFigures(deps);
  const last = await aFirmPledge(deps, campaign.id, 5_000n);
  const enough = await readFigures(deps);
  await refund(deps, last, 1_717n);
  const oneReturned = await readFigures(deps);

  expect(few.years).toMatchObject([{ giftsCents: 4n * 1_234n, donors: 4 }]);
  expect(few.territories.map(({ level, region, departement, people }) => [level, region, departement, people])).toEqual(
    [
      ["region", "75", null, undefined],
      ["departement", "75", "23", undefined],
    ],
  );
  expect(JSON.parse(figuresJson(few)).territories[1]).toEqual({
    ...{ year: few.years[0]?.year, level: "departement", region: "75", departement: "23" },
    ...{ grantedCents: 0, paidCents: 0, isSecret: true },
  });
  expect(territoriesCsv(few)).not.toContain("49.36");
  expect(enough.territories).toMatchObject([
    { level: "region", people: { giftsCents: 9_936n, donors: 5 } },
    { level: "departement", people: { giftsCents: 9_936n, donors: 5 } },
  ]);
  // Five people gave; what one of them was given back is theirs alone.
  const [, departement] = oneReturned.territories;
  expect(departement?.people).toEqual({ giftsCents: 9_936n, returnedCents: undefined, matchedCents: 0n, donors: 5 });
  expect(territoriesCsv(oneReturned)).not.toContain("17.17");
  expect(territoriesCsv(oneReturned)).toContain(",en partie,5,99.36,,0.00,");
  expect(JSON.parse(figuresJson(oneReturned)).territories[1]).not.toHaveProperty("returnedCents");
  expect(yearsCsv(enough).split("\r\n")[1]).toMatch(/^20\d\d,99\.36,0\.00,/);
});

test("the figures are read once for some minutes, and shown once more while they are read anew", async () => {
  const campaign = await aCampaign(deps, "live", KEEP);
  const before = await Promise.all([recentFigures(deps, 0), recentFigures(deps, 0)]);
  const pledgeId = await aFirmPledge(deps, campaign.id, 2_000n);

  expect(before[0]).toBe(before[1]);
  expect((await recentFigures(deps, 299_000)).years).toEqual([]);
  expect((await recentFigures(deps, 301_000)).years).toEqual([]);
  await expect.poll(async () => (await recentFigures(deps, 302_000)).years).toMatchObject([{ giftsCents: 2_000n }]);
  await refund(deps, pledgeId, 500n);
  expect((await recentFigures(deps, 302_000 + 3_600_000)).years).toMatchObject([{ returnedCents: 500n }]);
});
