import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { connectDatabase } from "../src/db/client.ts";
import { inTransaction } from "../src/db/transaction.ts";
import type { Deps } from "../src/deps.ts";
import { findBrokenInvariants } from "../src/ledger/invariants.ts";
import { aCampaign } from "../test/support/campaigns.ts";
import { testDeps } from "../test/support/deps.ts";
import { aMatchingPot } from "../test/support/matching.ts";
import { type Asked, type Measured, WAYS, type Way } from "./hot-pot-ways.ts";
import { analyse, withDatabase } from "./with-database.ts";

/**
 * How many reservations a second one pot takes, by how they are made and how many callers there are: against a bare
 * UPDATE of the same row. `npm run bench:hot-pot -- --help` tells its options.
 */
const { values: options } = parseArgs({
  options: {
    database: { type: "string" },
    callers: { type: "string", default: "8,32,64,256" },
    pledges: { type: "string", default: "3000" },
    standing: { type: "string", default: "0" },
    processes: { type: "string", default: "1" },
    pool: { type: "string", default: "10" },
    ways: { type: "string", default: WAYS.join() },
    help: { type: "boolean", default: false },
  },
});
const GIFT_CENTS = 1_000n;
const POT_CENTS = 10_000_000_000n;
const say = (line: string) => process.stdout.write(`${line}\n`);

if (options.help) {
  say("--database URL    a PostgreSQL to make a database in (else one of its own, flushed to disk, is started)");
  say("--callers 8,32    how many call at once        --pledges N     how many calls a row of the table");
  say("--processes N     among how many processes     --pool N        connections of each process");
  say(`--standing N      matches the pot has already  --ways ${WAYS.join()}`);
} else {
  await withDatabase(options.database, measureAll);
}

async function measureAll(databaseUrl: string): Promise<void> {
  const processes = Number(options.processes);
  say(`${processes} process(es) of ${options.pool} connections, ${options.standing} matches standing on the pot`);
  say("way               callers  per second   p50 ms   p99 ms");
  for (const callers of options.callers.split(",").map(Number))
    for (const way of WAYS.filter((one) => options.ways.split(",").includes(one))) {
      const { seconds, times } = await measure(databaseUrl, way, callers, processes);
      const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1).padStart(9);
      const rate = Math.round(times.length / seconds).toString();
      say(`${way.padEnd(17)} ${callers.toString().padStart(7)} ${rate.padStart(11)}${at(0.5)}${at(0.99)}`);
    }
}

/** A fund of its own with one pot and one campaign, so that no measure weighs on the next. */
async function measure(databaseUrl: string, way: Way, callers: number, processes: number) {
  const { db, close } = connectDatabase(databaseUrl, { poolSize: 4 });
  const deps = await testDeps(db);
  const { potId } = await aMatchingPot(deps, POT_CENTS, { capPerDonorCents: GIFT_CENTS });
  const { id: campaignId } = await aCampaign(deps);
  if (Number(options.standing) > 0) await addStanding(databaseUrl, deps, campaignId, callers);
  const slices = Array.from({ length: processes }, (_, n) => `slice-${n}`);
  const each = Math.ceil(Number(options.pledges) / processes);
  for (const slice of slices) await addDrafts(deps, campaignId, slice, each);
  await analyse(databaseUrl);

  const asked = { databaseUrl, poolSize: Number(options.pool), fundId: deps.fundId, potId, way };
  const children = slices.map((slice) => startCaller({ ...asked, slice, callers: Math.ceil(callers / processes) }));
  await Promise.all(children.map(({ ready }) => ready));
  const begun = performance.now();
  const measured = await Promise.all(children.map(({ run }) => run()));
  const seconds = (performance.now() - begun) / 1_000;

  const broken = way === "bare-update" ? [] : await findBrokenInvariants(db, deps.fundId);
  if (broken.length > 0) throw new Error(`the books do not hold: ${JSON.stringify(broken[0])}`);
  await close();
  return { seconds, times: measured.flatMap(({ times }) => times).toSorted((a, b) => a - b) };
}

function startCaller(asked: Asked) {
  const child = fork(fileURLToPath(new URL("hot-pot-caller.ts", import.meta.url)), [JSON.stringify(asked)]);
  const next = <T>() => new Promise<T>((resolve) => child.once("message", (message) => resolve(message as T)));
  const ready = next<"ready">();
  return {
    ready,
    run: () => {
      const answer = next<Measured>();
      child.send("go");
      return answer;
    },
  };
}

/** Drafts of as many donors, as recording them leaves them. */
async function addDrafts({ db, fundId }: Deps, campaignId: string, slice: string, count: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.execute(sql`
      with given as (
        insert into donors (fund_id, id, created_at)
        select ${fundId}, gen_random_uuid(), fund_now() from generate_series(1, ${count}) returning id)
      insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents, state, mode,
        created_at, checkout_expires_at)
      select ${fundId}, gen_random_uuid(), ${campaignId}, id, id || '@example.org', ${slice}, ${GIFT_CENTS}, 'draft',
        'all_or_nothing', date_trunc('milliseconds', fund_now()), fund_now() + interval '31 minutes'
      from given`);
  });
}

/** Matches that stand already, past the triggers that would log each. */
async function addStanding(databaseUrl: string, deps: Deps, campaignId: string, seed: number): Promise<void> {
  const slice = `standing-${seed}`;
  await addDrafts(deps, campaignId, slice, Number(options.standing));
  const owner = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await owner.begin(async (tx) => {
    await tx`select set_config('app.tx', 'bench', true)`;
    await tx`with standing as (
        insert into matches (fund_id, id, pledge_id, campaign_id, donor_id, rule_id, rule_version, pot_id,
          granted_cents, amount_cents, state, created_at)
        select p.fund_id, gen_random_uuid(), p.id, p.campaign_id, p.donor_id, r.id, r.version, r.pot_id, 1, 1,
          'reserved', p.created_at
        from pledges p join matching_rules r on r.fund_id = p.fund_id
        where p.fund_id = ${deps.fundId} and p.display_name = ${slice} returning *)
      insert into match_traces (fund_id, id, pledge_id, match_id, rule_id, rule_version, sequence, evaluated_at, trace,
        amount_cents, bound_by, pot_before_cents, pot_after_cents)
      select fund_id, gen_random_uuid(), pledge_id, id, rule_id, rule_version, 1, created_at, '{}', 1, 'formula', 1, 0
      from standing`;
    await tx`update matching_pots set reserved_cents = reserved_cents + ${options.standing}
      where fund_id = ${deps.fundId}`;
  });
  await owner.end();
}
