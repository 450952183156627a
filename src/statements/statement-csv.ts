import type { Deps } from "../deps.ts";
import { EFFECT_ON_REMAINING } from "../domain/statement.ts";
import type { Language, Text } from "../i18n/text.ts";
import { everyLine, type StatementLine } from "./list-lines.ts";
import { MOVES, STATEMENTS } from "./messages.ts";
import type { MonthlyStatement, NamedStatement } from "./read-statement.ts";

const COLUMNS: readonly Text[] = [
  STATEMENTS.date,
  STATEMENTS.pot,
  STATEMENTS.item,
  STATEMENTS.amount,
  STATEMENTS.effect,
  STATEMENTS.campaign,
  STATEMENTS.giftCode,
  STATEMENTS.giftAmount,
  STATEMENTS.reference,
];

/**
 * A statement as spreadsheets of the language open it: UTF-8 with its mark, semicolons and decimal commas in French.
 * Pot by pot from what was free to what is free: between the two, the effects add up.
 */
export async function* statementCsv(
  deps: Pick<Deps, "db" | "fundId" | "cipher">,
  statement: MonthlyStatement,
  language: Language,
): AsyncGenerator<string> {
  const write = writer(language);
  yield `\ufeff${write(COLUMNS.map((one) => one[language]))}`;
  for (const pot of statement.pots) {
    yield write(balanceRow(pot, STATEMENTS.opening[language], pot.opening.remainingCents));
    let chunk: string[] = [];
    for await (const line of everyLine(deps, statement, [pot.potId])) {
      chunk.push(write(lineRow(pot, line, language)));
      if (chunk.length < 500) continue;
      yield chunk.join("");
      chunk = [];
    }
    yield chunk.join("");
    const closing = statement.final ? STATEMENTS.closing : STATEMENTS.closingNow;
    yield write(balanceRow(pot, closing[language], pot.closing.remainingCents));
  }
}

type Cell = string | bigint | undefined;

const balanceRow = (pot: NamedStatement, label: string, cents: bigint): readonly Cell[] => [
  undefined,
  pot.potName,
  label,
  cents,
];

const lineRow = (pot: NamedStatement, line: StatementLine, language: Language): readonly Cell[] => [
  parisTime(line.at),
  pot.potName,
  MOVES[line.move][language],
  line.amountCents,
  EFFECT_ON_REMAINING[line.move] * line.amountCents,
  line.gift?.campaignTitle,
  line.gift?.pseudonym,
  line.gift?.amountCents,
  line.reference,
];

function writer(language: Language): (cells: readonly Cell[]) => string {
  const [separator, point] = language === "fr" ? [";", ","] : [",", "."];
  const text = (cell: Cell): string => {
    if (cell === undefined) return "";
    if (typeof cell === "bigint") return decimal(cell, point);
    // A cell that a spreadsheet would run as a formula is shown as text (OWASP, CSV injection).
    const harmless = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
    return /[";,\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  };
  return (cells) => `${COLUMNS.map((_, index) => text(cells[index])).join(separator)}\r\n`;
}

function decimal(cents: bigint, point: string): string {
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? "-" : ""}${size / 100n}${point}${String(size % 100n).padStart(2, "0")}`;
}

const clock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  dateStyle: "short",
  timeStyle: "short",
});

/** `2026-11-30 14:05`, which every spreadsheet reads as a date. */
const parisTime = (at: Date): string => clock.format(at);
