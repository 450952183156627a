import { StatementRefused } from "./errors.ts";
import { decimalToCents } from "./euro-decimal.ts";
import { isCalendarDay } from "./target-calendar.ts";
import { elementAt, textAt, type XmlElement } from "./xml.ts";

/** Unsigned cents of an `Amt` element in euros. */
export const centsOf = (amount: XmlElement, field: string): bigint => {
  if (amount.attributes.Ccy !== "EUR") throw new StatementRefused("currency", field, "is not in EUR");
  const cents = decimalToCents(amount.text);
  if (cents === null)
    throw new StatementRefused("amount", field, "is not an unsigned amount with at most two decimals");
  return cents;
};

/** +1 for a credit, −1 for a debit; null where the element gives no direction. */
export const directionOf = (element: XmlElement, field: string): 1n | -1n | null => {
  const text = textAt(element, "CdtDbtInd");
  if (text === null) return null;
  if (text === "CRDT") return 1n;
  if (text === "DBIT") return -1n;
  throw new StatementRefused("malformed", `${field}/CdtDbtInd`, "is neither CRDT nor DBIT");
};

/** `Amt` with the sign of `CdtDbtInd`: positive when our account gains. */
export const signedCentsOf = (element: XmlElement, field: string): bigint => {
  const amount = elementAt(element, "Amt");
  const direction = directionOf(element, field);
  if (amount === null) throw new StatementRefused("malformed", `${field}/Amt`, "is missing");
  if (direction === null) throw new StatementRefused("malformed", `${field}/CdtDbtInd`, "is missing");
  return direction * centsOf(amount, `${field}/Amt`);
};

/** The calendar day of the first path that has one, as the bank wrote it (a time of day is dropped, not converted). */
export const dayAt = (element: XmlElement, field: string, ...paths: readonly string[]): string | null => {
  const text = textAt(element, ...paths);
  if (text === null) return null;
  const day = text.slice(0, 10);
  if (!isCalendarDay(day)) throw new StatementRefused("date", `${field}/${paths[0]}`, "is not a calendar day");
  return day;
};
