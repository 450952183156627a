import type { Language } from "../i18n/text.ts";
import { type Finding, OUTCOMES } from "./finding.ts";

const HEADERS: Readonly<Record<Language, readonly string[]>> = {
  fr: ["ligne", "identifiant", "colonne", "valeur", "motif", "suite"],
  en: ["line", "id", "column", "value", "reason", "outcome"],
};

const LONGEST_VALUE = 500;

export const reportHeader = (language: Language = "fr"): string => csvLine(HEADERS[language]);

export function reportLine(finding: Finding, language: Language = "fr"): string {
  const { line, rowId, column, value, reason, outcome } = finding;
  const shown = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
  return csvLine([String(line), rowId, column, shown, reason[language], OUTCOMES[outcome][language]]);
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\n`;

/** Quoted where needed; a cell a spreadsheet would run as a formula is shown as text (OWASP, CSV injection). */
function csvCell(cell: string): string {
  const text = /^(?:[=@\t\r]|[+-](?![\d.]))/.test(cell) ? `'${cell}` : cell;
  return /[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
