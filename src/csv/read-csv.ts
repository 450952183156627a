import { pipeline, Readable } from "node:stream";
import { parse } from "csv-parse";
import { decodeBytes, decodeText, detectEncoding, type Encoding } from "./decode-text.ts";
import { UnusableFile } from "./finding.ts";

/** A record, or a stretch of the file that is none. `line` is the line of the file it begins on, the header's being 1. */
export type CsvRow =
  | { readonly kind: "record"; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: "broken"; readonly line: number };

export type CsvFile = {
  /** As written, spaces around removed. */
  readonly header: readonly string[];
  /** Read from the disk as they are taken. */
  readonly rows: AsyncIterable<CsvRow>;
};

const LONGEST_RECORD = 100_000;
const PIECE = 65_536;

/**
 * Opens a comma or semicolon separated file in UTF-8 (with or without mark) or Windows-1252. Only what is being read
 * is held in memory. Throws UnusableFile where the file can't be read.
 */
export async function openCsv(path: string): Promise<CsvFile> {
  const encoding = await encodingOf(path);
  const firstLine = await headOf(decodeText(path, encoding));
  return readFile(firstLine, decodeText(path, encoding));
}

/** The same for a file that is held whole. */
export const openCsvBytes = (bytes: Uint8Array): Promise<CsvFile> => {
  const text = decodeBytes(bytes);
  return readFile(text.slice(0, LONGEST_RECORD).split("\n", 1)[0] ?? "", pieces(text));
};

async function* pieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}

async function readFile(firstLine: string, text: AsyncIterable<string>): Promise<CsvFile> {
  const rows = readRows(text, delimiterOf(firstLine));
  const first = await rows.next();
  const header = first.done !== true && first.value.kind === "record" ? first.value.cells : [];
  return { header: header.map((name) => name.trim()), rows };
}

async function encodingOf(path: string): Promise<Encoding> {
  try {
    return await detectEncoding(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "?";
    throw new UnusableFile({
      fr: `Le fichier ${path} ne peut pas être lu (${code}).`,
      en: `The file ${path} cannot be read (${code}).`,
    });
  }
}

async function headOf(pieces: AsyncIterable<string>): Promise<string> {
  let head = "";
  for await (const piece of pieces) {
    head += piece;
    if (head.includes("\n") || head.length > LONGEST_RECORD) break;
  }
  return head.split("\n", 1)[0] ?? "";
}

const delimiterOf = (line: string): "," | ";" => (line.split(";").length > line.split(",").length ? ";" : ",");

async function* readRows(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow> {
  const broken: CsvRow[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: "\n",
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_RECORD,
    on_skip: (error) => {
      broken.push({ kind: "broken", line: lineOf(error) });
      return undefined;
    },
  });
  pipeline(Readable.from(pieces), parser, () => {});
  for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
    yield* broken.splice(0);
    yield { kind: "record", line: info.lines - newlinesIn(record), cells: record };
  }
  yield* broken;
}

const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((count, cell) => count + (cell.includes("\n") ? cell.split("\n").length - 1 : 0), 0);

const lineOf = (error: unknown): number =>
  typeof error === "object" && error !== null && "lines" in error ? Number(error.lines) : 0;
