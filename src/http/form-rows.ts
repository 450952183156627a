import { parseEuros } from "../domain/parse-euros.ts";
import { type Form, field } from "./page-kit.tsx";

/**
 * What a form without scripts repeats: fields named `lines.0.label`, `lines.0.amountCents`, `lines.1.label`, …
 * The column "" is a list of single values: `lines.0`, `lines.1`, …
 */
export type RowFields = { readonly list: string; readonly columns: readonly string[] };

const MOST_ROWS = 100;

const nameOf = (list: string, row: number, column: string) =>
  column === "" ? `${list}.${row}` : `${list}.${row}.${column}`;

/** How many rows the form had, empty ones included. */
export function rowCount(form: Form, { list, columns }: RowFields): number {
  let count = 0;
  while (count < MOST_ROWS && columns.some((column) => form[nameOf(list, count, column)] !== undefined)) count += 1;
  return count;
}

/** The rows somebody typed into, in order. */
export function filledRows(form: Form, fields: RowFields): readonly Readonly<Record<string, string>>[] {
  return Array.from({ length: rowCount(form, fields) }, (_, row) =>
    Object.fromEntries(fields.columns.map((column) => [column, field(form, nameOf(fields.list, row, column)).trim()])),
  ).filter((row) => Object.values(row).some((value) => value !== ""));
}

/** The same form with empty rows gone, so that the number in an error's field is the row a person sees. */
export function closeUp(form: Form, fields: RowFields): Form {
  const others = Object.entries(form).filter(([name]) => !name.startsWith(`${fields.list}.`));
  return { ...Object.fromEntries(others), ...rowsToForm(fields.list, filledRows(form, fields)) };
}

/** Rows as the fields of a form. */
export const rowsToForm = (list: string, rows: readonly Readonly<Record<string, string>>[]): Form =>
  Object.fromEntries(
    rows.flatMap((row, index) => Object.entries(row).map(([column, value]) => [nameOf(list, index, column), value])),
  );

/** Typed euros as the API's cents; a text that isn't an amount stays itself, for the schema to refuse. */
export function centsTyped(text: string): number | string {
  const parsed = parseEuros(text);
  return parsed.kind === "amount" ? Number(parsed.cents) : text;
}

/** A whole number as typed; anything else stays itself, for the schema to refuse. */
export const wholeTyped = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text);
