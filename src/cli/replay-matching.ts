import { ConfigurationError, readConfig } from "../config.ts";
import type { ReplayFinding } from "../domain/matching/replay.ts";
import { replayMatching } from "../matching/replay-matching.ts";
import { openFund } from "../start/prepare-database.ts";
import { openDatabase } from "./open-database.ts";

/** `npm run replay:matching`: derives every match again from the log (M14); exits 1 when one differs from what is stored. */
try {
  const config = readConfig();
  const { db, close } = await openDatabase(config);
  try {
    const { pledges, traces, matches, findings, differences, opened, closed } = await replayMatching({
      db,
      fundId: await openFund(db, config.fundName),
    });
    for (const one of findings) process.stdout.write(`${sentenceOf(one)}\n`);
    if (differences > findings.length) process.stdout.write(`… and ${differences - findings.length} more\n`);
    process.stdout.write(`${pledges} pledges, ${traces} traces, ${matches} matches replayed\n`);
    process.stdout.write(`${differences} differences (${opened} new, ${closed} healed)\n`);
    if (differences > 0) process.exitCode = 1;
  } finally {
    await close();
  }
} catch (error) {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function sentenceOf({ subject, cause, pledgeId, expected, stored }: ReplayFinding): string {
  return `${cause}  ${subject}  pledge ${pledgeId}  expected ${JSON.stringify(expected)}  stored ${JSON.stringify(stored)}`;
}
