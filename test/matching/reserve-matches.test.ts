import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { campaigns, matches, matchTraces } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { periodOf } from "../../src/domain/matching/cap-period.ts";
import { reservationLane } from "../../src/matching/reservation-lane.ts";
import { matchReserver, type PledgeToMatch } from "../../src/matching/reserve-matches.ts";
import type { StoredTrace } from "../../src/matching/stored-trace.ts";
import { aCampaign, forceState } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aDraft, booksHold, drafts, matchCents, sum, thePot } from "../support/reservations.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const reserve = (pledges: readonly PledgeToMatch[]) => matchReserver(deps)(pledges);
const traceOf = async (pledgeId: string) => {
  const [row] = await deps.db.select().from(matchTraces).where(eq(matchTraces.pledgeId, pledgeId));
  return row ?? expect.fail("the pledge has no trace");
};
const usageOf = async (pledgeId: string) => ((await traceOf(pledgeId)).trace as StoredTrace).usage;
const asOwner = (statement: ReturnType<typeof sql>) =>
  database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    return await tx.execute(statement);
  });

test("M5: a batch is answered in the order in which its pledges were recorded, whatever order they come in", async () => {
  await aMatchingPot(deps, 2_500n);
  const { id } = await aCampaign(deps);
  const pledges = [];
  for (let n = 0; n < 4; n += 1) pledges.push(await aDraft(deps, id, 1_000n));

  const reservations = await reserve(pledges.toReversed());

  const inOrder = pledges.map(({ pledgeId }) => reservations.get(pledgeId) ?? expect.fail("unanswered"));
  expect(matchCents(inOrder)).toEqual([1_000n, 1_000n, 500n, 0n]);
  const befores = await Promise.all(pledges.map(async ({ pledgeId }) => (await traceOf(pledgeId)).potBeforeCents));
  expect(befores).toEqual([2_500n, 1_500n, 500n, 0n]);
});

test("M1, M12: a trace tells what stands around its gift: its donor, its campaign, its week, its territory, its progress", async () => {
  const far = { departements: ["75"], shareCents: 4_000, until: new Date(Date.now() + 300 * 86_400_000).toISOString() };
  const own = { ...far, departements: ["23"], shareCents: 900 };
  await aMatchingPot(deps, 50_000n, { capPeriod: "week", capPerPeriodCents: 20_000n, heldShares: [far, own] });
  const [one, other] = [await aCampaign(deps), await aCampaign(deps)];
  const email = `known-${one.id}@example.org`;
  const earlier = [
    await aDraft(deps, one.id, 1_000n, { email }),
    await aDraft(deps, other.id, 2_000n, { email }),
    await aDraft(deps, one.id, 3_000n),
    await aDraft(deps, one.id, 4_000n),
  ];
  await reserve(earlier);
  await asOwner(sql`update pledges set created_at = created_at - interval '8 days' where id = ${earlier[2]?.pledgeId}`);
  await asOwner(
    sql`update pledges set state = 'authorised' where id in (${earlier[2]?.pledgeId}, ${earlier[3]?.pledgeId})`,
  );
  await asOwner(sql`update pledges set state = 'authorised' where id = ${earlier[0]?.pledgeId}`);

  const last = await aDraft(deps, one.id, 5_000n, { email });
  await reserve([last]);

  expect(await usageOf(last.pledgeId)).toEqual({
    usedByGiftCents: 0,
    usedByDonorCents: 3_000,
    usedByCampaignCents: 8_000,
    usedInPeriodCents: 7_000,
    usedInAllCents: 10_000,
    heldForOthersCents: 4_000,
    lumpStands: false,
    progress: { uniqueDonors: 3, raisedCents: 13_000 },
  });
  expect(matchCents([...(await reserve([last])).values()])).toEqual([5_000n]);
});

test("M1: periods are those of Paris in the database as in the rules, on days that are short, long or ordinary", async () => {
  const instants = ["2026-03-29T00:30:00Z", "2026-03-29T22:30:00Z", "2026-10-25T00:30:00Z", "2026-12-31T23:30:00Z"];

  for (const period of ["day", "week", "month"] as const)
    for (const at of instants) {
      const [row] = await deps.db.execute<{ name: string }>(sql`
        select to_char(date_trunc(${period}, ${at}::timestamptz at time zone 'Europe/Paris'),
          case when ${period} = 'month' then 'YYYY-MM' else 'YYYY-MM-DD' end) as name`);
      expect([at, period, row?.name]).toEqual([at, period, periodOf(period, new Date(at))]);
    }
});

test("M1: a cap per month counts what its month gave, and the next month begins anew", async () => {
  await aMatchingPot(deps, 50_000n, { capPeriod: "month", capPerPeriodCents: 1_500n });
  const { id } = await aCampaign(deps);
  const old = await aDraft(deps, id, 1_000n);
  await reserve([old]);
  await asOwner(sql`update pledges set created_at = created_at - interval '40 days' where id = ${old.pledgeId}`);

  const reservations = await reserve(await drafts(deps, id, 3, 1_000n));

  expect(matchCents(reservations.values()).toSorted()).toEqual([0n, 1_000n, 500n].toSorted());
  await booksHold(deps);
});

test("P11: a campaign that was suspended meanwhile closes to its drafts, and other campaigns are served", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const [open, stopped] = [await aCampaign(deps), await aCampaign(deps)];
  const kept = await aDraft(deps, open.id, 1_000n);
  const lost = await aDraft(deps, stopped.id, 1_000n);
  await forceState(database, stopped.id, "suspended");

  const reservations = await reserve([lost, kept]);

  expect(reservations.get(lost.pledgeId)).toEqual({ kind: "campaign_closed" });
  expect(reservations.get(kept.pledgeId)).toEqual({ kind: "reserved", matchCents: 1_000n });
  expect((await thePot(deps, potId)).reservedCents).toBe(1_000n);
  await booksHold(deps);
});

test("M2: what moved between reading and writing is read again: nothing is decided on an old book", async () => {
  const { potId } = await aMatchingPot(deps, 10_000n);
  const { id } = await aCampaign(deps);
  const [first, second] = await drafts(deps, id, 2, 6_000n);
  if (first === undefined || second === undefined) throw new Error("two drafts are needed");

  // The statement that writes waits for the pot while another takes from it.
  const late = await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`select from matching_pots where id = ${potId} for update`);
    const waiting = reservationLane(deps).join(second);
    await expect.poll(someoneWaits).toBe(1);
    await tx.execute(sql`insert into matches (fund_id, id, pledge_id, campaign_id, donor_id, rule_id, rule_version, pot_id,
        granted_cents, amount_cents, state, created_at)
      select fund_id, gen_random_uuid(), ${first.pledgeId}, ${id}, ${first.donorId}, id, version, pot_id, 6000, 6000,
        'reserved', fund_now() from matching_rules where pot_id = ${potId}`);
    await tx.execute(sql`update matching_pots set reserved_cents = reserved_cents + 6000 where id = ${potId}`);
    return { waiting };
  });

  expect(await late.waiting).toEqual({ kind: "reserved", matchCents: 4_000n });
  expect(await traceOf(second.pledgeId)).toMatchObject({ potBeforeCents: 4_000n, boundBy: "pot" });
});

const someoneWaits = async () => {
  const [row] = await database.owner.execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.waiting ?? 0;
};

test("a reservation whose connection dies under it is sent again, and counts once", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const { id } = await aCampaign(deps);
  const pledges = await drafts(deps, id, 12, 1_000n);

  const waiting = await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select from matching_pots where id = ${potId} for update`);
    const joined = pledges.map((pledge) => reservationLane(deps).join(pledge));
    await expect.poll(someoneWaits).toBe(1);
    await tx.execute(sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    return { all: Promise.all(joined) };
  });

  expect(sum(matchCents(await waiting.all))).toBe(12_000n);
  expect((await thePot(deps, potId)).reservedCents).toBe(12_000n);
  await booksHold(deps);
});

test("M14: a rule answers a pledge once, and what stands of a pot is counted when it changes: raw SQL cannot do otherwise", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const { id } = await aCampaign(deps);
  const pledge = await aDraft(deps, id, 1_000n);
  await reserve([pledge]);
  const { changes } = await thePot(deps, potId);

  const again = asOwner(sql`
    insert into match_traces (fund_id, id, pledge_id, rule_id, rule_version, sequence, cause, evaluated_at, trace,
      amount_cents, bound_by, pot_before_cents, pot_after_cents)
    select fund_id, gen_random_uuid(), pledge_id, rule_id, rule_version, 2, 'pledge', evaluated_at, trace, 0, 'pot', 0, 0
    from match_traces where pledge_id = ${pledge.pledgeId}`);
  await expect(again).rejects.toMatchObject({ cause: { constraint_name: "match_traces_one_answer" } });
  await asOwner(sql`update matches set state = 'committed' where pledge_id = ${pledge.pledgeId}`);
  const committed = (await thePot(deps, potId)).changes;
  await asOwner(sql`update matches set amount_cents = 400 where pledge_id = ${pledge.pledgeId}`);
  const lowered = (await thePot(deps, potId)).changes;
  await asOwner(sql`update matches set state = 'reversed' where pledge_id = ${pledge.pledgeId}`);

  expect([committed, lowered, (await thePot(deps, potId)).changes]).toEqual([changes, changes + 1n, changes + 2n]);
});

test("M2: the writing function refuses an old book whoever calls it, and writes nothing of it", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const { id } = await aCampaign(deps);
  const pledge = await aDraft(deps, id, 1_000n);
  const pot = await thePot(deps, potId);
  const seen = { campaigns: [[id, null]], pledges: { [pledge.pledgeId]: pledge.donorId } };
  const write = async (change: object) => {
    const asked = { ...seen, pots: [[potId, Number(pot.changes), Number(pot.fundedCents)]], ...change };
    const [row] = await deps.db.execute<{ written: boolean }>(
      sql`select reserve_matches(${deps.fundId}, ${JSON.stringify(asked)}::jsonb, '[]'::jsonb, '[]'::jsonb) as written`,
    );
    return row?.written;
  };

  expect(await write({})).toBe(true);
  expect(await write({ pots: [[potId, Number(pot.changes) + 1, Number(pot.fundedCents)]] })).toBe(false);
  expect(await write({ pots: [[potId, Number(pot.changes), 1]] })).toBe(false);
  expect(await write({ pledges: { [pledge.pledgeId]: potId } })).toBe(false);
  await inTransaction(deps.db, (tx) => tx.update(campaigns).set({ matchCeilingCents: 9n }).where(eq(campaigns.id, id)));
  expect(await write({ campaigns: [[id, 1]] })).toBe(false);
  expect(await deps.db.select().from(matches).where(eq(matches.pledgeId, pledge.pledgeId))).toEqual([]);
});
