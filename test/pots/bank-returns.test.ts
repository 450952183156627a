import { and, eq, ne } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { bankLines, differences, potFundingReturns } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { balanceOf, listBalances } from "../../src/ledger/balances.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { balance, camt, entry, statement } from "../banking/samples.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold } from "../support/grants.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { aPot, promise, type TestPot, thePot } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const HOLDER = { name: "Fonds de test", iban: "FR7630006000011234567890189" };
const PARTNER = { debtorName: "Fondation des Lucioles", debtorIban: "BE68539007547034" };
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;
let pot: TestPot;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  paymaster = await aStaffMember(deps, "paymaster");
  pot = await aPot(deps, 0n);
});

const importing = (xml: string) => importBankStatement(deps, paymaster, { xml });
const transfer = (amountCents: bigint, more = {}) =>
  bankStatement(HOLDER, {
    bankDate: "2027-03-10",
    openingCents: 0n,
    incomingTransfers: [{ ...PARTNER, amountCents, creditorReference: pot.fundingReference, ...more }],
  });
/** The partner's bank takes its transfer back: a debit that bears our reference and the reason of a return. */
const takenBack = (euros: string, id: string, opening = euros) =>
  camt(
    statement(
      `${balance("OPBD", opening, "2027-03-11")}${balance("CLBD", (Number(opening) - Number(euros)).toFixed(2), "2027-03-11")}${entry(
        `-${euros}`,
        `<AcctSvcrRef>${id}</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Strd><CdtrRefInf><Ref>${pot.fundingReference}</Ref></CdtrRefInf></Strd></RmtInf><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>`,
      )}`,
      id,
    ),
  );
const balances = async () =>
  Object.fromEntries((await listBalances(deps.db, deps.fundId)).map((one) => [one.account, one.balanceCents]));
const openDifferences = () =>
  deps.db
    .select()
    .from(differences)
    .where(
      and(eq(differences.fundId, deps.fundId), ne(differences.state, "closed"), eq(differences.kind, "bank-line")),
    );

test("M9, R3: a transfer of any amount with our reference tops the pot up, once however often statements show it", async () => {
  await promise(deps, pot.potId, 50_000n);
  const more = transfer(70_001n);

  await importing(transfer(12_345n));
  await importing(transfer(12_345n));
  await Promise.all([importing(more), importing(more)]);

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 82_346n, promisedCents: 50_000n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(pot.potId))).toBe(82_346n);
  await booksHold(deps);
});

test("R3: a transfer that goes back leaves the pot, once", async () => {
  await importing(transfer(40_000n));

  await importing(takenBack("400.00", "RETURN-1"));
  await importing(takenBack("400.00", "RETURN-1"));

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 0n });
  expect(await balances()).toMatchObject({ bank: 0n });
  expect(await openDifferences()).toEqual([]);
  await booksHold(deps);
});

test("M2, R2: what of it is matched already stays; the pot gives what is free, a difference stands for the rest", async () => {
  await importing(transfer(40_000n));
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  await aFirmPledge(deps, campaign.id, 15_000n);

  await importing(takenBack("400.00", "RETURN-2"));

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 15_000n, committedCents: 15_000n });
  expect(await balances()).toMatchObject({ suspense: -15_000n, bank: 0n });
  const [difference] = await openDifferences();
  expect(difference).toMatchObject({ amountCents: -15_000n, proposedCause: "pot-funding-spent" });
  await booksHold(deps);
});

test("R2: the rest is closed from the pot once the partner has paid again", async () => {
  await importing(transfer(40_000n));
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  await aFirmPledge(deps, campaign.id, 15_000n);
  await importing(takenBack("400.00", "RETURN-3"));
  const [difference] = await openDifferences();
  const differenceId = difference?.id ?? "";
  const resolution = `pot:${pot.potId}`;
  const explain = () => explainDifference(deps, paymaster, { differenceId, resolution, reason: "Rejet bancaire" });

  await explain();
  const authoriser = await aStaffMember(deps, "authoriser");
  await expect(closeDifference(deps, authoriser, { differenceId, resolution })).rejects.toMatchObject({
    type: "resolution-not-possible",
  });
  await importing(transfer(20_000n, { endToEndId: "AGAIN" }));
  await closeDifference(deps, authoriser, { differenceId, resolution });

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 20_000n, committedCents: 15_000n });
  expect(await balances()).toMatchObject({ suspense: 0n });
  const returns = await deps.db.select().from(potFundingReturns).where(eq(potFundingReturns.potId, pot.potId));
  expect(returns.map((one) => one.amountCents).toSorted()).toEqual([15_000n, 25_000n]);
  const lines = await deps.db.select().from(bankLines).where(eq(bankLines.fundId, deps.fundId));
  expect(lines.every((line) => line.state === "booked")).toBe(true);
  await booksHold(deps);
});

test("R3: a return of an amount we never received is for a person to say", async () => {
  await importing(transfer(40_000n));

  await importing(takenBack("399.99", "RETURN-4", "400.00"));

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 40_000n });
  expect(await openDifferences()).toMatchObject([{ amountCents: -39_999n, proposedCause: "unknown-debit" }]);
  await booksHold(deps);
});
