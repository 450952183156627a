import { entriesOf, type StatementEntry } from "./camt053-entry.ts";
import { statementPages } from "./camt053-pages.ts";
import { dayAt, signedCentsOf } from "./camt053-reading.ts";
import { StatementRefused } from "./errors.ts";
import { isValidIban, normaliseIban } from "./iban.ts";
import { elementsAt, textAt, type XmlElement } from "./xml.ts";

export type BankStatement = {
  readonly statementId: string;
  /** The bank's running number of the statement, where it gives one. */
  readonly sequence: number | null;
  readonly iban: string;
  readonly currency: "EUR";
  readonly fromOn: string;
  readonly toOn: string;
  /** Signed cents. */
  readonly openingCents: bigint;
  readonly closingCents: bigint;
  readonly entries: readonly StatementEntry[];
};

type Balance = { readonly cents: bigint; readonly on: string };

const balanceOf = (page: XmlElement | undefined, codes: readonly string[], field: string): Balance => {
  const balances = page === undefined ? [] : elementsAt(page, "Bal");
  const found = codes.flatMap((code) => balances.filter((one) => textAt(one, "Tp/CdOrPrtry/Cd") === code))[0];
  if (found === undefined)
    throw new StatementRefused("incomplete", `${field}/Bal`, `has no balance ${codes.join(" or ")}`);
  const on = dayAt(found, `${field}/Bal`, "Dt/Dt", "Dt/DtTm");
  if (on === null) throw new StatementRefused("incomplete", `${field}/Bal/Dt`, "is missing");
  return { cents: signedCentsOf(found, `${field}/Bal`), on };
};

const checkTie = (statement: BankStatement, field: string): void => {
  const booked = statement.entries.filter(({ status }) => status === "BOOK");
  const computedCents = booked.reduce((sum, { amountCents }) => sum + amountCents, statement.openingCents);
  if (computedCents === statement.closingCents) return;
  const reason = `states a closing balance of ${statement.closingCents} cents but its entries lead to ${computedCents}`;
  const figures = { statedCents: statement.closingCents, computedCents };
  throw new StatementRefused("balances-do-not-tie", field, reason, figures);
};

const sequenceOf = (page: XmlElement): number | null => {
  const text = textAt(page, "ElctrncSeqNb", "LglSeqNb");
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
};

const statementOf = (pages: readonly XmlElement[]): BankStatement[] => {
  const [first] = pages;
  if (first === undefined) return [];
  const statementId = textAt(first, "Id");
  if (statementId === null) throw new StatementRefused("malformed", "Stmt/Id", "is missing");
  const field = `Stmt ${statementId}`;
  const iban = normaliseIban(textAt(first, "Acct/Id/IBAN") ?? "");
  if (!isValidIban(iban)) throw new StatementRefused("iban", `${field}/Acct`, "has no valid IBAN");
  if ((textAt(first, "Acct/Ccy") ?? "EUR") !== "EUR") {
    throw new StatementRefused("currency", `${field}/Acct/Ccy`, "is not EUR");
  }
  const opening = balanceOf(first, ["OPBD", "PRCD"], field);
  const closing = balanceOf(pages.at(-1), ["CLBD"], field);
  const toOn = dayAt(first, field, "FrToDt/ToDtTm", "FrToDt/ToDt") ?? closing.on;
  const statement: BankStatement = {
    statementId,
    sequence: sequenceOf(first),
    iban,
    currency: "EUR",
    fromOn: dayAt(first, field, "FrToDt/FrDtTm", "FrToDt/FrDt") ?? opening.on,
    toOn,
    openingCents: opening.cents,
    closingCents: closing.cents,
    entries: entriesOf(
      pages.flatMap((page) => elementsAt(page, "Ntry")),
      { iban, toOn, statement: statementId },
    ),
  };
  checkTie(statement, field);
  return [statement];
};

/**
 * Reads bank statements (camt.053.001.02 or .08), several to a file and several pages to a statement; pages in files of their own are
 * given together. A statement is taken whole or not at all: opening plus booked entries must be the closing balance, and the transactions
 * of an entry its amount (R1, R2).
 * @param maxCharacters limit of each file, 20 million by default.
 * @throws StatementRefused with a code, the element and, where two figures differ, both.
 */
export const parseCamt053 = (files: string | readonly string[], maxCharacters = 20_000_000): readonly BankStatement[] =>
  statementPages(typeof files === "string" ? [files] : files, maxCharacters).flatMap(statementOf);
