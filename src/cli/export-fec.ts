import { ConfigurationError } from "../config.ts";
import { exportFec } from "../ledger/export-fec.ts";
import { runCommand, writeFromDatabase } from "./write-file.ts";

/** `npm run export:fec -- 2026 FILE.txt`: the year's entries as the tax administration reads them (L7). */
await runCommand(async () => {
  const [year = "", file] = process.argv.slice(2);
  if (!/^20\d\d$/.test(year) || file === undefined)
    throw new ConfigurationError("Name the year and the file: npm run export:fec -- 2026 FILE.txt");
  await writeFromDatabase(file, (reader, fundId) => exportFec(reader, fundId, Number(year)));
});
