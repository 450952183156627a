import type { Flow } from "./flow.ts";
import { PAGE } from "./flow.ts";
import { INK, type Paper } from "./paper.ts";

export type PaperColumn = {
  readonly heading: string;
  /** In points; columns stand side by side from the left margin. */
  readonly width: number;
  readonly numeric?: boolean;
};

export type PaperRow = { readonly cells: readonly string[]; readonly strong?: boolean };

const HEAD = 20;
const ROW = 16;
const AFTER = 14;

/** A table row by row: its heading is said once, and shown again on every page it goes on to. */
export type PaperTable = { row(row: PaperRow): void; end(): void };

export function openTable(paper: Paper, columns: readonly PaperColumn[]): PaperTable {
  const table = paper.group("Table");
  const body = paper.group("THead", table);
  const boxes = boxesOf(columns);
  paper.flow.keep(HEAD + 2 * ROW);
  const top = paper.flow.take(HEAD);
  shade(paper, top, HEAD);
  const heading = paper.group("TR", body);
  for (const [index, column] of columns.entries())
    paper.say(heading, "TH", column.heading, boxAt(boxes, index, top + 6), headStyle(column), {
      fit: true,
      scope: "Column",
    });
  body.end();
  const rows = paper.group("TBody", table);
  const again = (y: number) => {
    shade(paper, y, HEAD);
    for (const [index, column] of columns.entries())
      paper.decoration(column.heading, boxAt(boxes, index, y + 6), headStyle(column));
    return HEAD;
  };
  return {
    row({ cells, strong = false }) {
      const y = paper.flow.take(ROW, again);
      const row = paper.group("TR", rows);
      for (const [index, column] of columns.entries()) {
        const style = { size: 8.5, bold: strong, ...(column.numeric && { align: "right" as const }) };
        const isHead = index === 0;
        paper.say(row, isHead ? "TH" : "TD", cells[index] ?? "", boxAt(boxes, index, y + 4), style, {
          fit: true,
          ...(isHead && { scope: "Row" as const }),
        });
      }
      row.end();
      rule(paper, y + ROW);
    },
    end() {
      rows.end();
      table.end();
      paper.flow.take(AFTER);
    },
  };
}

/** The room such a table takes, step by step as above. */
export function layTable(flow: Flow, rows: number): void {
  flow.keep(HEAD + 2 * ROW);
  flow.take(HEAD);
  for (let row = 0; row < rows; row += 1) flow.take(ROW, () => HEAD);
  flow.take(AFTER);
}

type Box = { readonly x: number; readonly width: number };
const GAP = 6;

function boxesOf(columns: readonly PaperColumn[]): readonly Box[] {
  let x: number = PAGE.margin;
  return columns.map(({ width }) => {
    const box = { x: x + GAP, width: width - 2 * GAP };
    x += width;
    return box;
  });
}

const boxAt = (boxes: readonly Box[], index: number, y: number) => ({
  ...(boxes[index] ?? { x: PAGE.margin, width: 0 }),
  y,
});

const headStyle = ({ numeric }: PaperColumn) => ({
  size: 8,
  bold: true,
  color: INK.accent,
  ...(numeric && { align: "right" as const }),
});

const shade = (paper: Paper, y: number, height: number) =>
  paper.decorate((doc) => void doc.rect(PAGE.margin, y, PAGE.width, height).fill(INK.shade));

const rule = (paper: Paper, y: number) =>
  paper.decorate(
    (doc) =>
      void doc
        .moveTo(PAGE.margin, y)
        .lineTo(PAGE.margin + PAGE.width, y)
        .lineWidth(0.4)
        .strokeColor(INK.rule)
        .stroke(),
  );
