import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { matchingRules, roundLines, roundResults } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { closeRound } from "../../src/rounds/close-round.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { aRoundPot } from "../support/rounds.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let shared: Awaited<ReturnType<typeof aSharedRound>>;

async function aSharedRound() {
  const pot = await aRoundPot(deps, 5_000n);
  const gift = await aFirmPledge(
    deps,
    (await aCampaign(deps, "live", { mode: "keep_what_you_raise", goalCents: 100_000 })).id,
    2_000n,
  );
  await moveClock(database, sandbox, 11 * DAY);
  await closeRound(deps, worker("test"), pot.ruleId);
  const { userId } = await aUser(deps.db);
  return { ...pot, gift, userId, other: (await aUser(deps.db)).userId };
}

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  shared = await aSharedRound();
});

/** The constraint that refuses a statement, also one that waits for the commit. */
const refusalOf = (...queries: readonly ReturnType<typeof sql>[]) =>
  deps.db
    .transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      for (const query of queries) await tx.execute(query);
      await tx.execute(sql`set constraints all immediate`);
      return "accepted";
    })
    .catch((error: unknown) => postgresError(error)?.constraint);

const aResult = (change: { version?: number; shared?: number; budget?: number; correctionId?: string | null } = {}) => {
  const { version = 2, shared: cents = 0, budget = 5_000, correctionId = uuidv7() } = change;
  return sql`insert into round_results (fund_id, rule_id, version, rule_version, input_hash, budget_cents, shared_cents, room, correction_id, closed_at)
    values (${deps.fundId}, ${shared.ruleId}, ${version}, 1, 'x', ${budget}, ${cents}, '{}', ${correctionId}, fund_now())`;
};

const aCorrection = (state: string, decidedBy: string | null, reason = "Erreur", id = uuidv7()) =>
  sql`insert into round_corrections (fund_id, id, rule_id, corrects_version, state, reason, proposed_by, proposed_at, decided_by, decided_at)
    values (${deps.fundId}, ${id}, ${shared.ruleId}, 1, ${state}, ${reason}, ${shared.userId}, fund_now(),
      ${decidedBy}, ${decidedBy === null ? null : sql`fund_now()`})`;

test("M15: a result is only followed by the next version, of a correction that a second person confirmed", async () => {
  const id = uuidv7();
  const confirmed = aCorrection("confirmed", shared.other, "Erreur", id);

  expect(await refusalOf(aResult({ version: 3 }))).toBe("round_results_one_after_another");
  expect(await refusalOf(aResult())).toBe("round_results_confirmed");
  expect(await refusalOf(aCorrection("proposed", null, "Erreur", id), aResult({ correctionId: id }))).toBe(
    "round_results_confirmed",
  );
  expect(await refusalOf(confirmed, aResult({ correctionId: id, shared: 1 }))).toBe("round_results_add_up");
  expect(await refusalOf(confirmed, aResult({ correctionId: id, shared: 5_001 }))).toBe("round_results_within_budget");
  expect(await refusalOf(aCorrection("confirmed", shared.userId))).toBe("round_corrections_second_person");
  expect(await refusalOf(aCorrection("confirmed", null))).toBe("round_corrections_decided_whole");
  expect(await refusalOf(aCorrection("proposed", null, ""))).toBe("round_corrections_has_reason");
  expect(await refusalOf(aCorrection("guessed", shared.other))).toBe("round_corrections_state_known");
  expect(await refusalOf(aCorrection("proposed", null), aCorrection("proposed", null))).toBe(
    "round_corrections_one_open",
  );
});

test("M15: a published result and its lines never change, and no line comes later", async () => {
  const late = await aFirmPledge(deps, (await aCampaign(deps, "live")).id, 2_000n);
  const lines = sql`insert into round_lines select fund_id, rule_id, version, ${late}::uuid, campaign_id, donor_id, is_eligible, reason,
    base_cents, weight, amount_cents from round_lines where rule_id = ${shared.ruleId}`;
  const ofRule = sql`where rule_id = ${shared.ruleId}`;

  for (const query of [
    sql`update round_results set shared_cents = 1 ${ofRule}`,
    sql`update round_lines set amount_cents = 1 ${ofRule}`,
    sql`delete from round_lines ${ofRule}`,
  ]) {
    await expect(deps.db.transaction((tx) => tx.execute(query))).rejects.toThrow();
    await expect(
      database.owner.transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.tx', 'test', true)`);
        await tx.execute(query);
      }),
    ).rejects.toThrow();
  }
  expect(await refusalOf(lines)).toBe("round_lines_come_with_their_result");
  await expect(deps.db.insert(roundLines).values(await aLine({}))).rejects.toThrow();
});

const aLine = async (change: Partial<typeof roundLines.$inferInsert>) => {
  const [line] = await deps.db.select().from(roundLines).limit(1);
  if (line === undefined) throw new Error("the round has no line");
  return { ...line, ...change };
};

test("M15: a line never goes below zero, and an excluded gift shares nothing", async () => {
  const insert = async (change: Partial<typeof roundLines.$inferInsert>) => {
    const line = await aLine({ version: 1, pledgeId: shared.gift, ...change });
    return inTransaction(deps.db, (tx) => tx.insert(roundLines).values(line)).catch(
      (error: unknown) => postgresError(error)?.constraint,
    );
  };

  expect(await insert({ amountCents: -1n })).toBe("round_lines_amounts_not_negative");
  expect(await insert({ isEligible: false })).toBe("round_lines_excluded_gets_nothing");
});

test("M15: a shared round takes no new version of its rule, and no rule becomes or stops being a round", async () => {
  const running = await aRoundPot(deps, 5_000n);
  const [rule] = await deps.db.select().from(matchingRules).where(sql`id = ${running.ruleId}`);
  const next = (change: Partial<typeof matchingRules.$inferInsert>) =>
    inTransaction(deps.db, async (tx) => {
      if (rule !== undefined) await tx.insert(matchingRules).values({ ...rule, version: 2, ...change });
    });

  await expect(next({ id: shared.ruleId, potId: shared.potId })).rejects.toMatchObject({ type: "round-shared" });
  await expect(
    next({ kind: "ratio", budgetCents: null, ratioNumerator: 1, ratioDenominator: 1 }),
  ).rejects.toMatchObject({ type: "round-stays-round" });
  await expect(next({ kind: "quadratic" })).resolves.toBeUndefined();
  expect(await deps.db.select().from(roundResults)).not.toEqual([]);
});
