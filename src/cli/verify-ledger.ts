import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { readConfig } from "../config.ts";
import { parseExportLine } from "../ledger/export-journal.ts";
import type { SealWithEntry } from "../ledger/sealed-entries.ts";
import { type ChainVerdict, countUnsealed, storedChain, verifyChain } from "../ledger/verify-chain.ts";
import { openFund } from "../start/prepare-database.ts";
import { openDatabase } from "./open-database.ts";
import { runCommand } from "./write-file.ts";

/** `npm run verify-ledger [-- EXPORT.jsonl]`: follows the chain of seals (L5); exits 1 where it breaks. */
await runCommand(async () => {
  const [file] = process.argv.slice(2);
  const { verdict, waiting } = file === undefined ? await verifyDatabase() : await verifyExport(file);
  process.stdout.write(`${verdict.seals} entries follow, head ${verdict.head}\n`);
  if (waiting > 0) process.stdout.write(`${waiting} entries have waited for a seal for more than 15 minutes\n`);
  if (verdict.brokenAt !== undefined) process.stdout.write(`BROKEN at seal ${verdict.brokenAt}\n`);
  if (verdict.brokenAt !== undefined || waiting > 0) process.exitCode = 1;
});

type Verified = { readonly verdict: ChainVerdict; readonly waiting: number };

async function verifyDatabase(): Promise<Verified> {
  const config = readConfig();
  const { db, close } = await openDatabase(config);
  try {
    const fundId = await openFund(db, config.fundName);
    return { verdict: await verifyChain(storedChain(db, fundId)), waiting: await countUnsealed(db, fundId) };
  } finally {
    await close();
  }
}

async function verifyExport(file: string): Promise<Verified> {
  return { verdict: await verifyChain(linesOf(file)), waiting: 0 };
}

async function* linesOf(file: string): AsyncGenerator<SealWithEntry> {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line !== "") yield parseExportLine(line);
  }
}
