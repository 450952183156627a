import { expect, test } from "vitest";
import { PaymentFileRefused } from "../../src/banking/errors.ts";
import { type CreditTransferFile, writePain001 } from "../../src/banking/pain001.ts";
import { elementAt, elementsAt, readXml, textAt, type XmlElement } from "../../src/banking/xml.ts";
import { aFile, aTransfer, FUND_IBAN, HOLDER_IBAN } from "./samples.ts";

const written = (file: CreditTransferFile): XmlElement => {
  const reading = readXml(writePain001(file), 1_000_000);
  if (reading.kind === "refused") return expect.fail(reading.reason);
  return elementAt(reading.root, "CstmrCdtTrfInitn") ?? expect.fail("no message");
};

const block = (file: CreditTransferFile): XmlElement => elementAt(written(file), "PmtInf") ?? expect.fail("no block");

const namesUnder = (element: XmlElement | null): readonly string[] => element?.children.map(({ name }) => name) ?? [];

test("D6: every element stands in the order of the pain.001.001.09 schema", () => {
  const address = { street: "a", buildingNumber: "1", postCode: "2", town: "Bonn", country: "DE", lines: ["c", "d"] };
  const creditor = { name: "C", iban: HOLDER_IBAN, bic: "COBADEFF", address };

  const message = written(aFile({ transfers: [aTransfer({ creditor })] }));

  const under = (path: string) => namesUnder(elementAt(message, path)).join(" ");
  expect(namesUnder(message)).toEqual(["GrpHdr", "PmtInf"]);
  expect(under("GrpHdr")).toBe("MsgId CreDtTm NbOfTxs CtrlSum InitgPty");
  expect(under("PmtInf")).toBe(
    "PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum PmtTpInf ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr CdtTrfTxInf",
  );
  expect(under("PmtInf/CdtTrfTxInf")).toBe("PmtId Amt CdtrAgt Cdtr CdtrAcct RmtInf");
  expect(under("PmtInf/CdtTrfTxInf/Cdtr")).toBe("Nm PstlAdr");
  expect(under("PmtInf/CdtTrfTxInf/Cdtr/PstlAdr")).toBe("StrtNm BldgNb PstCd TwnNm Ctry AdrLine AdrLine");
  expect(under("PmtInf/ReqdExctnDt")).toBe("Dt");
});

test("D6: the file says who pays whom, when and what, in the SEPA character set", () => {
  const file = aFile();

  const payment = block(file);

  const at = (path: string) => textAt(payment, path);
  expect(textAt(written(file), "GrpHdr/CreDtTm")).toBe("2026-11-19T09:30:00Z");
  expect([at("PmtMtd"), at("BtchBookg"), at("PmtTpInf/SvcLvl/Cd"), at("ChrgBr")]).toEqual([
    "TRF",
    "false",
    "SEPA",
    "SLEV",
  ]);
  expect(at("ReqdExctnDt/Dt")).toBe("2026-11-20");
  expect([at("Dbtr/Nm"), at("DbtrAcct/Id/IBAN"), at("DbtrAgt/FinInstnId/BICFI")]).toEqual([
    "Fonds solidaire ' Demain '",
    FUND_IBAN,
    "AGRIFRPP",
  ]);
  expect([at("Dbtr/PstlAdr/StrtNm"), at("Dbtr/PstlAdr/TwnNm")]).toEqual(["rue de l'Eglise", "Rennes"]);
  expect([at("CdtTrfTxInf/Cdtr/Nm"), at("CdtTrfTxInf/RmtInf/Ustrd")]).toEqual([
    "Les Ateliers du Numerique",
    "Tranche 1 de la convention 2026-17",
  ]);
});

test("A1: counts and sums stand on both levels, exact where a float is not", () => {
  const cents = [99_999_999_999n, 99_999_999_999n, 10n, 1n];
  const transfers = cents.map((amountCents, index) => aTransfer({ endToEndId: `E${index}`, amountCents }));

  const message = written(aFile({ transfers }));

  const totals = ["GrpHdr", "PmtInf"].map((level) => [
    textAt(message, `${level}/NbOfTxs`),
    textAt(message, `${level}/CtrlSum`),
  ]);
  expect(totals).toEqual([
    ["4", "2000000000.09"],
    ["4", "2000000000.09"],
  ]);
  const amounts = elementsAt(message, "PmtInf/CdtTrfTxInf/Amt/InstdAmt");
  expect(amounts.map(({ text }) => text)).toEqual(["999999999.99", "999999999.99", "0.10", "0.01"]);
  expect(amounts.map(({ attributes }) => attributes)).toEqual(Array(4).fill({ Ccy: "EUR" }));
});

test("without a BIC the debtor's bank is NOTPROVIDED and the creditor's is left out", () => {
  const { bic: _, ...debtor } = aFile().debtor;

  const payment = block(aFile({ debtor }));

  expect(textAt(payment, "DbtrAgt/FinInstnId/Othr/Id")).toBe("NOTPROVIDED");
  expect(elementAt(payment, "CdtTrfTxInf/CdtrAgt")).toBeNull();
});

test("long names and remittance are cut to what the scheme carries, and an empty remittance is left out", () => {
  const long = aTransfer({ creditor: { name: "É".repeat(90), iban: HOLDER_IBAN }, remittance: "€".repeat(90) });

  const payment = block(aFile({ transfers: [long, aTransfer({ endToEndId: "DISB-2", remittance: " \n" })] }));

  const [first, second] = elementsAt(payment, "CdtTrfTxInf");
  if (!first || !second) return expect.fail("two transfers");
  expect(textAt(first, "Cdtr/Nm")).toBe("E".repeat(70));
  expect(textAt(first, "RmtInf/Ustrd")).toHaveLength(140);
  expect(namesUnder(second)).not.toContain("RmtInf");
});

const creditor = aTransfer().creditor;
const debtor = aFile().debtor;
const refusals: readonly (readonly [string, string, string, Partial<CreditTransferFile>])[] = [
  ["no transfer", "empty", "transfers", { transfers: [] }],
  ["an id used twice", "duplicate", "transfers[1].endToEndId", { transfers: [aTransfer(), aTransfer()] }],
  ["an empty message id", "empty", "messageId", { messageId: "" }],
  ["an id of 36", "too-long", "messageId", { messageId: "A".repeat(36) }],
  ["an id that starts with /", "slash", "messageId", { messageId: "/A" }],
  ["an id that ends with /", "slash", "transfers[0].endToEndId", { transfers: [aTransfer({ endToEndId: "A/" })] }],
  ["an id with //", "slash", "transfers[0].endToEndId", { transfers: [aTransfer({ endToEndId: "A//B" })] }],
  ["an id with an accent", "characters", "transfers[0].endToEndId", { transfers: [aTransfer({ endToEndId: "É" })] }],
  ["an id with a space at its end", "characters", "messageId", { messageId: "A " }],
  ["an id with a tag", "characters", "messageId", { messageId: "<A>" }],
  ["zero cents", "amount", "transfers[0].amountCents", { transfers: [aTransfer({ amountCents: 0n })] }],
  ["a negative amount", "amount", "transfers[0].amountCents", { transfers: [aTransfer({ amountCents: -1n })] }],
  ["a billion", "amount", "transfers[0].amountCents", { transfers: [aTransfer({ amountCents: 100_000_000_000n })] }],
  ["a wrong payer account", "iban", "debtor.iban", { debtor: { ...debtor, iban: "FR7630006000011234567890188" } }],
  [
    "a wrong payee account",
    "iban",
    "transfers[1].creditor.iban",
    { transfers: [aTransfer(), aTransfer({ endToEndId: "B", creditor: { ...creditor, iban: "DE00" } })] },
  ],
  [
    "an account outside SEPA",
    "not-sepa",
    "transfers[0].creditor.iban",
    { transfers: [aTransfer({ creditor: { ...creditor, iban: "TR330006100519786457841326" } })] },
  ],
  ["a wrong BIC", "bic", "debtor.bic", { debtor: { ...debtor, bic: "AGRI" } }],
  [
    "a payee without readable name",
    "empty",
    "transfers[0].creditor.name",
    { transfers: [aTransfer({ creditor: { ...creditor, name: "🚀 !" } })] },
  ],
  ["an empty payer name", "empty", "debtor.name", { debtor: { ...debtor, name: " " } }],
  [
    "an address without town",
    "empty",
    "debtor.address.town",
    { debtor: { ...debtor, address: { town: "", country: "FR" } } },
  ],
  [
    "an unknown country",
    "country",
    "debtor.address.country",
    { debtor: { ...debtor, address: { town: "A", country: "ZZ" } } },
  ],
  [
    "a country in words",
    "country",
    "debtor.address.country",
    { debtor: { ...debtor, address: { town: "A", country: "France" } } },
  ],
  [
    "three free lines",
    "too-long",
    "debtor.address.lines",
    { debtor: { ...debtor, address: { town: "A", country: "FR", lines: ["a", "b", "c"] } } },
  ],
  ["a Saturday", "date", "executeOn", { executeOn: "2026-11-21" }],
  ["a day in the past", "date", "executeOn", { executeOn: "2026-11-18" }],
  ["no day at all", "date", "executeOn", { executeOn: "2026-02-30" }],
  ["no instant", "date", "createdAt", { createdAt: new Date("never") }],
];

test.each(refusals)("%s is refused as %s of %s", (_, code, field, changes) => {
  const refusal = (() => {
    try {
      return writePain001(aFile(changes));
    } catch (error) {
      return error;
    }
  })();

  expect(refusal).toBeInstanceOf(PaymentFileRefused);
  expect(refusal).toMatchObject({ code, field });
  expect(String(refusal)).not.toMatch(/[A-Z]{2}\d{12}/);
});
