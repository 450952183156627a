import type { Language } from "../i18n/text.ts";

/** Cents are written as euros; a number is a count. */
export type WrittenCell = string | bigint | number | undefined;

/** Opens a file whose language's spreadsheets read it as it is: UTF-8 with its mark. */
export const CSV_MARK = "\ufeff";

/** Writes lines as spreadsheets of the language read them: semicolons and decimal commas in French. */
export function csvWriter(language: Language): (cells: readonly WrittenCell[]) => string {
  const [separator, point] = language === "fr" ? [";", ","] : [",", "."];
  const written = (cell: WrittenCell): string => {
    if (cell === undefined) return "";
    if (typeof cell === "bigint") return decimal(cell, point);
    return typeof cell === "number" ? String(cell) : quoted(harmless(cell));
  };
  return (cells) => `${cells.map(written).join(separator)}\r\n`;
}

/** A cell that a spreadsheet would run as a formula is shown as text (OWASP, CSV injection). */
const harmless = (cell: string): string => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string => (/[";,\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function decimal(cents: bigint, point: string): string {
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? "-" : ""}${size / 100n}${point}${String(size % 100n).padStart(2, "0")}`;
}
