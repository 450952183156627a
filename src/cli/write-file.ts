import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ConfigurationError, readConfig } from "../config.ts";
import type { Reader } from "../db/client.ts";
import { openFund } from "../start/prepare-database.ts";
import { openDatabase } from "./open-database.ts";

/** Runs a command that writes what it reads from the fund's database into a file, as it comes. */
export async function writeFromDatabase(
  file: string,
  linesOf: (reader: Reader, fundId: string) => AsyncIterable<string>,
): Promise<void> {
  const config = readConfig();
  const { db, close } = await openDatabase(config);
  try {
    const fundId = await openFund(db, config.fundName);
    await pipeline(Readable.from(linesOf(db, fundId)), createWriteStream(file));
    process.stdout.write(`${file} written\n`);
  } finally {
    await close();
  }
}

/** Runs a command to its end: a failure is one line on the standard error and code 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
