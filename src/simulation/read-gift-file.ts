import { openCsvBytes } from "../csv/read-csv.ts";
import { invalidInput } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { columnOf, GIFT_COLUMN_NAMES, GIFT_COLUMNS, type GiftColumnName } from "./gift-columns.ts";
import { CELLS, FILES } from "./messages.ts";
import { type GiftRow, giftRowReader, type Layout, type RefusedCell } from "./read-gift-row.ts";

export const MOST_FILE_BYTES = 10_000_000;
export const MOST_ROWS = 200_000;
/** How many refused cells are told one by one. */
export const MOST_TOLD = 200;

export type GiftFile = {
  readonly rows: readonly GiftRow[];
  /** Lines that are not played. */
  readonly refusedRows: number;
  /** What is wrong with the first of them. */
  readonly refused: readonly RefusedCell[];
  /** Headers that are none of our columns. */
  readonly ignoredColumns: readonly string[];
};

/**
 * Reads an uploaded file of gifts; a line that cannot be read is refused with its reasons, the others count.
 * @throws AppError 422 where the file is too large or has no usable line.
 */
export async function readGiftFile(bytes: Uint8Array): Promise<GiftFile> {
  if (bytes.byteLength > MOST_FILE_BYTES) throw unusable(FILES.tooLarge);
  if (bytes.byteLength === 0) throw unusable(FILES.none);
  const { header, rows: records } = await openCsvBytes(bytes);
  const layout = layoutOf(header);
  const readRow = giftRowReader(layout);
  const rows: GiftRow[] = [];
  const refused: RefusedCell[] = [];
  let refusedRows = 0;
  let seen = 0;
  for await (const record of records) {
    seen += 1;
    if (seen > MOST_ROWS) throw unusable(FILES.tooManyRows);
    if (seen % 1_000 === 0) await new Promise(setImmediate);
    const row = record.kind === "broken" ? [brokenLine(record.line)] : readRow(record.line, record.cells);
    if ("amountCents" in row) {
      rows.push(row);
      continue;
    }
    refusedRows += 1;
    refused.push(...row.slice(0, MOST_TOLD - refused.length));
  }
  if (rows.length === 0 && refused[0] !== undefined) throw unusable(FILES.noneUsable(refused[0]));
  if (rows.length === 0) throw unusable(FILES.empty);
  const ignoredColumns = header.filter((name) => name !== "" && columnOf(name) === undefined);
  return { rows, refusedRows, refused, ignoredColumns };
}

const brokenLine = (line: number): RefusedCell => ({ line, column: "", value: "", reason: CELLS.broken });

function layoutOf(header: readonly string[]): Layout {
  const layout = new Map<GiftColumnName, { index: number; header: string }>();
  for (const [index, name] of header.entries()) {
    const column = columnOf(name);
    if (column === undefined) continue;
    if (layout.has(column)) throw unusable(FILES.columnTwice(name));
    layout.set(column, { index, header: name });
  }
  const missing = GIFT_COLUMN_NAMES.filter((name) => "isNeeded" in GIFT_COLUMNS[name] && !layout.has(name));
  if (missing.length > 0) throw unusable(FILES.columnsMissing(missing.map((name) => GIFT_COLUMNS[name].names[0])));
  return layout;
}

export const unusable = (message: Text) => invalidInput([{ field: "file", message }]);
