import { parseArgs } from "node:util";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { connectDatabase } from "../src/db/client.ts";
import type { Deps } from "../src/deps.ts";
import { findBrokenInvariants, invariantNames } from "../src/ledger/invariants.ts";
import { checkBooks } from "../src/self-check/check-books.ts";
import { aCampaign } from "../test/support/campaigns.ts";
import { testDeps } from "../test/support/deps.ts";
import { aMatchingPot } from "../test/support/matching.ts";
import { fillBigBase } from "./big-base.ts";
import { analyse, withDatabase } from "./with-database.ts";

/**
 * How long the self-check of a big base takes, and each of its invariants: `npm run bench:self-check -- 500000` gifts,
 * of four postings each. `--database URL`: a server to make a database in, else one of its own.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { database: { type: "string" }, campaigns: { type: "string", default: "1000" } },
});
const gifts = Number(positionals[0] ?? 100_000);
const say = (line: string) => process.stdout.write(`${line}\n`);

await withDatabase(options.database, async (databaseUrl) => {
  const { db, close } = connectDatabase(databaseUrl, { poolSize: 4 });
  const ownerClient = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await measureAll(await testDeps(db), drizzle(ownerClient), databaseUrl);
  await ownerClient.end();
  await close();
});

async function measureAll(deps: Deps, owner: PostgresJsDatabase, databaseUrl: string): Promise<void> {
  const { id: campaignId } = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const pot = await aMatchingPot(deps, 100_000_000_000n);
  const base = { fundId: deps.fundId, campaignId, ...pot, gifts, campaigns: Number(options.campaigns) };
  await timed("base written", () => fillBigBase(owner, base, say));
  await analyse(databaseUrl);
  for (const name of invariantNames)
    await timed(name, async () => {
      const broken = await findBrokenInvariants(deps.db, deps.fundId, [name]);
      if (broken.length > 0) throw new Error(`the books do not hold: ${JSON.stringify(broken[0])}`);
    });
  await timed("all of it, and what should have happened", () => checkBooks(deps));
}

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  await work();
  say(`${((performance.now() - begun) / 1_000).toFixed(2).padStart(8)} s  ${name}`);
}
