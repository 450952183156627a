import { createHash } from "node:crypto";
import { dayAt, signedCentsOf } from "./camt053-reading.ts";
import { type StatementTransaction, transactionsOf } from "./camt053-transaction.ts";
import { StatementRefused } from "./errors.ts";
import { textAt, type XmlElement } from "./xml.ts";

export type EntryStatus = "BOOK" | "FUTR" | "INFO" | "PDNG";

export type StatementEntry = {
  /** The same for the same bank line however often, and in whichever file, it is imported (R3). */
  readonly entryRef: string;
  /** The bank's own reference, to quote when calling them; not always unique. */
  readonly bankReference: string | null;
  /** Signed cents: positive when our account gains. */
  readonly amountCents: bigint;
  /** Booking day; where the bank gives none, its value day, else the statement's last day. */
  readonly bookedOn: string;
  readonly valueOn: string;
  /** Only BOOK moves the balance. */
  readonly status: EntryStatus;
  /** The bank took back a line of its own; `amountCents` already has the direction of this line. */
  readonly isReversal: boolean;
  /** `PMNT-ICDT-ESCT`, or the bank's proprietary code. */
  readonly bankTransactionCode: string | null;
  /** Block of our pain.001 file that this entry books, where the bank says so. */
  readonly paymentInformationId: string | null;
  readonly transactions: readonly StatementTransaction[];
};

type Context = { readonly iban: string; readonly toOn: string; readonly statement: string };

const STATUSES: readonly EntryStatus[] = ["BOOK", "FUTR", "INFO", "PDNG"];

const statusOf = (element: XmlElement, field: string): EntryStatus => {
  const text = textAt(element, "Sts/Cd", "Sts");
  const status = STATUSES.find((known) => known === text);
  if (status === undefined) throw new StatementRefused("status", `${field}/Sts`, "is not BOOK, PDNG, INFO or FUTR");
  return status;
};

const bankTransactionCodeOf = (element: XmlElement): string | null => {
  const parts = ["Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd"].map((path) => textAt(element, `BkTxCd/${path}`));
  const code = parts.filter((part) => part !== null).join("-");
  return code === "" ? textAt(element, "BkTxCd/Prtry/Cd") : code;
};

const bankReferenceOf = (element: XmlElement): string | null => {
  const reference = textAt(element, "AcctSvcrRef");
  return reference === "NOTPROVIDED" || reference === "NONREF" ? null : reference;
};

const entryOf = (element: XmlElement, context: Context, field: string): Omit<StatementEntry, "entryRef"> => {
  const amountCents = signedCentsOf(element, field);
  const bookedOn = dayAt(element, field, "BookgDt/Dt", "BookgDt/DtTm");
  const valueOn = dayAt(element, field, "ValDt/Dt", "ValDt/DtTm");
  return {
    bankReference: bankReferenceOf(element) ?? textAt(element, "NtryRef"),
    amountCents,
    bookedOn: bookedOn ?? valueOn ?? context.toOn,
    valueOn: valueOn ?? bookedOn ?? context.toOn,
    status: statusOf(element, field),
    isReversal: ["true", "1"].includes(textAt(element, "RvslInd") ?? ""),
    bankTransactionCode: bankTransactionCodeOf(element),
    paymentInformationId: textAt(element, "NtryDtls/Btch/PmtInfId", "NtryDtls/TxDtls/Refs/PmtInfId"),
    transactions: transactionsOf({ element, cents: amountCents, iban: context.iban, field }),
  };
};

// Banks number NtryRef anew in each statement and some repeat AcctSvcrRef, so neither is enough alone; a statement fetched again may have
// another id, so the statement is not part of it.
const identityOf = (element: XmlElement, entry: Omit<StatementEntry, "entryRef">, iban: string): string => {
  const reference = bankReferenceOf(element);
  const content = [
    entry.valueOn,
    textAt(element, "NtryRef"),
    entry.bankTransactionCode,
    ...entry.transactions.flatMap((one) => [
      one.endToEndId,
      `${one.amountCents}`,
      one.counterpartyIban,
      one.remittance,
    ]),
  ];
  return JSON.stringify([
    iban,
    entry.bookedOn,
    `${entry.amountCents}`,
    reference,
    ...(reference === null ? content : []),
  ]);
};

/** The entries of one statement. Lines alike in every respect are told apart by their rank, so that two equal payments stay two. */
export const entriesOf = (elements: readonly XmlElement[], context: Context): readonly StatementEntry[] => {
  const occurrences = new Map<string, number>();
  return elements.map((element, index) => {
    const entry = entryOf(element, context, `Stmt ${context.statement}/Ntry[${index + 1}]`);
    // A line that is not booked yet must not take the rank, hence the name, of the booked line it will become.
    const identity = `${entry.status} ${identityOf(element, entry, context.iban)}`;
    const occurrence = (occurrences.get(identity) ?? 0) + 1;
    occurrences.set(identity, occurrence);
    const digest = createHash("sha256").update(`${identity} ${occurrence}`).digest("hex");
    return { entryRef: digest.slice(0, 32), ...entry };
  });
};
