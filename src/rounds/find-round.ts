import { and, desc, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { cooperationAgreements, matchingPots, matchingRules, organisations, roundResults } from "../db/schema/index.ts";
import { asRound, type RoundRule } from "../domain/matching/round.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { toRule } from "../matching/rule-rows.ts";

/** A round with its partner and the number of its latest result, none before it is closed. */
export type Round = {
  /** The latest version: how the round is shared. Which gifts take part, each gift's own version says (M8). */
  readonly rule: RoundRule;
  /** Every version by its number. */
  readonly versions: ReadonlyMap<number, MatchingRule>;
  readonly agreementId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly potName: string;
  /** While its agreement is suspended a round waits. */
  readonly isSuspended: boolean;
  readonly latestResult: number | undefined;
};

/** The round of this rule; undefined where there is none, or where its latest version is no round. */
export async function findRound(reader: Reader, fundId: string, ruleId: string): Promise<Round | undefined> {
  const rows = await reader
    .select({
      rule: matchingRules,
      agreementId: cooperationAgreements.id,
      state: cooperationAgreements.state,
      partnerId: organisations.id,
      partnerName: organisations.name,
      potName: matchingPots.name,
      latestResult: sql<number | null>`(select max(r.version) from ${roundResults} r
        where r.fund_id = ${fundId} and r.rule_id = ${ruleId})`,
    })
    .from(matchingRules)
    .innerJoin(matchingPots, and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, matchingRules.potId)))
    .innerJoin(
      cooperationAgreements,
      and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, matchingPots.agreementId)),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(and(eq(matchingRules.fundId, fundId), eq(matchingRules.id, ruleId)))
    .orderBy(desc(matchingRules.version));
  const [latest] = rows;
  const rule = latest === undefined ? undefined : asRound(toRule(latest.rule));
  if (latest === undefined || rule === undefined) return undefined;
  return {
    rule,
    versions: new Map(rows.map((row) => [row.rule.version, toRule(row.rule)])),
    agreementId: latest.agreementId,
    partnerId: latest.partnerId,
    partnerName: latest.partnerName,
    potName: latest.potName,
    isSuspended: latest.state === "suspended",
    latestResult: latest.latestResult ?? undefined,
  };
}
