import { expect, test } from "vitest";
import { parseCamt053 } from "../../src/banking/camt053.ts";
import { StatementRefused } from "../../src/banking/errors.ts";
import { balance, camt, entry, FUND_IBAN, HOLDER_IBAN, PARTNER_IBAN, statement } from "./samples.ts";

const only = <T>(rows: readonly T[]): T =>
  rows.length === 1 && rows[0] !== undefined ? rows[0] : expect.fail(`${rows.length} rows`);

const refusalOf = (files: string | readonly string[]): unknown => {
  try {
    return parseCamt053(files);
  } catch (error) {
    return error;
  }
};

const oldEntry = `<Ntry><NtryRef>7</NtryRef><Amt Ccy="EUR">2500.5</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>false</RvslInd><Sts>BOOK</Sts>
  <BookgDt><DtTm>2026-11-20T23:30:00+01:00</DtTm></BookgDt><ValDt><Dt>2026-11-21</Dt></ValDt><AcctSvcrRef>BANK-1</AcctSvcrRef>
  <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn><Prtry><Cd>05</Cd></Prtry></BkTxCd>
  <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
    <AmtDtls><InstdAmt><Amt Ccy="USD">2700.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">2500.50</Amt></TxAmt></AmtDtls>
    <RltdPties><Dbtr><Nm>Région &amp; Cie</Nm></Dbtr><DbtrAcct><Id><IBAN>${PARTNER_IBAN}</IBAN></Id></DbtrAcct>
      <CdtrAcct><Id><IBAN>${FUND_IBAN}</IBAN></Id></CdtrAcct></RltdPties>
    <RmtInf><Ustrd>Enveloppe 2026</Ustrd><Ustrd>suite</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>
  </TxDtls></NtryDtls></Ntry>`;

test("R1: a .02 statement is read with its plain status, its nested amounts and its parties", () => {
  const text = camt(
    statement(
      `<ElctrncSeqNb>42</ElctrncSeqNb>${balance("PRCD", "-100.00", "2026-11-19")}${balance("CLBD", "2400.50")}${oldEntry}`,
    ),
    "02",
  );

  const read = only(parseCamt053(text));

  expect(read).toMatchObject({
    statementId: "S1",
    sequence: 42,
    iban: FUND_IBAN,
    fromOn: "2026-11-19",
    toOn: "2026-11-20",
  });
  expect([read.openingCents, read.closingCents]).toEqual([-10_000n, 240_050n]);
  expect(only(read.entries)).toMatchObject({
    bankReference: "BANK-1",
    amountCents: 250_050n,
    bookedOn: "2026-11-20",
    valueOn: "2026-11-21",
    status: "BOOK",
    isReversal: false,
    bankTransactionCode: "PMNT-RCDT-ESCT",
    transactions: [
      {
        endToEndId: null,
        amountCents: 250_050n,
        counterpartyName: "Région & Cie",
        counterpartyIban: PARTNER_IBAN,
        remittance: "Enveloppe 2026 suite RF18539007547034",
        creditorReference: "RF18539007547034",
        returnReason: null,
      },
    ],
  });
});

test("R1: only booked entries move the balance; the others are told apart", () => {
  const entries = [
    entry("10.00"),
    entry("-3.00", "<RvslInd>true</RvslInd>"),
    entry("500.00", "", "<Sts><Cd>PDNG</Cd></Sts>"),
    entry("-1.00", "", "<Sts>INFO</Sts>"),
  ];
  const text = camt(statement(balance("OPBD", "1.00") + balance("CLBD", "8.00") + entries.join("")));

  const read = only(parseCamt053(text));

  expect(read.entries.map(({ status, amountCents }) => [status, amountCents])).toEqual([
    ["BOOK", 1000n],
    ["BOOK", -300n],
    ["PDNG", 50_000n],
    ["INFO", -100n],
  ]);
  expect(read.entries.map(({ isReversal }) => isReversal)).toEqual([false, true, false, false]);
});

test("R2: a statement that does not tie is refused with both figures", () => {
  const text = camt(statement(balance("OPBD", "1.00") + balance("CLBD", "11.01") + entry("10.00")));

  const refusal = refusalOf(text);

  expect(refusal).toMatchObject({
    code: "balances-do-not-tie",
    field: "Stmt S1",
    figures: { statedCents: 1101n, computedCents: 1100n },
  });
  expect(String(refusal)).toMatch(/1101.*1100/);
});

test("R2: a batch whose transactions do not sum to its entry is refused with both figures", () => {
  const details = ["4.00", "5.99"].map(
    (one) => `<TxDtls><Amt Ccy="EUR">${one}</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>`,
  );
  const batch = entry("-10.00", `<NtryDtls>${details.join("")}</NtryDtls>`);

  const refusal = refusalOf(camt(statement(balance("OPBD", "10.00") + balance("CLBD", "0.00") + batch)));

  expect(refusal).toMatchObject({ code: "details-do-not-tie", figures: { statedCents: -1000n, computedCents: -999n } });
});

test("R1: of a single transaction the entry says what it moved, whatever was instructed before charges", () => {
  const instructed = '<AmtDtls><InstdAmt><Amt Ccy="EUR">100.00</Amt></InstdAmt></AmtDtls>';
  const credited = entry("95.00", `<NtryDtls><TxDtls>${instructed}</TxDtls></NtryDtls>`);
  const text = (version: string) =>
    camt(statement(balance("OPBD", "0") + balance("CLBD", "95.00") + credited), version);

  const amounts = ["02", "08"].map((version) => {
    const [line] = only(parseCamt053(text(version))).entries;
    return line?.transactions.map(({ amountCents }) => amountCents);
  });

  expect(amounts).toEqual([[9_500n], [9_500n]]);
});

test("a returned payment names its reason and the one who did not get it", () => {
  const parties = `<RltdPties><Dbtr><Pty><Nm>Fonds</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Porteur</Nm></Pty></Cdtr>
    <CdtrAcct><Id><IBAN>${HOLDER_IBAN}</IBAN></Id></CdtrAcct></RltdPties>`;
  const returned = (reason: string) =>
    entry(
      "7.00",
      `<NtryDtls><TxDtls><Refs><EndToEndId>D-1</EndToEndId></Refs>${parties}<RtrInf>${reason}</RtrInf></TxDtls></NtryDtls>`,
    );
  const text = camt(
    statement(
      `${balance("OPBD", "0")}${balance("CLBD", "14")}${returned("<Rsn><Cd>AC04</Cd></Rsn>")}${returned("<AddtlInf>x</AddtlInf>")}`,
    ),
  );

  const transactions = only(parseCamt053(text)).entries.map((one) => only(one.transactions));

  expect(transactions.map(({ returnReason }) => returnReason)).toEqual(["AC04", "MS03"]);
  expect(transactions[0]).toMatchObject({
    endToEndId: "D-1",
    counterpartyName: "Porteur",
    counterpartyIban: HOLDER_IBAN,
  });
});

test("an entry without details counts as one transaction, with the bank's own words", () => {
  const fee = entry(
    "-2.50",
    "<BkTxCd><Prtry><Cd>FRAIS</Cd></Prtry></BkTxCd><AddtlNtryInf>Frais de tenue de compte</AddtlNtryInf>",
  );

  const read = only(
    only(parseCamt053(camt(statement(balance("OPBD", "2.50") + balance("CLBD", "0.00") + fee)))).entries,
  );

  expect(read.bankTransactionCode).toBe("FRAIS");
  expect(only(read.transactions)).toMatchObject({
    amountCents: -250n,
    remittance: "Frais de tenue de compte",
    endToEndId: null,
  });
});

const twins =
  entry("5.00") +
  entry("5.00") +
  entry("5.00", "<AcctSvcrRef>X</AcctSvcrRef>") +
  entry("6.00", "<AcctSvcrRef>X</AcctSvcrRef>");
const twinStatement = (id: string) => statement(balance("OPBD", "0.00") + balance("CLBD", "21.00") + twins, id);

test("R3: a line has the same reference in every import, also under another statement id, and two equal lines stay two", () => {
  const refsOf = (id: string) => only(parseCamt053(camt(twinStatement(id)))).entries.map(({ entryRef }) => entryRef);

  const first = refsOf("S1");

  expect(refsOf("S1")).toEqual(first);
  expect(refsOf("S2")).toEqual(first);
  expect(new Set(first).size).toBe(4);
});

test("several statements of a file come apart", () => {
  const second = statement(balance("OPBD", "0.00") + balance("CLBD", "1.00") + entry("1.00"), "S2");

  const ids = parseCamt053(camt(twinStatement("S1") + second)).map(({ statementId, entries }) => [
    statementId,
    entries.length,
  ]);

  expect(ids).toEqual([
    ["S1", 4],
    ["S2", 1],
  ]);
});

const page = (number: number, isLast: boolean, content: string) =>
  statement(`<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${isLast}</LastPgInd></StmtPgntn>${content}`);
const pages = [
  camt(page(1, false, balance("OPBD", "1.00") + balance("ITBD", "3.00") + entry("2.00"))),
  camt(page(2, false, balance("ITBD", "3.00") + balance("ITBD", "2.50") + entry("-0.50"))),
  camt(page(3, true, balance("ITBD", "2.50") + balance("CLBD", "6.50") + entry("4.00"))),
] as const;

test("pages in files of their own become one statement, in whatever order they come", () => {
  const read = only(parseCamt053([pages[2], pages[0], pages[1]]));

  expect([read.openingCents, read.closingCents]).toEqual([100n, 650n]);
  expect(read.entries.map(({ amountCents }) => amountCents)).toEqual([200n, -50n, 400n]);
});

test.each([
  ["the first", [pages[1], pages[2]]],
  ["the middle one", [pages[0], pages[2]]],
  ["the last", [pages[0], pages[1]]],
  ["none but one comes twice", [...pages, pages[1]]],
])("a statement of which %s is missing is refused", (_, files) => {
  expect(refusalOf(files)).toMatchObject({ code: "incomplete" });
});

const withAmount = (text: string) =>
  camt(statement(balance("OPBD", "0.00") + balance("CLBD", "0.00") + entry("1.00").replace(">1.00<", `>${text}<`)));
const opening = balance("OPBD", "0.00");
const closing = balance("CLBD", "0.00");

test.each([
  ["amount", "three decimals", withAmount("1.005")],
  ["amount", "a negative amount", withAmount("-1.00")],
  ["amount", "an exponent", withAmount("1e2")],
  ["amount", "a comma", withAmount("1,00")],
  ["amount", "no amount", withAmount("")],
  ["currency", "dollars", withAmount("1.00").replace('Ccy="EUR">1.00', 'Ccy="USD">1.00')],
  ["currency", "an account in dollars", camt(statement(opening + closing).replace("<Ccy>EUR", "<Ccy>USD"))],
  ["status", "an unknown status", camt(statement(opening + closing + entry("1.00", "", "<Sts><Cd>WAIT</Cd></Sts>")))],
  ["malformed", "an unknown direction", camt(statement(opening + closing + entry("1.00").replace("CRDT", "IN")))],
  [
    "malformed",
    "no direction",
    camt(statement(opening + closing + entry("1.00").replace(/<CdtDbtInd>.*?<\/CdtDbtInd>/, ""))),
  ],
  [
    "date",
    "a 30th of February",
    camt(statement(opening + closing + entry("0.00").replace("2026-11-20", "2026-02-30"))),
  ],
  ["incomplete", "no opening balance", camt(statement(closing))],
  ["incomplete", "no closing balance", camt(statement(opening))],
  ["incomplete", "no statement", camt("")],
  ["iban", "a wrong account", camt(statement(opening + closing).replace(FUND_IBAN, "FR7630006000011234567890188"))],
  ["malformed", "half a file", camt(statement(opening + closing)).slice(0, -40)],
  [
    "doctype",
    "an entity",
    camt(statement(opening + closing)).replace("<Document", '<!DOCTYPE x [<!ENTITY a "b">]><Document'),
  ],
  ["malformed", "an undeclared entity", camt(statement(opening + closing, "&a;"))],
  ["unsupported-format", "a version we do not know", camt(statement(opening + closing), "13")],
  ["unsupported-format", "another message", "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.08'/>"],
  ["unsupported-format", "another document", "<html/>"],
])("%s: %s is refused", (code, _, text) => {
  const refusal = refusalOf(text);

  expect(refusal).toBeInstanceOf(StatementRefused);
  expect(refusal).toMatchObject({ code });
});

test("a file over the limit is refused before it is read", () => {
  expect(() => parseCamt053(camt(statement(opening + closing)), 100)).toThrow(/larger than accepted/);
});

test("a prefixed namespace changes nothing", () => {
  const text = camt(statement(opening + closing))
    .replaceAll(/<(\/?)(?=[A-Z])/g, "<$1ns:")
    .replace("xmlns=", "xmlns:ns=");

  expect(only(parseCamt053(text)).statementId).toBe("S1");
});
