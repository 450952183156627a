import { and, desc, eq, inArray } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { cooperationAgreements, matchingPots, matchingRules, organisations } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { describeRule } from "../matching/describe-rule.ts";
import { toRule } from "../matching/rule-rows.ts";
import { valuesOf } from "./rule-values.ts";

type RuleRow = typeof matchingRules.$inferSelect;

export type CurrentRule = ReturnType<typeof asRule>;

/** A version with its sentence, as people wrote it. */
const asRule = (row: RuleRow, partnerName: string) => {
  const rule = toRule(row);
  const sentence: Text = describeRule(partnerName, rule);
  const { id, version, potId, startsAt, endsAt, validFrom } = row;
  return { id, version, potId, ...valuesOf(rule), startsAt, endsAt, validFrom, sentence };
};

/** The latest version of each rule of these pots, in the order in which they answer (M3). */
export async function currentRulesOfPots(deps: Deps, potIds: readonly string[]): Promise<readonly CurrentRule[]> {
  if (potIds.length === 0) return [];
  const rows = await selectRules(deps.db)
    .where(and(eq(matchingRules.fundId, deps.fundId), inArray(matchingRules.potId, [...potIds])))
    .orderBy(desc(matchingRules.version));
  const latest = new Map<string, CurrentRule>();
  for (const { rule, partnerName } of rows) {
    if (!latest.has(rule.id)) latest.set(rule.id, asRule(rule, partnerName));
  }
  return [...latest.values()].toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
}

/** All versions of one rule, the latest first (M8); 404 for anybody but staff and the partner's members. */
export async function readRule(deps: Deps, actor: Actor, ruleId: string) {
  const rows = await selectRules(deps.db)
    .where(and(eq(matchingRules.fundId, deps.fundId), eq(matchingRules.id, ruleId)))
    .orderBy(desc(matchingRules.version));
  const [latest] = rows;
  if (latest === undefined || !permits(actor, "pot.read", latest.partnerId)) throw notFound();
  return {
    agreementId: latest.agreementId,
    partnerName: latest.partnerName,
    latest: asRule(latest.rule, latest.partnerName),
    versions: rows.map(({ rule, partnerName }) => asRule(rule, partnerName)),
  };
}

/** The latest version of every rule of one pot. */
export async function listRules(deps: Deps, actor: Actor, potId: string): Promise<readonly CurrentRule[]> {
  const [pot] = await deps.db
    .select({ partnerId: cooperationAgreements.partnerId })
    .from(matchingPots)
    .innerJoin(cooperationAgreements, ofPot)
    .where(and(eq(matchingPots.fundId, deps.fundId), eq(matchingPots.id, potId)));
  if (pot === undefined || !permits(actor, "pot.read", pot.partnerId)) throw notFound();
  return currentRulesOfPots(deps, [potId]);
}

const ofPot = and(
  eq(cooperationAgreements.fundId, matchingPots.fundId),
  eq(cooperationAgreements.id, matchingPots.agreementId),
);

const selectRules = (reader: Reader) =>
  reader
    .select({
      rule: matchingRules,
      agreementId: cooperationAgreements.id,
      partnerId: cooperationAgreements.partnerId,
      partnerName: organisations.name,
    })
    .from(matchingRules)
    .innerJoin(
      matchingPots,
      and(eq(matchingPots.fundId, matchingRules.fundId), eq(matchingPots.id, matchingRules.potId)),
    )
    .innerJoin(cooperationAgreements, ofPot)
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .$dynamic();
