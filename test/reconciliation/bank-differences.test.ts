import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { bankLines, differences, matchingPots } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { worker } from "../../src/domain/actor.ts";
import { parseResolution } from "../../src/domain/difference.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { balanceOf, listBalances } from "../../src/ledger/balances.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { openDifference } from "../../src/reconciliation/open-difference.ts";
import { balance, camt, entry, statement } from "../banking/samples.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aStaffMember,
  booksHold,
  giveRole,
  race,
  theDisbursement,
  theGrant,
} from "../support/grants.ts";
import { aMatchingPot } from "../support/matching.ts";

const database = testDatabase();
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;
let authoriser: Awaited<ReturnType<typeof aStaffMember>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  paymaster = await aStaffMember(deps, "paymaster");
  authoriser = await aStaffMember(deps, "authoriser");
});

/** One bank line of unknown sense and the difference it opened. */
async function anUnknownLine(euros: string, opening = "0"): Promise<string> {
  const closing = (Number(opening) + Number(euros)).toFixed(2);
  const xml = camt(statement(`${balance("OPBD", opening)}${balance("CLBD", closing)}${entry(euros)}`, `S${euros}`));
  await importBankStatement(deps, paymaster, { xml });
  return (await theDifference("bank-line")).id;
}

async function theDifference(kind: string) {
  const [row] = await deps.db
    .select()
    .from(differences)
    .where(and(eq(differences.fundId, deps.fundId), eq(differences.kind, kind)));
  return row ?? expect.fail(`no difference ${kind}`);
}

const settle = async (differenceId: string, resolution: string) => {
  await explainDifference(deps, paymaster, { differenceId, reason: "Vu avec la banque", resolution });
  await closeDifference(deps, authoriser, { differenceId, resolution });
};
const balances = async () =>
  Object.fromEntries((await listBalances(deps.db, deps.fundId)).map((one) => [one.account, one.balanceCents]));

test("R2: a first person explains, a second one closes, and the money leaves suspense for where it belongs", async () => {
  const differenceId = await anUnknownLine("50.00");

  await settle(differenceId, "account:fund:general");

  expect(await theDifference("bank-line")).toMatchObject({
    state: "closed",
    explainedBy: paymaster.userId,
    closedBy: `user:${authoriser.userId}`,
  });
  expect(await balances()).toMatchObject({ bank: 5_000n, suspense: 0n, "fund:general": 5_000n });
  const [line] = await deps.db.select().from(bankLines).where(eq(bankLines.fundId, deps.fundId));
  expect(line).toMatchObject({ state: "booked", entryKey: `bank:${line?.id}:booked` });
  await booksHold(deps);
});

test("R2: nobody closes what they explained themselves, nor what nobody explained, nor another proposal than they read", async () => {
  const differenceId = await anUnknownLine("50.00");
  const both = await aStaffMember(deps, "paymaster", "authoriser");
  const resolution = "account:fund:general";

  await expect(closeDifference(deps, both, { differenceId, resolution })).rejects.toMatchObject({
    type: "state-changed",
  });
  await explainDifference(deps, both, { differenceId, reason: "Don", resolution });
  await expect(closeDifference(deps, both, { differenceId, resolution })).rejects.toMatchObject({
    type: "second-person-needed",
  });
  await expect(closeDifference(deps, authoriser, { differenceId, resolution: "reason" })).rejects.toMatchObject({
    type: "state-changed",
  });
  expect(await balances()).toMatchObject({ suspense: 5_000n });
});

test("R2: two people closing at once move the money once", async () => {
  const differenceId = await anUnknownLine("50.00");
  const other = await aStaffMember(deps, "administrator");
  const resolution = "account:fund:general";
  await explainDifference(deps, paymaster, { differenceId, reason: "Don", resolution });

  const { done, refused } = await race(
    [authoriser, other, authoriser].map((person) => closeDifference(deps, person, { differenceId, resolution })),
  );

  expect(done.length).toBeGreaterThanOrEqual(1);
  expect(refused.every((type) => type === "state-changed")).toBe(true);
  expect(await balances()).toMatchObject({ suspense: 0n, "fund:general": 5_000n });
});

test("M9, R2: a credit without reference reaches the pot a person names", async () => {
  const { potId } = await aMatchingPot(deps, 0n);
  const differenceId = await anUnknownLine("80.00");

  await settle(differenceId, `pot:${potId}`);

  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect(pot?.fundedCents).toBe(8_000n);
  expect(await balances()).toMatchObject({ suspense: 0n, [`pot:partner:${potId}`]: 8_000n });
  await booksHold(deps);
});

test("D6, R2: a debit whose reference the bank lost pays the disbursement a person names, at its exact amount only", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const order = await anOrder(deps, grant, 40_000n);
  const wrong = await anOrder(deps, grant, 30_000n);
  await createPaymentFile(deps, paymaster);
  const differenceId = await anUnknownLine("-400.00");

  const reason = "Référence perdue";
  await expect(
    explainDifference(deps, paymaster, { differenceId, reason, resolution: `disbursement:${wrong.disbursementId}` }),
  ).rejects.toMatchObject({ type: "resolution-not-possible" });
  await settle(differenceId, `disbursement:${order.disbursementId}`);

  expect((await theDisbursement(deps, order.disbursementId)).state).toBe("paid");
  expect((await theGrant(deps, grant.grantId)).paidCents).toBe(40_000n);
  expect(await balances()).toMatchObject({ bank: -40_000n, suspense: 0n, "bank:outgoing": -30_000n });
  await booksHold(deps);
});

test("L3, R2: bank fees cannot be taken from a general fund that does not hold them; they are a cost", async () => {
  const differenceId = await anUnknownLine("-7.20");
  await explainDifference(deps, paymaster, { differenceId, reason: "Frais", resolution: "account:fund:general" });

  await expect(
    closeDifference(deps, authoriser, { differenceId, resolution: "account:fund:general" }),
  ).rejects.toMatchObject({ type: "account-exhausted" });
  await settle(differenceId, "account:losses");

  expect(await balances()).toMatchObject({ bank: -720n, suspense: 0n, losses: 720n });
  await booksHold(deps);
});

test("R1, R2: money that was there before the books is brought in by the two people, and the gap is gone", async () => {
  const xml = camt(statement(`${balance("OPBD", "1000.00")}${balance("CLBD", "1000.00")}`));
  await importBankStatement(deps, paymaster, { xml });
  const { id } = await theDifference("bank-balance");

  await settle(id, "account:fund:reserve");

  expect(await balanceOf(deps.db, deps.fundId, accounts.reserve)).toBe(100_000n);
  expect(await balances()).toMatchObject({ bank: 100_000n });
  const next = camt(
    statement(`${balance("OPBD", "1000.00", "2026-11-21")}${balance("CLBD", "1000.00", "2026-11-21")}`, "S2"),
  );
  await importBankStatement(deps, paymaster, { xml: next });
  const open = await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId));
  expect(open.map((one) => one.state)).toEqual(["closed"]);
  await booksHold(deps);
});

test("R2: a difference of another kind is closed by its written reason, and moves no money", async () => {
  await inTransaction(deps.db, (tx) =>
    openDifference(tx, deps.fundId, worker("test"), {
      kind: "transfer-refused",
      subject: "disbursement:1:transfer",
      amountCents: 12n,
      proposedCause: "?",
    }),
  );
  const { id } = await theDifference("transfer-refused");

  await expect(
    explainDifference(deps, paymaster, { differenceId: id, reason: "x", resolution: "account:losses" }),
  ).rejects.toMatchObject({ type: "resolution-not-possible" });
  await settle(id, "reason");

  expect(await theDifference("transfer-refused")).toMatchObject({ state: "closed", closingEntryId: null });
});

test("X1: only a paymaster explains, only an authoriser or an administrator closes", async () => {
  const differenceId = await anUnknownLine("50.00");
  const input = { differenceId, reason: "Don", resolution: "reason" };
  const auditor = await aStaffMember(deps, "auditor");

  await expect(explainDifference(deps, authoriser, input)).rejects.toMatchObject({ status: 403 });
  await expect(explainDifference(deps, auditor, input)).rejects.toMatchObject({ status: 403 });
  await explainDifference(deps, paymaster, input);
  await expect(closeDifference(deps, auditor, input)).rejects.toMatchObject({ status: 403 });
  await giveRole(deps, auditor.userId, "administrator");
  await expect(closeDifference(deps, { kind: "guest" }, input)).rejects.toMatchObject({ status: 404 });
});

test("R2: what a person may propose is a short list, and nothing else is read as one of them", () => {
  const id = "01932d7e-0000-7000-8000-000000000000";
  const read = ["reason", "account:fund:general", `pot:${id}`, `disbursement:${id}`, "payout:po_1"].map(
    parseResolution,
  );
  expect(read.map((one) => one?.kind)).toEqual(["reason", "account", "pot", "disbursement", "payout"]);
  for (const text of ["", "account:bank", `account:grant:${id}`, "account:stripe", "pot:1", "payout:a b", "x:y"]) {
    expect(parseResolution(text)).toBeUndefined();
  }
});
