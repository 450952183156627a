import { createHash } from "node:crypto";
import { centsToDecimal } from "../../banking/euro-decimal.ts";
import type { XmlElement } from "../../banking/xml.ts";
import { branch, leaf, optionalLeaf, writeXml } from "../../banking/xml-writing.ts";

export type BookedTransaction = {
  readonly endToEndId?: string | undefined;
  /** Signed cents, as on the statement. */
  readonly amountCents: bigint;
  readonly debtor: { readonly name: string; readonly iban: string };
  readonly creditor: { readonly name: string; readonly iban: string };
  readonly remittance?: string | undefined;
  readonly creditorReference?: string | undefined;
  readonly returnReason?: string | undefined;
};

export type BookedEntry = {
  /** ISO sub-family in PMNT: ESCT for a SEPA transfer, RRTN for a return. */
  readonly family: "ICDT" | "RCDT";
  readonly subFamily: "ESCT" | "RRTN";
  readonly paymentInformationId?: string | undefined;
  readonly transactions: readonly BookedTransaction[];
};

export type BankDay = {
  readonly iban: string;
  /** `YYYY-MM-DD`: everything is booked and valued this day. */
  readonly bankDate: string;
  readonly openingCents: bigint;
  /** Running number of the statement; give another one for each statement of the same day. */
  readonly sequence: number;
  readonly entries: readonly BookedEntry[];
};

const sumOf = (transactions: readonly BookedTransaction[]): bigint =>
  transactions.reduce((sum, { amountCents }) => sum + amountCents, 0n);

const amount = (cents: bigint): readonly XmlElement[] => [
  leaf("Amt", centsToDecimal(cents < 0n ? -cents : cents), { Ccy: "EUR" }),
  leaf("CdtDbtInd", cents < 0n ? "DBIT" : "CRDT"),
];

const balance = (code: string, cents: bigint, on: string): XmlElement =>
  branch("Bal", branch("Tp", branch("CdOrPrtry", leaf("Cd", code))), ...amount(cents), branch("Dt", leaf("Dt", on)));

const party = (role: "Cdtr" | "Dbtr", { name, iban }: BookedTransaction["creditor"]): readonly XmlElement[] => [
  branch(role, branch("Pty", leaf("Nm", name))),
  branch(`${role}Acct`, branch("Id", leaf("IBAN", iban))),
];

const structuredReference = (reference: string): XmlElement =>
  branch(
    "Strd",
    branch(
      "CdtrRefInf",
      branch("Tp", branch("CdOrPrtry", leaf("Cd", "SCOR")), leaf("Issr", "ISO")),
      leaf("Ref", reference),
    ),
  );

const remittanceOf = ({ remittance, creditorReference }: BookedTransaction): XmlElement | null =>
  remittance || creditorReference
    ? branch(
        "RmtInf",
        optionalLeaf("Ustrd", remittance),
        creditorReference ? structuredReference(creditorReference) : null,
      )
    : null;

const transactionElement = (transaction: BookedTransaction, paymentInformationId: string | undefined): XmlElement =>
  branch(
    "TxDtls",
    branch(
      "Refs",
      optionalLeaf("PmtInfId", paymentInformationId),
      leaf("EndToEndId", transaction.endToEndId ?? "NOTPROVIDED"),
    ),
    ...amount(transaction.amountCents),
    branch("RltdPties", ...party("Dbtr", transaction.debtor), ...party("Cdtr", transaction.creditor)),
    remittanceOf(transaction),
    transaction.returnReason ? branch("RtrInf", branch("Rsn", leaf("Cd", transaction.returnReason))) : null,
  );

const batchElement = (entry: BookedEntry): XmlElement | null =>
  entry.transactions.length < 2
    ? null
    : branch(
        "Btch",
        optionalLeaf("PmtInfId", entry.paymentInformationId),
        leaf("NbOfTxs", entry.transactions.length.toString()),
      );

const entryElement = (entry: BookedEntry, reference: string, on: string): XmlElement =>
  branch(
    "Ntry",
    ...amount(sumOf(entry.transactions)),
    branch("Sts", leaf("Cd", "BOOK")),
    branch("BookgDt", leaf("Dt", on)),
    branch("ValDt", leaf("Dt", on)),
    leaf("AcctSvcrRef", reference),
    branch(
      "BkTxCd",
      branch("Domn", leaf("Cd", "PMNT"), branch("Fmly", leaf("Cd", entry.family), leaf("SubFmlyCd", entry.subFamily))),
    ),
    branch(
      "NtryDtls",
      batchElement(entry),
      ...entry.transactions.map((one) => transactionElement(one, entry.paymentInformationId)),
    ),
  );

const seedOf = (day: BankDay): string =>
  createHash("sha256")
    .update(JSON.stringify(day, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)))
    .digest("hex")
    .slice(0, 10)
    .toUpperCase();

/** The pretend bank's statement of one account and day: camt.053.001.08 text. The same day gives the same text, references included. */
export const writeCamt053 = (day: BankDay): string => {
  const closingCents = day.entries.reduce((sum, { transactions }) => sum + sumOf(transactions), day.openingCents);
  const compactDay = day.bankDate.replaceAll("-", "");
  const seed = seedOf(day);
  const statementId = `STMT-${compactDay}-${seed}`;
  const createdAt = `${day.bankDate}T20:00:00Z`;
  const statement = branch(
    "Stmt",
    leaf("Id", statementId),
    leaf("ElctrncSeqNb", day.sequence.toString()),
    leaf("CreDtTm", createdAt),
    branch("FrToDt", leaf("FrDtTm", `${day.bankDate}T00:00:00`), leaf("ToDtTm", `${day.bankDate}T23:59:59`)),
    branch("Acct", branch("Id", leaf("IBAN", day.iban)), leaf("Ccy", "EUR")),
    balance("OPBD", day.openingCents, day.bankDate),
    balance("CLBD", closingCents, day.bankDate),
    ...day.entries.map((entry, index) => entryElement(entry, `BK${compactDay}${seed}${index + 1}`, day.bankDate)),
  );
  const header = branch("GrpHdr", leaf("MsgId", statementId), leaf("CreDtTm", createdAt));
  const namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";
  return writeXml(branch("Document", branch("BkToCstmrStmt", header, statement)), namespace);
};
