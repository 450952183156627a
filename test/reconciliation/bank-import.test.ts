import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { createCreditorReference } from "../../src/banking/creditor-reference.ts";
import {
  bankLines,
  bankStatements,
  differences,
  matchingPots,
  potFundings,
  stripePayouts,
} from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { downloadPaymentFile } from "../../src/disbursements/download-payment-file.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { balanceOf, listBalances } from "../../src/ledger/balances.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import {
  type BankDayOptions,
  bankStatement,
  executePain001,
  type IncomingTransfer,
} from "../../src/sandbox/bank/pretend-bank.ts";
import { balance, camt, entry, statement } from "../banking/samples.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aRequest,
  aStaffMember,
  booksHold,
  type TestGrant,
  theDisbursement,
  theGrant,
} from "../support/grants.ts";
import { aMatchingPot } from "../support/matching.ts";

const database = testDatabase();
const bankDate = "2027-03-10";
const HOLDER = { name: "Fonds de test", iban: "FR7630006000011234567890189" };
const SENDER = { debtorName: "Fondation des Lucioles", debtorIban: "BE68539007547034" };
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  paymaster = await aStaffMember(deps, "paymaster");
});

const importing = (xml: string) => importBankStatement(deps, paymaster, { xml });
const receiving = (incomingTransfers: readonly IncomingTransfer[], more: Partial<BankDayOptions> = {}) =>
  bankStatement(HOLDER, { bankDate, openingCents: 0n, incomingTransfers, ...more });

const balances = async () =>
  Object.fromEntries((await listBalances(deps.db, deps.fundId)).map((one) => [one.account, one.balanceCents]));
const lines = () => deps.db.select().from(bankLines).where(eq(bankLines.fundId, deps.fundId));
const openDifferences = () =>
  deps.db
    .select()
    .from(differences)
    .where(and(eq(differences.fundId, deps.fundId), eq(differences.state, "open")));

/** A disbursement of 40 000 cents that stands in a file; `statementOf` is the bank's answer to it. */
async function aSentDisbursement(grant?: TestGrant) {
  const ofGrant = grant ?? (await aGrant(database, deps, 100_000n));
  const order = await anOrder(deps, ofGrant, 40_000n);
  const { paymentFileId = "" } = await createPaymentFile(deps, paymaster);
  const { xml } = await downloadPaymentFile(deps, paymaster, { paymentFileId });
  const { endToEndId } = await theDisbursement(deps, order.disbursementId);
  return {
    ...ofGrant,
    ...order,
    endToEndId,
    statementOf: (more: Partial<Parameters<typeof executePain001>[1]> = {}) =>
      executePain001(xml, { bankDate, openingCents: 0n, ...more }),
  };
}

async function aPotWithReference(reference: string) {
  const { potId } = await aMatchingPot(deps, 0n);
  const fundingReference = createCreditorReference(reference);
  await inTransaction(deps.db, (tx) =>
    tx.update(matchingPots).set({ fundingReference }).where(eq(matchingPots.id, potId)),
  );
  return { potId, fundingReference };
}

const aPayout = (id: string, amountCents: bigint) =>
  inTransaction(deps.db, (tx) =>
    tx.insert(stripePayouts).values({ fundId: deps.fundId, id, amountCents, state: "paid", arrivesAt: new Date() }),
  );

test("D6: the statement's debit with our EndToEndId and exact amount pays the disbursement", async () => {
  const sent = await aSentDisbursement();

  const [imported] = await importing(sent.statementOf());

  expect(imported).toMatchObject({ isNew: true, linesNew: 1, linesBooked: 1, linesOpen: 0 });
  expect((await theDisbursement(deps, sent.disbursementId)).state).toBe("paid");
  expect(await theGrant(deps, sent.grantId)).toMatchObject({ engagedCents: 0n, paidCents: 40_000n });
  expect(await balances()).toMatchObject({ bank: -40_000n, "bank:outgoing": 0n });
  expect(await lines()).toMatchObject([{ state: "booked", endToEndId: sent.endToEndId }]);
  expect(await openDifferences()).toEqual([]);
  await booksHold(deps);
});

test("R3: the same statement again, and five times at once, changes nothing", async () => {
  const sent = await aSentDisbursement();
  const xml = sent.statementOf({ incomingTransfers: [{ ...SENDER, amountCents: 700n, remittance: "Bonjour" }] });

  const outcomes = await Promise.all(Array.from({ length: 5 }, () => importing(xml)));
  const [again] = await importing(xml);

  expect(outcomes.flat().filter((one) => one.isNew)).toHaveLength(1);
  expect(again).toMatchObject({ isNew: false, linesNew: 0 });
  expect(await lines()).toHaveLength(2);
  expect(await openDifferences()).toHaveLength(1);
  expect(await balances()).toMatchObject({ bank: -39_300n, suspense: 700n, "bank:outgoing": 0n });
  await booksHold(deps);
});

test("R3: overlapping statements, even imported at once, book a line they share once", async () => {
  const shared = entry("12.00", "<AcctSvcrRef>BK-1</AcctSvcrRef>");
  const first = camt(statement(`${balance("OPBD", "0")}${balance("CLBD", "12.00")}${shared}`, "MORNING"));
  const both = camt(
    statement(
      `${balance("OPBD", "0")}${balance("CLBD", "15.00")}${shared}${entry("3.00", "<AcctSvcrRef>BK-2</AcctSvcrRef>")}`,
      "DAY",
    ),
  );

  const outcomes = (await Promise.all([importing(first), importing(both)])).flat();

  expect(outcomes.reduce((sum, one) => sum + one.linesNew, 0)).toBe(2);
  expect(outcomes.reduce((sum, one) => sum + one.linesKnown, 0)).toBe(1);
  expect(await lines()).toHaveLength(2);
  expect(await balances()).toMatchObject({ bank: 1_500n, suspense: 1_500n });
  await booksHold(deps);
});

test("R3: a batch one statement shows whole and another by its payments is booked once, whichever comes first", async () => {
  const part = (euros: string) => `<TxDtls><Amt Ccy="EUR">${euros}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>`;
  const batch = (reference: string, details = "") =>
    entry("10.00", `<AcctSvcrRef>${reference}</AcctSvcrRef>${details}`);
  const detailed = (reference: string) => batch(reference, `<NtryDtls>${part("4.00")}${part("6.00")}</NtryDtls>`);
  const of = (id: string, content: string) =>
    camt(statement(`${balance("OPBD", "0")}${balance("CLBD", "20.00")}${content}`, id));

  await importing(of("DAY", `${batch("BK-1")}${detailed("BK-2")}`));
  const [month] = await importing(of("MONTH", `${detailed("BK-1")}${batch("BK-2")}`));

  expect(month).toMatchObject({ isNew: true, linesNew: 0, linesKnown: 3 });
  expect(await lines()).toHaveLength(3);
  expect(await balances()).toMatchObject({ bank: 2_000n, suspense: 2_000n });
  await booksHold(deps);
});

test("R1: a statement whose balances do not tie is refused whole, with both figures", async () => {
  const broken = camt(statement(`${balance("OPBD", "100.00")}${balance("CLBD", "100.00")}${entry("5.00")}`));

  await expect(importing(broken)).rejects.toMatchObject({
    type: "statement-refused",
    status: 422,
    text: { fr: expect.stringMatching(/Annoncé : 100\s€ ; calculé : 105\s€/) },
  });
  expect(await lines()).toEqual([]);
  expect(await deps.db.select().from(bankStatements).where(eq(bankStatements.fundId, deps.fundId))).toEqual([]);
});

test("R3: a statement of another account, or of the same name with other balances, is refused; junk is too", async () => {
  const other = bankStatement({ name: "X", iban: "DE89370400440532013000" }, { bankDate, openingCents: 0n });
  const named = (cents: string) => camt(statement(`${balance("OPBD", cents)}${balance("CLBD", cents)}`, "SAME"));
  await importing(named("0.00"));

  await expect(importing(other)).rejects.toMatchObject({ type: "statement-of-another-account" });
  await expect(importing(named("5.00"))).rejects.toMatchObject({ type: "statement-differs", status: 409 });
  for (const junk of ["", "bonjour", "<Document/>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']) {
    await expect(importing(junk)).rejects.toMatchObject({ type: "statement-refused", status: 422 });
  }
});

test("X1: only a paymaster imports a statement", async () => {
  const auditor = await aStaffMember(deps, "auditor", "authoriser");

  await expect(importBankStatement(deps, auditor, { xml: receiving([]) })).rejects.toMatchObject({ status: 403 });
});

test("D6: a returned payment restores the grant's balance once, whatever statements say it again", async () => {
  const sent = await aSentDisbursement();
  await importing(sent.statementOf());

  await importing(onlyReturn(sent.endToEndId, "BK-R1", "RETURN-1"));
  await importing(onlyReturn(sent.endToEndId, "BK-R2", "RETURN-2"));

  expect(await theDisbursement(deps, sent.disbursementId)).toMatchObject({ state: "returned", endedReason: "AC04" });
  expect(await theGrant(deps, sent.grantId)).toMatchObject({ engagedCents: 0n, paidCents: 0n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.grant(sent.grantId))).toBe(100_000n);
  expect(await balances()).toMatchObject({ suspense: 40_000n, "bank:outgoing": 0n });
  const causes = (await openDifferences()).filter((one) => one.kind === "bank-line").map((one) => one.proposedCause);
  expect(causes).toEqual(["seen-already"]);
  await booksHold(deps);
  await aRequest(deps, sent, 100_000n);
});

test("D6: the debit and its return in one statement pay and return the disbursement", async () => {
  const sent = await aSentDisbursement();

  await importing(sent.statementOf({ returned: [sent.endToEndId] }));

  expect((await theDisbursement(deps, sent.disbursementId)).state).toBe("returned");
  expect(await balances()).toMatchObject({ bank: 0n, "bank:outgoing": 0n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.grant(sent.grantId))).toBe(100_000n);
  expect(await openDifferences()).toEqual([]);
  await booksHold(deps);
});

test("D6, R2: a return seen before its debit is booked, and the late debit too, each once", async () => {
  const sent = await aSentDisbursement();

  await importing(onlyReturn(sent.endToEndId, "BK-R1", "FIRST"));
  expect((await theDisbursement(deps, sent.disbursementId)).state).toBe("returned");
  await importing(sent.statementOf());

  expect(await balances()).toMatchObject({ bank: 0n, "bank:outgoing": 0n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.grant(sent.grantId))).toBe(100_000n);
  expect((await lines()).every((line) => line.state === "booked")).toBe(true);
  await booksHold(deps);
});

test("R3: our reference with another amount pays nothing: the money waits in suspense with a difference open", async () => {
  const sent = await aSentDisbursement();
  const details = `<AcctSvcrRef>BK-9</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>${sent.endToEndId}</EndToEndId></Refs></TxDtls></NtryDtls>`;

  await importing(camt(statement(`${balance("OPBD", "0")}${balance("CLBD", "-399.99")}${entry("-399.99", details)}`)));

  expect((await theDisbursement(deps, sent.disbursementId)).state).toBe("sent");
  expect(await openDifferences()).toMatchObject([
    { kind: "bank-line", amountCents: -39_999n, proposedCause: "amount-differs" },
  ]);
  expect(await balances()).toMatchObject({ bank: -39_999n, suspense: -39_999n, "bank:outgoing": -40_000n });
  await booksHold(deps);
});

test("D6, R3: an order's reference that the bank prints in the text alone pays it; two of them are proposed to a person", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const sent = await aSentDisbursement(grant);
  const other = await aSentDisbursement(grant);
  const told = (reference: string, text: string) =>
    entry(
      "-400.00",
      `<AcctSvcrRef>${reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls>`,
    );
  const both = told("BK-2", `${sent.endToEndId} ${other.endToEndId}`);

  await importing(
    camt(
      statement(
        `${balance("OPBD", "0")}${balance("CLBD", "-800.00")}${told("BK-1", `VIR SEPA /EREF/${sent.endToEndId.toLowerCase()} Porteur`)}${both}`,
      ),
    ),
  );

  expect((await theDisbursement(deps, sent.disbursementId)).state).toBe("paid");
  expect((await theDisbursement(deps, other.disbursementId)).state).toBe("sent");
  expect(await openDifferences()).toMatchObject([{ kind: "bank-line", proposedCause: "several-references" }]);
  await booksHold(deps);
});

test("M9, R3: a credit with a pot's exact reference funds the pot, structured or printed in the text", async () => {
  const { potId, fundingReference } = await aPotWithReference("POT2027A");
  const printed = fundingReference.replace(/(.{4})/g, "$1 ").trim();

  await importing(
    receiving([
      { ...SENDER, amountCents: 50_000n, creditorReference: fundingReference },
      { ...SENDER, amountCents: 20_000n, remittance: `Abondement ${printed} merci` },
    ]),
  );

  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect(pot?.fundedCents).toBe(70_000n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(potId))).toBe(70_000n);
  expect(await deps.db.select().from(potFundings).where(eq(potFundings.potId, potId))).toHaveLength(2);
  expect(await openDifferences()).toEqual([]);
  await booksHold(deps);
});

test("R3: a receipt the paymaster wrote down before is proven by its line, and funds the pot no second time", async () => {
  const { potId, fundingReference } = await aPotWithReference("POTHAND");
  const funding = { potId, amountCents: cents(50_000n), source: "bank", reference: "VIR 12" } as const;
  await inTransaction(deps.db, (tx) => fundPot(tx, deps, paymaster, funding));

  await importing(
    receiving([
      { ...SENDER, amountCents: 50_000n, creditorReference: fundingReference },
      { ...SENDER, amountCents: 50_000n, creditorReference: fundingReference, endToEndId: "SECOND" },
    ]),
  );

  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect(pot?.fundedCents).toBe(100_000n);
  expect(await balances()).toMatchObject({ bank: 100_000n });
  expect((await lines()).map((line) => line.entryKey)).toContain("pot-funding:bank:VIR 12");
  expect(await openDifferences()).toEqual([]);
  await booksHold(deps);
});

test("R3: a reference that is almost a pot's, or two of them, funds nothing and is proposed to a person", async () => {
  const [one, other] = [await aPotWithReference("POTA"), await aPotWithReference("POTB")];

  await importing(
    receiving([
      { ...SENDER, amountCents: 100n, remittance: `${one.fundingReference}9` },
      { ...SENDER, amountCents: 200n, remittance: `${one.fundingReference} ou ${other.fundingReference}` },
      { ...SENDER, amountCents: 300n, remittance: "POTA" },
    ]),
  );

  expect((await openDifferences()).map((one) => one.proposedCause).toSorted()).toEqual([
    "several-references",
    "unknown-credit",
    "unknown-credit",
  ]);
  expect(await balances()).toMatchObject({ bank: 600n, suspense: 600n });
  await booksHold(deps);
});

test("R1, R3: a Stripe payout is known by its id and exact amount, once", async () => {
  await aPayout("po_1ABCdef", 30_000n);
  await aPayout("po_other", 10_000n);

  await importing(
    receiving([
      { ...SENDER, amountCents: 30_000n, remittance: "STRIPE PO_1ABCDEF" },
      { ...SENDER, amountCents: 30_000n, remittance: "STRIPE po_1ABCdef again" },
      { ...SENDER, amountCents: 10_001n, remittance: "STRIPE po_other" },
    ]),
  );

  expect((await openDifferences()).map((one) => [one.amountCents, one.proposedCause])).toEqual([
    [30_000n, "unknown-credit"],
    [10_001n, "payout-amount-differs"],
  ]);
  const [payout] = await deps.db.select().from(stripePayouts).where(eq(stripePayouts.id, "po_1ABCdef"));
  expect(payout?.bankLineId).not.toBeNull();
  expect(await balances()).toMatchObject({ "stripe:in-transit": -30_000n, suspense: 40_001n, bank: 70_001n });
  await booksHold(deps);
});

test("R1, R2: the newest closing balance is held against the ledger; a gap is a difference, opened once", async () => {
  await importing(receiving([{ ...SENDER, amountCents: 500n, remittance: "?" }], { openingCents: 10_000n }));
  await importing(receiving([], { openingCents: 10_500n, bankDate: "2027-03-11" }));

  const gaps = (await openDifferences()).filter((one) => one.kind === "bank-balance");
  expect(gaps.map((one) => one.amountCents)).toEqual([10_000n]);
});

test("R1, R2: once the missing statement comes the gap it left is closed, and no stale sum of it can be booked", async () => {
  const authoriser = await aStaffMember(deps, "authoriser");
  const resolution = "account:fund:reserve";
  const transfer = (amountCents: bigint) => [{ ...SENDER, amountCents, remittance: "?" }];
  const gaps = async () =>
    (
      await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId)).orderBy(differences.id)
    ).filter(({ kind }) => kind === "bank-balance");
  await importing(receiving(transfer(500n)));
  await importing(receiving([], { openingCents: 1_200n, bankDate: "2027-03-12" }));
  await importing(receiving([], { openingCents: 1_500n, bankDate: "2027-03-15" }));
  const [first, second] = await gaps();
  const explain = (differenceId = "") =>
    explainDifference(deps, paymaster, { differenceId, reason: "Solde d’ouverture", resolution });
  await explain(first?.id);
  await explain(second?.id);

  const stale = closeDifference(deps, authoriser, { differenceId: first?.id ?? "", resolution });

  await expect(stale).rejects.toMatchObject({ type: "state-changed" });
  expect([first?.amountCents, second?.amountCents]).toEqual([700n, 1_000n]);
  await importing(receiving(transfer(700n), { openingCents: 500n, bankDate: "2027-03-11" }));
  await importing(receiving(transfer(300n), { openingCents: 1_200n, bankDate: "2027-03-14" }));
  expect((await gaps()).map(({ state, closingEntryId }) => [state, closingEntryId !== null])).toEqual([
    ["closed", true],
    ["closed", true],
  ]);
  expect(await balances()).toMatchObject({ bank: 1_500n, suspense: 1_500n });
});

test("R2: a gap two people answered for by its reason is not opened again by the next statement", async () => {
  const authoriser = await aStaffMember(deps, "authoriser");
  await importing(receiving([], { openingCents: 1_200n }));
  const [gap] = await openDifferences();
  const input = { differenceId: gap?.id ?? "", reason: "Ancien compte, en attente du notaire", resolution: "reason" };
  await explainDifference(deps, paymaster, input);
  await closeDifference(deps, authoriser, input);

  await importing(receiving([], { openingCents: 1_200n, bankDate: "2027-03-11" }));

  expect(await openDifferences()).toEqual([]);
});

test("R3: pending lines move nothing until the bank books them", async () => {
  const pending = entry("9.00", "", "<Sts><Cd>PDNG</Cd></Sts>");

  const [imported] = await importing(camt(statement(`${balance("OPBD", "0")}${balance("CLBD", "0")}${pending}`)));

  expect(imported).toMatchObject({ isNew: true, linesNew: 0 });
  expect(await lines()).toEqual([]);
});

const onlyReturn = (endToEndId: string, reference: string, id: string) =>
  camt(
    statement(
      `${balance("OPBD", "-400.00", bankDate)}${balance("CLBD", "0.00", bankDate)}${entry(
        "400.00",
        `<AcctSvcrRef>${reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>`,
      )}`,
      id,
    ),
  );
