import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { connectDatabase } from "../src/db/client.ts";
import type { Deps } from "../src/deps.ts";
import { worker } from "../src/domain/actor.ts";
import { findBrokenInvariants } from "../src/ledger/invariants.ts";
import { compareBalance, stripeBalance } from "../src/reconciliation/compare-balance.ts";
import { readFigures } from "../src/reconciliation/day-figures.ts";
import { findUntiedEntries } from "../src/reconciliation/find-untied-entries.ts";
import { importStatement } from "../src/reconciliation/import-statement.ts";
import { reconcileStripe } from "../src/reconciliation/reconcile-stripe.ts";
import { tieTransactions } from "../src/reconciliation/tie-transactions.ts";
import { findOverdue } from "../src/self-check/find-overdue.ts";
import { aCampaign } from "../test/support/campaigns.ts";
import { testDeps } from "../test/support/deps.ts";
import { addManyGifts, expectedOfMany, statementOfMany } from "../test/support/many-gifts.ts";
import { analyse, withDatabase } from "./with-database.ts";

/**
 * How long Stripe's statement of so many gifts takes against the ledger, and how much memory:
 * `npm run bench:reconcile -- 1000000`. `--database URL`: a server to make a database in, else one of its own.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { database: { type: "string" } },
});
const count = Number(positionals[0] ?? 100_000);
const actor = worker("bench");
const say = (line: string) => process.stdout.write(`${line}\n`);

await withDatabase(options.database, async (databaseUrl) => {
  const { db, close } = connectDatabase(databaseUrl, { poolSize: 4 });
  const ownerClient = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const owner = drizzle(ownerClient);
  const deps = await testDeps(db);
  await measureAll({ ...deps, gateway: statementOfMany({ count }, deps.gateway) }, owner, databaseUrl);
  await ownerClient.end();
  await close();
});

async function measureAll(deps: Deps, owner: PostgresJsDatabase, databaseUrl: string): Promise<void> {
  const { id: campaignId } = await aCampaign(deps);
  const { fundId } = deps;
  await step("gifts and their entries written", () => addManyGifts(owner, { fundId, campaignId, count }));
  await analyse(databaseUrl);
  await step("statement read and kept", () => importStatement(deps));
  // What does not tie yet is given its ten minutes, and as in a real base the planner has seen the tables grow.
  await owner.execute(sql`update fund_clock set sandbox = true, ahead = ahead + interval '11 minutes'`);
  await analyse(databaseUrl);
  const lines = await step("lines tied, their fees posted", () => tieTransactions(deps, actor));
  const entries = await step("entries Stripe does not know", () => findUntiedEntries(deps, actor));
  const balance = await stripeBalance(deps);
  say(`balance ${await step("balances compared", () => compareBalance(deps, actor, balance))}`);
  const expected = expectedOfMany(count);
  const found = { tied: lines.tied, linesDiffering: lines.differing, entriesDiffering: entries.opened };
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`found ${JSON.stringify(found)}`);
  await analyse(databaseUrl);
  await step("all of it again, with nothing new", () => reconcileStripe(deps, actor));
  const today = new Date().toISOString().slice(0, 10);
  const monthAgo = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  await step("31 days compared three ways", () => readFigures(deps.db, fundId, { from: monthAgo, to: today }));
  const broken = await step("every invariant of the books", () => findBrokenInvariants(deps.db, fundId));
  if (broken.length > 0) throw new Error(`the books do not hold: ${JSON.stringify(broken[0])}`);
  await step("what should have happened", () => findOverdue(deps.db, fundId));
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  let most = process.memoryUsage.rss();
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 100);
  const begun = performance.now();
  const answer = await work();
  clearInterval(watch);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(
    `${name.padEnd(36)} ${seconds.padStart(8)} s ${Math.round(most / 2 ** 20)
      .toString()
      .padStart(6)} MB`,
  );
  return answer;
}
