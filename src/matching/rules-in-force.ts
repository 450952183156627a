import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { cooperationAgreements, matchingPots, matchingRules } from "../db/schema/index.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { toRule } from "./rule-rows.ts";

export type RulesInForce = {
  /** In order of priority then id; the same array for all instants with the same rules. */
  readonly rules: readonly MatchingRule[];
  /** Whose pot it is. */
  readonly partnerOfPot: ReadonlyMap<string, string>;
};

/** The rules in force at each of some instants, each in the version of that instant (M8), read at once. */
export async function readRulesInForce(
  reader: Reader,
  fundId: string,
  instants: readonly Date[],
): Promise<(at: Date) => RulesInForce> {
  const times = instants.map((at) => at.getTime());
  const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const rows = await reader
    .select({ row: matchingRules, partnerId: cooperationAgreements.partnerId })
    .from(matchingRules)
    .innerJoin(matchingPots, and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, matchingRules.potId)))
    .innerJoin(
      cooperationAgreements,
      and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, matchingPots.agreementId)),
    )
    .where(
      and(
        eq(matchingRules.fundId, fundId),
        lte(matchingRules.validFrom, last),
        sql`${matchingRules.version} >= coalesce((select max(r.version) from matching_rules r where r.fund_id = ${fundId} and r.id = ${matchingRules.id} and r.valid_from <= ${first.toISOString()}::timestamptz), 0)`,
      ),
    )
    .orderBy(asc(matchingRules.id), asc(matchingRules.version));
  const partnerOfPot = new Map(rows.map(({ row, partnerId }) => [row.potId, partnerId]));
  const versions = rows.map(({ row }) => ({ rule: toRule(row), validFrom: row.validFrom }));
  const known = new Map<string, readonly MatchingRule[]>();

  return (at) => {
    const newest = new Map<string, MatchingRule>();
    for (const { rule, validFrom } of versions) if (validFrom <= at) newest.set(rule.id, rule);
    const inForce = [...newest.values()].filter((rule) => rule.startsAt <= at && at < rule.endsAt);
    const key = inForce.map((rule) => `${rule.id} ${rule.version}`).join();
    const rules = known.get(key) ?? inForce.toSorted(byPriorityThenId);
    known.set(key, rules);
    return { rules, partnerOfPot };
  };
}

const byPriorityThenId = (a: MatchingRule, b: MatchingRule) =>
  a.priority - b.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
