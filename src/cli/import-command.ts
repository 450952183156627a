import { parseArgs } from "node:util";
import { ConfigurationError, readConfig } from "../config.ts";
import { type FindingSink, UnusableFile } from "../csv/finding.ts";
import type { Database } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { openDatabase } from "./open-database.ts";
import { openReport } from "./report-writer.ts";

type Import = (input: {
  readonly db: Database;
  readonly path: string;
  readonly onFinding: FindingSink;
  /** Shows where the import stands, over the line before. */
  readonly show: (line: string) => void;
}) => Promise<string>;

/**
 * Runs an import from the command line: progress and summary on the standard error, the report of what was refused
 * on the standard output or in `--report FILE`. Exits 0 also with refusals, 1 where nothing could be read.
 */
export async function runImport(usage: string, work: Import): Promise<void> {
  try {
    const { path, report: reportPath } = readArguments(usage);
    const report = await openReport(reportPath);
    const connection = await openDatabase(readConfig());
    try {
      const summary = await work({ db: connection.db, path, onFinding: report.add, show: progressLine() });
      await report.end();
      process.stderr.write(`${clearLine()}${summary}\n`);
    } finally {
      await connection.close();
    }
  } catch (error) {
    process.stderr.write(`${clearLine()}${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}

function readArguments(usage: string): { readonly path: string; readonly report: string | undefined } {
  try {
    const { values, positionals } = parseArgs({ options: { report: { type: "string" } }, allowPositionals: true });
    const [path, ...rest] = positionals;
    if (path !== undefined && rest.length === 0) return { path, report: values.report };
  } catch {
    // An unknown option: the usage says it all.
  }
  throw new ConfigurationError(usage);
}

const clearLine = () => (process.stderr.isTTY ? "\r\x1b[K" : "");

/** On a terminal one line that changes; in a log one line every ten batches. */
function progressLine(): (line: string) => void {
  let calls = 0;
  return (line) => {
    calls += 1;
    if (process.stderr.isTTY) process.stderr.write(`${clearLine()}${line}`);
    else if (calls % 10 === 1) process.stderr.write(`${line}\n`);
  };
}

function sentenceOf(error: unknown): string {
  if (error instanceof UnusableFile || error instanceof AppError) return error.text.fr;
  if (error instanceof ConfigurationError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
