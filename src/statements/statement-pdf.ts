import type { Deps } from "../deps.ts";
import type { Language } from "../i18n/text.ts";
import { type Flow, PAGE } from "../pdf/flow.ts";
import { countPages, drawPaper, INK, type Paper } from "../pdf/paper.ts";
import { layTable, openTable } from "../pdf/table.ts";
import { countLines, everyLine } from "./list-lines.ts";
import { STATEMENTS, statementTitle } from "./messages.ts";
import type { MonthlyStatement, NamedStatement } from "./read-statement.ts";
import { drawHead, type HeadDeps, layHead } from "./statement-head.ts";
import { LINE_COLUMNS, lineCells, MOVE_COLUMNS, moveRows, STANDING_COLUMNS, standingRows } from "./statement-rows.ts";

type PdfDeps = HeadDeps & Pick<Deps, "db" | "fundId" | "cipher">;
type Printing = { readonly language: Language; readonly printedAt: Date };

const POT = 24;
const TITLE = 20;
const NOTE = { size: 8, gap: 5 };
const LINES_A_STEP = 50;

/** A statement as a document an accountant can file; it comes page by page. */
export async function* statementPdf(
  deps: PdfDeps,
  statement: MonthlyStatement,
  printing: Printing,
): AsyncGenerator<Uint8Array> {
  const { language } = printing;
  const counts = await countLines(deps, statement);
  const pages = countPages((flow, heightOf) => {
    layHead(flow);
    for (const pot of statement.pots) layPot(flow, pot, statement, language, counts.get(pot.potId)?.count ?? 0);
    for (const note of notes(statement, language)) flow.take(heightOf(note, PAGE.width, NOTE.size) + NOTE.gap);
  });
  const title = statementTitle(statement.month.name)[language];
  const { name } = deps.bankAccount;
  const footer = `${name} · ${statement.party.partnerName} · ${title}`;
  yield* drawPaper(
    { title: `${title}, ${statement.party.partnerName}`, author: name, language, footer, pages },
    (paper) => drawAll(deps, paper, statement, printing, counts),
  );
}

type Counts = Awaited<ReturnType<typeof countLines>>;

async function* drawAll(
  deps: PdfDeps,
  paper: Paper,
  statement: MonthlyStatement,
  printing: Printing,
  counts: Counts,
): AsyncGenerator<void> {
  const { language } = printing;
  drawHead(deps, paper, statement, printing);
  for (const pot of statement.pots) {
    yield* drawPot(deps, paper, { statement, pot, language, count: counts.get(pot.potId) });
  }
  for (const note of notes(statement, language)) {
    const y = paper.flow.take(paper.heightOf(note, PAGE.width, NOTE.size) + NOTE.gap);
    paper.say(
      paper.group("Sect"),
      "P",
      note,
      { x: PAGE.margin, y, width: PAGE.width },
      { size: NOTE.size, color: INK.quiet },
    );
  }
}

type PotDrawing = {
  readonly statement: MonthlyStatement;
  readonly pot: NamedStatement;
  readonly language: Language;
  readonly count: { readonly count: number; readonly last: string } | undefined;
};

async function* drawPot(deps: PdfDeps, paper: Paper, drawing: PotDrawing): AsyncGenerator<void> {
  const { statement, pot, language, count } = drawing;
  title(paper, "H2", pot.potName, POT, 13);
  for (const [columns, rows] of [
    [MOVE_COLUMNS, moveRows(statement, pot, language)],
    [STANDING_COLUMNS, standingRows(pot, language)],
  ] as const) {
    const table = openTable(paper, columns(statement, language));
    for (const row of rows) table.row(row);
    table.end();
  }
  title(paper, "H3", STATEMENTS.lines[language], TITLE, 10.5);
  if (count === undefined) {
    title(paper, "P", STATEMENTS.noLine[language], TITLE, 9);
    return;
  }
  const table = openTable(paper, LINE_COLUMNS(language));
  let drawn = 0;
  for await (const line of everyLine(deps, statement, [pot.potId], count.last)) {
    table.row({ cells: lineCells(line, language) });
    drawn += 1;
    if (drawn % LINES_A_STEP === 0) yield;
  }
  table.end();
  yield;
}

function title(paper: Paper, tag: "H2" | "H3" | "P", text: string, height: number, size: number): void {
  if (tag !== "P") paper.flow.keep(height + 60);
  const y = paper.flow.take(height);
  const bold = tag !== "P";
  paper.say(paper.group("Sect"), tag, text, { x: PAGE.margin, y, width: PAGE.width }, { size, bold }, { fit: true });
}

/** The same steps as `drawPot`, on no paper. */
function layPot(flow: Flow, pot: NamedStatement, statement: MonthlyStatement, language: Language, lines: number): void {
  flow.keep(POT + 60);
  flow.take(POT);
  layTable(flow, moveRows(statement, pot, language).length);
  layTable(flow, standingRows(pot, language).length);
  flow.keep(TITLE + 60);
  flow.take(TITLE);
  if (lines === 0) flow.take(TITLE);
  else layTable(flow, lines);
}

const notes = ({ final }: MonthlyStatement, language: Language): readonly string[] =>
  [STATEMENTS.ties, STATEMENTS.recorded, STATEMENTS.pseudonym, ...(final ? [] : [STATEMENTS.provisional])].map(
    (one) => one[language],
  );
