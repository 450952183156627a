import { beforeEach, expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { fundNow } from "../../src/db/clock.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { carriedOver, joinLines, partMatches, yearEndLines } from "../../src/domain/dedicated-funds.ts";
import { trialBalance } from "../../src/ledger/trial-balance.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { readDedicatedFunds } from "../../src/year-end/read-dedicated-funds.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { booksHold } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { anAgreement } from "../support/partners.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const robot = worker("test");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const thisYear = async () => Number(dayOf(await fundNow(deps.db)).slice(0, 4));

/** What the trial balance holds for projects that no grant has used. */
async function heldForProjects(): Promise<bigint> {
  const lines = await trialBalance(deps, robot);
  return lines
    .filter(({ account }) => /^(gifts:campaign|match:campaign|pot:partner):/.test(account))
    .reduce((sum, { balanceCents }) => sum - balanceCents, 0n);
}

test("L7: what is carried over by funder and project is what the trial balance holds for them, to the cent", async () => {
  const agreement = await anAgreement(deps, 90_000);
  await agreement.addRule();
  const open = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  await aFirmPledge(deps, open.id, 4_000n);
  await runJobs(deps);

  const funds = await readDedicatedFunds(deps, robot, await thisYear());

  const find = (isAssigned: boolean, isPublic: boolean) =>
    funds.funds.find((one) => (one.project !== null) === isAssigned && (one.funder === null) === isPublic);
  expect(find(true, true)).toMatchObject({ kind: "generosity", carriedCents: 4_000n, usedCents: 0n });
  const matched = find(true, false)?.carriedCents ?? 0n;
  expect(matched).toBeGreaterThan(0n);
  expect(find(false, false)?.carriedCents).toBe(90_000n - matched);
  expect(funds.totals.carriedCents).toBe(await heldForProjects());
  expect(funds.totals.movedCents).toBe(0n);
  await booksHold(deps);
});

test("L7: what became a grant is used; the next year opens with what this one carried over", async () => {
  const agreement = await anAgreement(deps, 90_000);
  await agreement.addRule();
  const campaign = await aCampaign(deps, "live", { goalCents: 5_000 });
  await aFirmPledge(deps, campaign.id, 10_000n);
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, robot);
    await sweepSettlements(deps, robot);
    await runJobs(deps);
  }
  const year = await thisYear();

  const funds = await readDedicatedFunds(deps, robot, year);
  const next = await readDedicatedFunds(deps, robot, year + 1);

  const gifts = funds.funds.find(({ funder }) => funder === null);
  expect(gifts).toMatchObject({ usedCents: -10_000n, carriedCents: 0n });
  const matches = funds.funds.find(({ funder, project }) => funder !== null && project !== null);
  expect(matches).toMatchObject({ carriedCents: 0n });
  expect(matches?.usedCents).toBeLessThan(0n);
  expect(funds.totals.carriedCents).toBe(await heldForProjects());
  expect(next.totals).toMatchObject({ openingCents: funds.totals.carriedCents, receivedCents: 0n, usedCents: 0n });
  expect(next.isOver).toBe(false);
  await booksHold(deps);
});

test("L7: the proposed entries bring 19x from what was carried in to what is carried over, and balance", () => {
  const cases = [
    { openingCents: 0n, receivedCents: 1_000n, movedCents: 0n, usedCents: -400n },
    { openingCents: 500n, receivedCents: 300n, movedCents: 0n, usedCents: -700n },
    { openingCents: 500n, receivedCents: 0n, movedCents: -200n, usedCents: 0n },
    { openingCents: 500n, receivedCents: -500n, movedCents: 0n, usedCents: 0n },
    { openingCents: 0n, receivedCents: 0n, movedCents: 0n, usedCents: 0n },
  ];

  for (const movements of cases) {
    const lines = yearEndLines("generosity", movements);
    const carry = lines.filter(({ number }) => number.startsWith("19"));
    const grown = carry.reduce((sum, line) => sum + line.creditCents - line.debitCents, 0n);
    expect(grown).toBe(carriedOver(movements) - movements.openingCents);
    expect(lines.reduce((sum, line) => sum + line.debitCents - line.creditCents, 0n)).toBe(0n);
    expect(lines.every((line) => line.debitCents >= 0n && line.creditCents >= 0n)).toBe(true);
  }
  const received = { openingCents: 0n, receivedCents: 5n, movedCents: 0n, usedCents: 0n };
  expect(joinLines([...yearEndLines("grants", received), ...yearEndLines("grants", received)])).toEqual([
    { number: "194000", debitCents: 0n, creditCents: 10n },
    { number: "689400", debitCents: 10n, creditCents: 0n },
  ]);
});

test("A3: a campaign's matches are parted among its pots to the cent", () => {
  const parts = partMatches({
    openingCents: 100n,
    closingCents: 0n,
    pots: [
      { potId: "a", movedBeforeCents: 67n, movedCents: 0n },
      { potId: "b", movedBeforeCents: 33n, movedCents: 50n },
    ],
  });

  expect(parts).toEqual([
    { potId: "a", openingCents: 67n, receivedCents: 0n, movedCents: 0n, usedCents: -67n },
    { potId: "b", openingCents: 33n, receivedCents: 0n, movedCents: 50n, usedCents: -83n },
  ]);
});
