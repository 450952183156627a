import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { ConfigurationError, readConfig } from "../config.ts";
import { parseExportLine } from "../ledger/export-journal.ts";
import type { SealWithEntry } from "../ledger/sealed-entries.ts";
import { type ChainVerdict, countUnsealed, storedChain, verifyChain } from "../ledger/verify-chain.ts";
import { openFund } from "../start/prepare-database.ts";
import { openDatabase } from "./open-database.ts";
import { runCommand } from "./write-file.ts";

/**
 * `npm run verify-ledger [-- EXPORT.jsonl] [-- --head HASH]`: follows the chain of seals (L5), and looks for a head
 * noted earlier in it; exits 1 where the chain breaks or does not contain that head.
 */
await runCommand(async () => {
  const { file, head } = readArguments();
  const { verdict, waiting } = file === undefined ? await verifyDatabase(head) : await verifyExport(file, head);
  const isCut = head !== undefined && verdict.notedAt === undefined;
  process.stdout.write(`${verdict.seals} entries follow, head ${verdict.head}\n`);
  if (verdict.notedAt !== undefined) process.stdout.write(`the head given is that of entry ${verdict.notedAt}\n`);
  if (waiting > 0) process.stdout.write(`${waiting} entries have waited for a seal for more than 15 minutes\n`);
  if (verdict.brokenAt !== undefined) process.stdout.write(`BROKEN at seal ${verdict.brokenAt}\n`);
  else if (isCut) process.stdout.write("CUT: the head given is not in this chain; entries are missing at its end\n");
  if (verdict.brokenAt !== undefined || isCut || waiting > 0) process.exitCode = 1;
});

type Arguments = { readonly file: string | undefined; readonly head: string | undefined };

function readArguments(): Arguments {
  const { values, positionals } = parseArgs({ options: { head: { type: "string" } }, allowPositionals: true });
  const head = values.head?.toLowerCase();
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
    throw new ConfigurationError("A head is 64 hexadecimal digits: npm run verify-ledger -- FILE.jsonl --head HASH");
  return { file: positionals[0], head };
}

type Verified = { readonly verdict: ChainVerdict; readonly waiting: number };

async function verifyDatabase(head: string | undefined): Promise<Verified> {
  const config = readConfig();
  const { db, close } = await openDatabase(config);
  try {
    const fundId = await openFund(db, config.fundName);
    return { verdict: await verifyChain(storedChain(db, fundId), head), waiting: await countUnsealed(db, fundId) };
  } finally {
    await close();
  }
}

async function verifyExport(file: string, head: string | undefined): Promise<Verified> {
  return { verdict: await verifyChain(linesOf(file), head), waiting: 0 };
}

async function* linesOf(file: string): AsyncGenerator<SealWithEntry> {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line !== "") yield parseExportLine(line);
  }
}
