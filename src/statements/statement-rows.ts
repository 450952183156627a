import { EFFECT_ON_REMAINING } from "../domain/statement.ts";
import type { Language } from "../i18n/text.ts";
import type { PaperColumn, PaperRow } from "../pdf/table.ts";
import type { StatementLine } from "./list-lines.ts";
import { MOVES, SHOWN_MOVES, STANDING, STATEMENTS } from "./messages.ts";
import type { MonthlyStatement, NamedStatement } from "./read-statement.ts";

type Columns = (statement: MonthlyStatement, language: Language) => readonly PaperColumn[];

export const MOVE_COLUMNS: Columns = (_, language) => [
  { heading: STATEMENTS.summary[language], width: 259 },
  { heading: STATEMENTS.amount[language], width: 120, numeric: true },
  { heading: STATEMENTS.effect[language], width: 120, numeric: true },
];

export const STANDING_COLUMNS: Columns = ({ final }, language) => [
  { heading: STATEMENTS.standing[language], width: 259 },
  { heading: STATEMENTS.atStart[language], width: 120, numeric: true },
  { heading: (final ? STATEMENTS.atEnd : STATEMENTS.atNow)[language], width: 120, numeric: true },
];

export const LINE_COLUMNS = (language: Language): readonly PaperColumn[] => [
  { heading: STATEMENTS.date[language], width: 82 },
  { heading: STATEMENTS.item[language], width: 118 },
  { heading: STATEMENTS.origin[language], width: 157 },
  { heading: STATEMENTS.gift[language], width: 71, numeric: true },
  { heading: STATEMENTS.amount[language], width: 71, numeric: true },
];

/** From what was free to what is free; moves that did not happen are left out. */
export function moveRows(
  { final }: Pick<MonthlyStatement, "final">,
  { opening, moves, closing }: NamedStatement,
  language: Language,
): readonly PaperRow[] {
  const happened = SHOWN_MOVES.filter((move) => moves[move] > 0n);
  return [
    { cells: [STATEMENTS.opening[language], "", exact(opening.remainingCents, language)], strong: true },
    ...happened.map((move) => ({
      cells: [
        MOVES[move][language],
        exact(moves[move], language),
        EFFECT_ON_REMAINING[move] === 0n ? "" : signed(EFFECT_ON_REMAINING[move] * moves[move], language),
      ],
    })),
    {
      cells: [
        (final ? STATEMENTS.closing : STATEMENTS.closingNow)[language],
        "",
        exact(closing.remainingCents, language),
      ],
      strong: true,
    },
  ];
}

export const standingRows = ({ opening, closing }: NamedStatement, language: Language): readonly PaperRow[] =>
  STANDING.map(([figure, label]) => ({
    cells: [label[language], exact(opening[figure], language), exact(closing[figure], language)],
    strong: figure === "remainingCents",
  }));

const stamp = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" });

export const lineCells = (line: StatementLine, language: Language): readonly string[] => [
  stamp.format(line.at),
  MOVES[line.move][language],
  line.gift === undefined ? (line.reference ?? "") : `${line.gift.pseudonym} · ${line.gift.campaignTitle}`,
  line.gift === undefined ? "" : exact(line.gift.amountCents, language),
  exact(line.amountCents, language),
];

/** Always with its cents, so that columns of figures stand under each other. */
export function exact(cents: bigint, language: Language): string {
  const size = cents < 0n ? -cents : cents;
  const whole = new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB").format(size / 100n);
  const rest = String(size % 100n).padStart(2, "0");
  const minus = cents < 0n ? "–" : "";
  return language === "fr" ? `${minus}${whole},${rest}\u00a0€` : `${minus}€${whole}.${rest}`;
}

const signed = (cents: bigint, language: Language): string => `${cents > 0n ? "+" : ""}${exact(cents, language)}`;
