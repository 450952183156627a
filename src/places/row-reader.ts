import type { Finding, Outcome } from "../csv/finding.ts";
import type { Text } from "../i18n/text.ts";
import { reasons } from "./messages.ts";
import { type Column, type ListColumn, standardValue } from "./standard.ts";
import type { Reading } from "./value-rules.ts";

export type RowCells = (column: Column) => string;

/** Takes the values of one row and keeps what there is to tell about them. */
export class RowReader {
  readonly findings: Finding[] = [];
  readonly #line: number;
  readonly #cells: RowCells;

  constructor(line: number, cells: RowCells) {
    this.#line = line;
    this.#cells = cells;
  }

  get isRefused(): boolean {
    return this.findings.some((finding) => finding.outcome === "refused");
  }

  text(column: Column): string {
    return cleaned(this.#cells(column));
  }

  tell(column: Column, reason: Text, outcome: Outcome, value = this.text(column)): void {
    this.findings.push({ line: this.#line, rowId: this.text("id"), column, value, reason, outcome });
  }

  /** A wrong or missing value refuses the row; `instead` then stands in for it and is never stored. */
  required<T>(column: Column, rule: (text: string) => Reading<T>, instead: T, missing: Text = reasons.missing): T {
    const text = this.text(column);
    const reading = text === "" ? { reason: missing } : rule(text);
    if ("value" in reading) return reading.value;
    this.tell(column, reading.reason, "refused");
    return instead;
  }

  /** Null where the cell is empty. A wrong value refuses the row, or is left out of it. */
  optional<T>(column: Column, rule: (text: string) => Reading<T>, wrong: "refused" | "left_out"): T | null {
    const text = this.text(column);
    if (text === "") return null;
    const reading = rule(text);
    if ("value" in reading) return reading.value;
    this.tell(column, reading.reason, wrong);
    return null;
  }

  /** The values between `|`, each judged alone: an unknown one of a closed list refuses the row. */
  vocabulary(column: ListColumn): string[] {
    return this.#list(column, "refused", (text) => {
      const value = standardValue(column, text);
      return value === undefined ? { reason: reasons.unknownValue } : { value };
    });
  }

  /** The values between `|` that are right; the others are left out. */
  values(column: Column, rule: (text: string) => Reading<string>): string[] {
    return this.#list(column, "left_out", rule);
  }

  #list(column: Column, wrong: Outcome, rule: (text: string) => Reading<string>): string[] {
    const values = new Set<string>();
    for (const part of this.text(column).split("|").map(trimmed)) {
      if (part === "") continue;
      const reading = rule(part);
      if ("value" in reading) values.add(reading.value);
      else this.tell(column, reading.reason, wrong, part);
    }
    return [...values];
  }
}

const trimmed = (text: string): string => text.trim();

/** Composed accents, no control characters but line ends, no invisible marks, no spaces around. */
const cleaned = (cell: string): string =>
  cell
    .normalize("NFC")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B\u2060\uFEFF]/g, "")
    .trim();
