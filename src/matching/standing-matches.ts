import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Reader, Transaction } from "../db/client.ts";
import { matches, matchingRules, matchTraces } from "../db/schema/index.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { InvariantViolation } from "../errors.ts";
import { lockPots } from "./move-matches.ts";
import { toRule } from "./rule-rows.ts";

export type StandingState = "reserved" | "committed" | "paid";
export type StandingMatch = Omit<typeof matches.$inferSelect, "state"> & {
  readonly state: StandingState;
  readonly rule: MatchingRule;
  readonly grantedOnCents: bigint | undefined;
};

/** What of these pledges' matches stands, each with the version of its rule, oldest first. */
export const standingMatches = (reader: Reader, fundId: string, pledgeIds: readonly string[]) =>
  withRules(reader, fundId, selectStanding(reader, fundId, pledgeIds));

/** The same, with the matches and then their pots held until the transaction ends. */
export async function lockStandingMatches(
  tx: Transaction,
  fundId: string,
  pledgeIds: readonly string[],
): Promise<readonly StandingMatch[]> {
  const found = await withRules(tx, fundId, selectStanding(tx, fundId, pledgeIds).for("no key update"));
  await lockPots(
    tx,
    fundId,
    found.map((match) => match.potId),
  );
  return found;
}

const STANDING: readonly StandingState[] = ["reserved", "committed", "paid"];

const selectStanding = (reader: Reader, fundId: string, pledgeIds: readonly string[]) =>
  reader
    .select()
    .from(matches)
    .where(
      and(eq(matches.fundId, fundId), inArray(matches.pledgeId, [...pledgeIds]), inArray(matches.state, [...STANDING])),
    )
    .orderBy(asc(matches.id));

async function withRules(
  reader: Reader,
  fundId: string,
  selected: PromiseLike<(typeof matches.$inferSelect)[]>,
): Promise<readonly StandingMatch[]> {
  const rows = await selected;
  if (rows.length === 0) return [];
  const versions = await reader
    .select()
    .from(matchingRules)
    .where(and(eq(matchingRules.fundId, fundId), inArray(matchingRules.id, [...new Set(rows.map((m) => m.ruleId))])));
  const bases = await roundBases(reader, fundId, rows);
  const rules = new Map(versions.map((row) => [`${row.id} ${row.version}`, toRule(row)]));
  return rows.map((row) => {
    const rule = rules.get(`${row.ruleId} ${row.ruleVersion}`);
    const state = STANDING.find((one) => one === row.state);
    if (rule === undefined || state === undefined) throw new InvariantViolation(`match ${row.id} has no rule`);
    return { ...row, state, rule, grantedOnCents: bases.get(row.id) };
  });
}

/** What stood of the gifts when rounds granted these matches, as their traces say; only rounds ask. */
async function roundBases(
  reader: Reader,
  fundId: string,
  rows: readonly { readonly pledgeId: string }[],
): Promise<ReadonlyMap<string, bigint>> {
  const traces = await reader
    .select({ matchId: matchTraces.matchId, base: sql<string>`${matchTraces.trace} -> 'gift' ->> 'baseCents'` })
    .from(matchTraces)
    .where(
      and(
        eq(matchTraces.fundId, fundId),
        inArray(matchTraces.pledgeId, [...new Set(rows.map((row) => row.pledgeId))]),
        eq(matchTraces.cause, "round"),
      ),
    );
  return new Map(traces.flatMap(({ matchId, base }) => (matchId === null ? [] : [[matchId, BigInt(base)]])));
}
