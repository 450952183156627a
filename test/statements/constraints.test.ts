import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { anAgreement } from "../support/partners.ts";

const database = testDatabase();
const ids: Record<string, string> = {};

beforeAll(async () => {
  const deps = await testDeps(database.db);
  const { agreementId, potId } = await anAgreement(deps, 10_000);
  Object.assign(ids, { fund: deps.fundId, agreement: agreementId, pot: potId });
});

/** Raw SQL as the owner, announced or not. */
async function brokenBy(statements: string, announced = true): Promise<string | undefined> {
  const filled = statements.replace(/:(\w+):/g, (_, name: string) => `'${ids[name]}'`);
  try {
    await database.owner.transaction(async (tx) => {
      if (announced) await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      for (const statement of filled.split(";")) await tx.execute(sql.raw(statement));
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint;
  }
}

const announcement = (month: string, agreement = ":agreement:") =>
  `insert into statement_announcements (fund_id, agreement_id, month, announced_at) values (:fund:, ${agreement}, '${month}', now())`;
const replay = (ends: string, differences: number) =>
  `insert into match_replays (fund_id, id, started_at, ended_at, pledges, traces, matches, differences) values (:fund:, gen_random_uuid(), now(), ${ends}, 1, 1, 1, ${differences})`;
const closed = (kind: string, by: string) =>
  `insert into differences (fund_id, id, kind, subject, amount_cents, proposed_cause, opened_at, state, closed_at, closed_by) values (:fund:, gen_random_uuid(), '${kind}', 'raw', 1, 'raw', now(), 'closed', now(), '${by}')`;

test.each([
  ["statement_announcements_month_shape", announcement("2026-13")],
  ["statement_announcements_agreement", announcement("2026-11", "gen_random_uuid()")],
  ["statement_announcements_fund_id_agreement_id_month_pk", `${announcement("2026-11")};${announcement("2026-11")}`],
  [
    "statement_announcements_append_only",
    `${announcement("2026-10")};update statement_announcements set month = '2026-09'`,
  ],
  ["match_replays_in_order", replay("now() - interval '1 second'", 0)],
  ["match_replays_counts_not_negative", replay("now()", -1)],
  ["match_replays_append_only", `${replay("now()", 0)};delete from match_replays`],
  ["differences_closed_by_entry_or_second_person", closed("bank-line", "worker:replay-matching")],
  ["differences_closed_by_entry_or_second_person", closed("match-replay", "worker:another")],
])("%s", async (constraint, statements) => {
  expect(await brokenBy(statements)).toBe(constraint);
});

test.each([announcement("2026-08"), replay("now()", 0)])(
  "a write outside an announced transaction: %s",
  async (one) => {
    expect(await brokenBy(one, false)).toBe("announced_transaction");
  },
);

test("R2: only the replay closes by itself what it finds healed", async () => {
  expect(await brokenBy(closed("match-replay", "worker:replay-matching"))).toBeUndefined();
});

test("M14: a receipt waits for its pot and takes its place and instant there, whatever is written", async () => {
  const funding = (reference: string) =>
    sql`insert into pot_fundings (fund_id, id, pot_id, amount_cents, source, reference, created_at, position)
      values (${ids.fund}, gen_random_uuid(), ${ids.pot}, 100, 'bank', ${reference}, '2020-01-01', 1) returning position, created_at::text`;

  const [row] = await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    return await tx.execute<{ position: string; created_at: string }>(funding("raw-place"));
  });

  expect(Number(row?.position)).toBeGreaterThan(1);
  expect(row?.created_at.startsWith("2020")).toBe(false);
});
