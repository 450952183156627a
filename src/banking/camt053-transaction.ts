import { centsOf, directionOf } from "./camt053-reading.ts";
import { StatementRefused } from "./errors.ts";
import { elementAt, elementsAt, textAt, type XmlElement } from "./xml.ts";

export type StatementTransaction = {
  /** Null where the payer gave none. */
  readonly endToEndId: string | null;
  /** Signed cents: positive when our account gains. */
  readonly amountCents: bigint;
  readonly counterpartyName: string | null;
  readonly counterpartyIban: string | null;
  /** Free lines and structured reference, joined by a space. */
  readonly remittance: string;
  readonly creditorReference: string | null;
  /** ISO reason such as AC04 when this is a returned payment, else null. */
  readonly returnReason: string | null;
};

type Entry = { readonly element: XmlElement; readonly cents: bigint; readonly iban: string; readonly field: string };

const given = (text: string | null): string | null => (text === "NOTPROVIDED" ? null : text);

const partyOf = (details: XmlElement, role: "Cdtr" | "Dbtr") => ({
  name: textAt(details, `RltdPties/${role}/Pty/Nm`, `RltdPties/${role}/Nm`),
  iban: textAt(details, `RltdPties/${role}Acct/Id/IBAN`),
});

// A return keeps the parties of the payment it gives back, so the other side is the one its direction does not suggest.
const counterpartyOf = (details: XmlElement, isCredit: boolean, isReturn: boolean, ownIban: string) => {
  const expected = isCredit !== isReturn ? partyOf(details, "Dbtr") : partyOf(details, "Cdtr");
  const other = isCredit !== isReturn ? partyOf(details, "Cdtr") : partyOf(details, "Dbtr");
  return expected.iban === ownIban ? other : expected;
};

const returnReasonOf = (details: XmlElement): string | null => {
  if (elementAt(details, "RtrInf") === null) return null;
  // MS03: reason not specified (ISO external return reason codes).
  return textAt(details, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry") ?? "MS03";
};

const amountOf = (details: XmlElement, entry: Entry, isOnly: boolean, field: string): bigint => {
  const direction = directionOf(details, field) ?? (entry.cents < 0n ? -1n : 1n);
  // What was instructed may differ by charges or a currency: of a single transaction the entry itself says what it moved.
  const paths = ["Amt", "AmtDtls/TxAmt/Amt", ...(isOnly ? [] : ["AmtDtls/InstdAmt/Amt"])];
  const inEuros = paths.flatMap((path) => elementsAt(details, path)).find((amount) => amount.attributes.Ccy === "EUR");
  if (inEuros) return direction * centsOf(inEuros, `${field}/Amt`);
  if (isOnly) return entry.cents;
  throw new StatementRefused("details-do-not-tie", field, "has no amount in EUR among several transactions");
};

const transactionOf = (details: XmlElement, entry: Entry, isOnly: boolean, field: string): StatementTransaction => {
  const amountCents = amountOf(details, entry, isOnly, field);
  const returnReason = returnReasonOf(details);
  const counterparty = counterpartyOf(details, amountCents > 0n, returnReason !== null, entry.iban);
  const creditorReference = textAt(details, "RmtInf/Strd/CdtrRefInf/Ref");
  const free = elementsAt(details, "RmtInf/Ustrd").map((line) => line.text);
  return {
    endToEndId: given(textAt(details, "Refs/EndToEndId")),
    amountCents,
    counterpartyName: given(counterparty.name),
    counterpartyIban: counterparty.iban,
    remittance: [...free, ...(creditorReference === null ? [] : [creditorReference])]
      .filter((line) => line !== "")
      .join(" "),
    creditorReference,
    returnReason,
  };
};

const undetailed = (entry: Entry): StatementTransaction => ({
  endToEndId: null,
  amountCents: entry.cents,
  counterpartyName: null,
  counterpartyIban: null,
  remittance: textAt(entry.element, "AddtlNtryInf") ?? "",
  creditorReference: null,
  returnReason: null,
});

/** The transactions behind one entry; an entry without details counts as one. Their sum is the entry's amount, or the file is refused. */
export const transactionsOf = (entry: Entry): readonly StatementTransaction[] => {
  const details = elementsAt(entry.element, "NtryDtls/TxDtls");
  if (details.length === 0) return [undetailed(entry)];
  const transactions = details.map((one, index) =>
    transactionOf(one, entry, details.length === 1, `${entry.field}/TxDtls[${index + 1}]`),
  );
  const computedCents = transactions.reduce((sum, { amountCents }) => sum + amountCents, 0n);
  if (computedCents !== entry.cents) {
    const reason = `states ${entry.cents} cents but its transactions sum to ${computedCents}`;
    throw new StatementRefused("details-do-not-tie", entry.field, reason, { statedCents: entry.cents, computedCents });
  }
  return transactions;
};
