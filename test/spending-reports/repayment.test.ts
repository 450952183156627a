import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { differences } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { payDisbursement } from "../../src/disbursements/pay-disbursement.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { repaymentReference } from "../../src/grants/repayment-reference.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import { splitProposals } from "../../src/reconciliation/bank-proposals.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { readDifference } from "../../src/reconciliation/read-difference.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { acceptReport } from "../../src/spending-reports/decide-report.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aGrant, anOrder, aStaffMember, booksHold, race } from "../support/grants.ts";
import { handInReport } from "../support/reports.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

/** A project that was paid 300 € and spent 100 €: it owes 200 €. */
async function anOwingGrant() {
  const grant = await aGrant(database, deps, 100_000n);
  const paymaster = await aStaffMember(deps, "paymaster");
  const { disbursementId } = await anOrder(deps, grant, 30_000n);
  await createPaymentFile(deps, paymaster);
  await inTransaction(deps.db, async (tx) =>
    payDisbursement(tx, deps, worker("test"), { id: disbursementId, grantId: grant.grantId }, await fundNow(tx)),
  );
  await handInReport(deps, grant, 10_000n);
  await acceptReport(deps, await aStaffMember(deps, "case_officer"), { grantId: grant.grantId, note: "" });
  const owed = () => balanceOf(deps.db, deps.fundId, accounts.campaignReceivable(grant.id));
  expect(await owed()).toBe(20_000n);
  return { ...grant, paymaster, owed };
}

/** Credits that quote the reference of the grant come with one statement. */
async function receive({ grantId, paymaster }: Awaited<ReturnType<typeof anOwingGrant>>, amounts: readonly bigint[]) {
  const incomingTransfers = amounts.map((amountCents, index) => ({
    amountCents,
    debtorName: "La Fabrique du Coin",
    debtorIban: "BE68539007547034",
    remittance: `Reversement ${repaymentReference(grantId)}`,
    endToEndId: `T${index}`,
  }));
  const holder = { name: "Fonds de test", iban: "FR7630006000011234567890189" };
  const xml = bankStatement(holder, { bankDate: "2027-03-10", openingCents: 0n, incomingTransfers });
  await importBankStatement(deps, paymaster, { xml });
}

async function differenceOf(amountCents: bigint): Promise<string> {
  const rows = await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId));
  return (rows.find((row) => row.amountCents === amountCents) ?? expect.fail(`no difference of ${amountCents}`)).id;
}

test("F2, R3: what is owed back is closed by the bank line with its exact reference and amount, once", async () => {
  const grant = await anOwingGrant();

  await receive(grant, [19_999n, 20_000n, 20_000n]);

  expect(await grant.owed()).toBe(0n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.suspense)).toBe(39_999n);
  await booksHold(deps);
});

test("F2, R2: two people book a part given back, then the rest, until nothing is owed; never more than that", async () => {
  const grant = await anOwingGrant();
  const closers = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "administrator")];
  const resolution = `repayment:${grant.grantId}`;
  const explain = async (amountCents: bigint, text: string) => {
    const differenceId = await differenceOf(amountCents);
    await explainDifference(deps, grant.paymaster, { differenceId, reason: "Rendu en trois fois", resolution: text });
    return { differenceId, resolution: text };
  };
  await receive(grant, [5_000n, 16_000n, 20_001n]);

  const { proposals } = await readDifference(deps, grant.paymaster, await differenceOf(5_000n));
  expect(proposals).toContainEqual({ resolution, amountCents: 20_000n, name: expect.any(String) });
  await expect(explain(20_001n, resolution)).rejects.toMatchObject({ type: "resolution-not-possible" });
  const [first, second] = [await explain(5_000n, resolution), await explain(16_000n, resolution)];
  const { done, refused } = await race(closers.map((person) => closeDifference(deps, person, first)));
  expect([done.length, refused]).toEqual([1, ["state-changed"]]);
  expect(await grant.owed()).toBe(15_000n);

  const [closer] = closers;
  if (closer === undefined) throw new Error("there is no closer");
  await expect(closeDifference(deps, closer, second)).rejects.toMatchObject({ type: "resolution-not-possible" });
  expect(await splitProposals(deps, 16_000n)).toContainEqual(expect.objectContaining({ resolution }));
  const split = await explain(16_000n, `split:15000=${resolution};1000=account:fund:general`);
  await closeDifference(deps, closer, split);

  expect(await grant.owed()).toBe(0n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.suspense)).toBe(20_001n);
  await booksHold(deps);
});

test("R2: two closers of two credits at once never book more than the project owes", async () => {
  const grant = await anOwingGrant();
  await receive(grant, [15_000n, 12_000n]);
  const resolution = `repayment:${grant.grantId}`;
  const ids = [await differenceOf(15_000n), await differenceOf(12_000n)];
  for (const differenceId of ids)
    await explainDifference(deps, grant.paymaster, { differenceId, reason: "Rendu", resolution });
  const closer = await aStaffMember(deps, "authoriser");

  const { done, refused } = await race(
    ids.map((differenceId) => closeDifference(deps, closer, { differenceId, resolution })),
  );

  expect([done.length, refused]).toEqual([1, ["resolution-not-possible"]]);
  expect(await grant.owed()).toBeLessThan(10_000n);
  await booksHold(deps);
});
