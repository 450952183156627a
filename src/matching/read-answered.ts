import { and, asc, eq, or } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { matchingRules, matchTraces, pledges } from "../db/schema/index.ts";
import type { GiftFacts } from "../domain/matching/facts.ts";
import { InvariantViolation } from "../errors.ts";
import { giftOfTrace } from "./gift-of-trace.ts";
import type { GiftUnderRules } from "./read-book.ts";
import { toRule } from "./rule-rows.ts";
import type { StoredTrace } from "./stored-trace.ts";

export type AnsweredPledge = GiftUnderRules & { readonly factsOf: (ruleId: string) => GiftFacts };

/** The pledge with the rules that answered it, in their versions, and its facts as their traces kept them (M7, M8). */
export async function readAnswered(reader: Reader, fundId: string, pledgeId: string): Promise<AnsweredPledge> {
  const traces = await reader
    .select()
    .from(matchTraces)
    .where(and(eq(matchTraces.fundId, fundId), eq(matchTraces.pledgeId, pledgeId), eq(matchTraces.cause, "pledge")))
    .orderBy(asc(matchTraces.sequence));
  const versions = await reader
    .select()
    .from(matchingRules)
    .where(
      and(
        eq(matchingRules.fundId, fundId),
        or(...traces.map((t) => and(eq(matchingRules.id, t.ruleId), eq(matchingRules.version, t.ruleVersion)))),
      ),
    );
  const rules = versions.map(toRule);
  const kept = new Map(traces.map((trace) => [trace.ruleId, giftOfTrace(trace.trace as StoredTrace)]));
  const [first] = kept.values();
  const [pledge] = await reader
    .select()
    .from(pledges)
    .where(and(eq(pledges.fundId, fundId), eq(pledges.id, pledgeId)));
  if (first === undefined || pledge === undefined)
    throw new InvariantViolation(`pledge ${pledgeId} was never answered`);
  return {
    rules,
    gift: {
      id: pledgeId,
      donorId: pledge.donorId,
      campaignId: pledge.campaignId,
      facts: first,
      partnerPotIds: new Set(rules.filter((rule) => kept.get(rule.id)?.donorIsPartner).map((rule) => rule.potId)),
    },
    factsOf: (ruleId) => kept.get(ruleId) ?? first,
  };
}
