import { composeIBAN } from "ibantools";
import { expect, test } from "vitest";
import { parseCamt053 } from "../../../src/banking/camt053.ts";
import { createCreditorReference } from "../../../src/banking/creditor-reference.ts";
import { type CreditTransfer, writePain001 } from "../../../src/banking/pain001.ts";
import { toSepaText } from "../../../src/banking/sepa-text.ts";
import { bankStatement, executePain001 } from "../../../src/sandbox/bank/pretend-bank.ts";
import { SandboxBankRefused } from "../../../src/sandbox/bank/read-pain001.ts";
import { aFile, aTransfer, FUND_IBAN, HOLDER_IBAN, PARTNER_IBAN } from "../../banking/samples.ts";
import { fc } from "../../support/property.ts";

const bankDate = "2026-11-20";
const partner = { debtorName: "Région", debtorIban: PARTNER_IBAN };

const statementOf = (camt: string) => {
  const [statement, ...others] = parseCamt053(camt);
  return statement && others.length === 0 ? statement : expect.fail("one statement");
};

const transactionsOf = (camt: string) => statementOf(camt).entries.flatMap((entry) => entry.transactions);

const iban = fc.stringMatching(/^[0-9]{18}$/).map((bban) => composeIBAN({ countryCode: "DE", bban }) ?? HOLDER_IBAN);
const endToEndId = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9?:().,'+-]{0,33}[A-Za-z0-9])?$/);
const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.lorem(), fc.constantFrom("Été & «fils» <€>", "🚀", ""));
const transfer: fc.Arbitrary<CreditTransfer> = fc.record({
  endToEndId,
  amountCents: fc.bigInt({ min: 1n, max: 99_999_999_999n }),
  creditor: fc.record({ name: text.map((name) => `N${name}`), iban }),
  remittance: text,
});
const transfers = fc.uniqueArray(transfer, { selector: (one) => one.endToEndId, minLength: 1, maxLength: 12 });
const incomingTransfers = fc.array(
  fc.record({
    amountCents: fc.bigInt({ min: 1n, max: 10n ** 13n }),
    debtorName: text.map((name) => `N${name}`),
    debtorIban: iban,
    remittance: text,
  }),
  { maxLength: 4 },
);

test("D6, A1: what is ordered comes back with the same ids, cents, accounts and words, and the balances tie", () => {
  fc.assert(
    fc.property(
      transfers,
      incomingTransfers,
      fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
      fc.boolean(),
      fc.infiniteStream(fc.boolean()),
      (ordered, received, openingCents, batchBooking, coin) => {
        const returned = ordered.filter(() => coin.next().value).map((one) => one.endToEndId);
        const pain = writePain001(aFile({ transfers: ordered, batchBooking }));

        const statement = statementOf(
          executePain001(pain, { bankDate, openingCents, returned, incomingTransfers: received }),
        );

        const lines = statement.entries.flatMap((entry) => entry.transactions);
        const debits = lines.filter(({ amountCents }) => amountCents < 0n);
        const credits = lines.filter(({ amountCents }) => amountCents > 0n);
        expect(
          debits.map((one) => [
            one.endToEndId,
            one.amountCents,
            one.counterpartyIban,
            one.counterpartyName,
            one.remittance,
          ]),
        ).toEqual(
          ordered.map((one) => [
            one.endToEndId,
            -one.amountCents,
            one.creditor.iban,
            toSepaText(one.creditor.name, 70),
            toSepaText(one.remittance, 140),
          ]),
        );
        expect(credits.filter((one) => one.returnReason === "AC04").map((one) => one.endToEndId)).toEqual(returned);
        expect(credits.filter((one) => one.returnReason === null).map((one) => one.amountCents)).toEqual(
          received.map((one) => one.amountCents),
        );
        expect(statement.openingCents).toBe(openingCents);
        expect(statement.closingCents).toBe(lines.reduce((sum, one) => sum + one.amountCents, openingCents));
        expect(new Set(statement.entries.map(({ entryRef }) => entryRef)).size).toBe(statement.entries.length);
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);

test("D6: a returned payment comes back as a credit of the same amount, from the one who did not get it", () => {
  const pain = writePain001(aFile({ transfers: [aTransfer(), aTransfer({ endToEndId: "DISB-2", amountCents: 1n })] }));

  const statement = statementOf(executePain001(pain, { bankDate, openingCents: 200_000n, returned: ["DISB-1"] }));

  expect(statement.closingCents).toBe(199_999n);
  expect(statement.entries.map((entry) => [entry.bankTransactionCode, entry.amountCents])).toEqual([
    ["PMNT-ICDT-ESCT", -150_000n],
    ["PMNT-ICDT-ESCT", -1n],
    ["PMNT-ICDT-RRTN", 150_000n],
  ]);
  expect(statement.entries.at(-1)?.transactions).toMatchObject([
    { endToEndId: "DISB-1", returnReason: "AC04", counterpartyIban: HOLDER_IBAN },
  ]);
});

test("a file that asks for batch booking is one line on the statement, with every transfer behind it", () => {
  const batch = [aTransfer(), aTransfer({ endToEndId: "DISB-2", amountCents: 1n })];
  const pain = writePain001(aFile({ transfers: batch, batchBooking: true }));

  const { entries } = statementOf(executePain001(pain, { bankDate, openingCents: 0n }));

  expect(entries).toMatchObject([{ amountCents: -150_001n, paymentInformationId: "FUND-20261119-1" }]);
  expect(entries[0]?.transactions).toHaveLength(2);
});

test("R3: a partner's payment carries its structured reference, a payout from Stripe its text", () => {
  const creditorReference = createCreditorReference("POT17");
  const payout = { amountCents: 98_765n, debtorName: "STRIPE", debtorIban: HOLDER_IBAN, remittance: "STRIPE po_123" };
  const incoming = [{ ...partner, amountCents: 500_000n, creditorReference, endToEndId: "CONV-17" }, payout];

  const camt = bankStatement(
    { name: "Fonds", iban: FUND_IBAN },
    { bankDate, openingCents: 0n, incomingTransfers: incoming },
  );

  expect(transactionsOf(camt)).toMatchObject([
    { amountCents: 500_000n, creditorReference, endToEndId: "CONV-17", counterpartyName: "Région" },
    { amountCents: 98_765n, remittance: "STRIPE po_123", endToEndId: null, counterpartyIban: HOLDER_IBAN },
  ]);
});

test("R3: the same day gives the same statement; equal days with other numbers are other lines", () => {
  const incoming = [{ ...partner, amountCents: 100n }];
  const camt = (sequence: number) =>
    bankStatement(
      { name: "Fonds", iban: FUND_IBAN },
      { bankDate, openingCents: 0n, incomingTransfers: incoming, sequence },
    );

  const [first, again, second] = [camt(1), camt(1), camt(2)];

  expect(again).toBe(first);
  expect(statementOf(second).entries[0]?.entryRef).not.toBe(statementOf(first).entries[0]?.entryRef);
});

const pain = writePain001(aFile());
test.each([
  ["another sum", pain.replace("<CtrlSum>1500.00", "<CtrlSum>1500.01"), {}],
  ["another count", pain.replace("<NbOfTxs>1<", "<NbOfTxs>2<"), {}],
  ["another currency", pain.replace('Ccy="EUR"', 'Ccy="USD"'), {}],
  ["an older version", pain.replace("001.001.09", "001.001.03"), {}],
  ["a wrong account", pain.replace(HOLDER_IBAN, "DE89370400440532013001"), {}],
  ["no file", "", {}],
  ["a day too early", pain, { bankDate: "2026-11-19" }],
  ["a return of nobody's payment", pain, { returned: ["DISB-9"] }],
])("the pretend bank turns down %s", (_, xml, changes) => {
  expect(() => executePain001(xml, { bankDate, openingCents: 0n, ...changes })).toThrow(SandboxBankRefused);
});
