import { ConfigurationError } from "../config.ts";
import { exportJournal } from "../ledger/export-journal.ts";
import { runCommand, writeFromDatabase } from "./write-file.ts";

/** `npm run export:journal -- FILE.jsonl`: the sealed journal, for `npm run verify-ledger -- FILE.jsonl` anywhere. */
await runCommand(async () => {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new ConfigurationError("Name the file to write: npm run export:journal -- FILE.jsonl");
  await writeFromDatabase(file, exportJournal);
});
