import { and, asc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import { campaigns, cooperationAgreements, matchingPots, matchingRules, organisations } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { coversPlace } from "../domain/matching/eligibility.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { type Cents, cents, remaining } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { describeRule } from "./describe-rule.ts";
import { answerNow } from "./find-candidates.ts";
import { type CampaignFacts, campaignFacts, ceilingRemaining } from "./gift-facts.ts";
import { leftOf, standingOf } from "./offer-standing.ts";
import { toRule } from "./rule-rows.ts";

/** One partner's standing offer to a campaign, as its page shows it. */
export type MatchingOffer = {
  readonly ruleId: string;
  readonly potId: string;
  readonly partnerName: string;
  readonly sentence: Text;
  /** What is still missing to a threshold, that its sum was granted, or that it is shared at the end (M15). */
  readonly standing: readonly Text[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** What this campaign can still get of it now: the pot's rest, within the caps and beside the parts kept for others. */
  readonly leftCents: Cents;
  /** Promised to the pot and not received yet: nothing of it can be matched before it arrives (M9). */
  readonly awaitedCents: Cents;
};

/** The rules that concern a campaign now or before its deadline, in the order in which they answer (M3). */
export async function listOffers(deps: Deps, campaignId: string): Promise<readonly MatchingOffer[]> {
  const { db, fundId } = deps;
  const [campaign] = await db
    .select({ deadlineAt: campaigns.deadlineAt })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)));
  if (campaign === undefined) throw notFound();
  const facts = await campaignFacts(db, fundId, campaignId);
  const ceilingRemainingCents = await ceilingRemaining(db, fundId, campaignId);
  const usageOf = await usageNow(deps, campaignId);
  const rows = await currentRules(deps).where(
    and(
      eq(matchingRules.fundId, fundId),
      gt(matchingRules.endsAt, sql`fund_now()`),
      lt(matchingRules.startsAt, campaign.deadlineAt),
      IS_CURRENT,
    ),
  );
  return rows.flatMap(({ rule: row, pot, partnerName }) => {
    const rule = toRule(row);
    if (!concerns(rule, facts)) return [];
    const usage = usageOf.get(rule.id);
    return {
      ruleId: rule.id,
      potId: rule.potId,
      partnerName,
      sentence: describeRule(partnerName, rule),
      standing: standingOf({ partnerName, rule, goalCents: facts.goalCents, usage }),
      startsAt: rule.startsAt,
      endsAt: rule.endsAt,
      leftCents: leftOf(rule, usage, { potRemainingCents: potRemaining(pot), ceilingRemainingCents }),
      awaitedCents: remaining(cents(pot.promisedCents), cents(pot.fundedCents)),
    };
  });
}

/** Whether gifts to the campaign can be matched by the rule at all. */
const concerns = ({ filter }: MatchingRule, facts: CampaignFacts): boolean =>
  facts.places.some((place) => coversPlace(filter, place)) &&
  (filter.categories === undefined || filter.categories.includes(facts.category ?? "")) &&
  (filter.needsInKind !== true || facts.hasNeedsInKind);

/** What each rule in force has used around a gift that nobody makes. */
async function usageNow({ db, fundId }: Deps, campaignId: string) {
  const nobody = { donorId: undefined, userId: undefined, email: undefined };
  const gift = { campaignId, ...nobody, amountCents: cents(0n), recordedAt: await fundNow(db) };
  const { candidates } = await answerNow(db, fundId, gift);
  return new Map(candidates.map(({ rule, usage }) => [rule.id, usage]));
}

type PotCounters = Pick<
  typeof matchingPots.$inferSelect,
  "fundedCents" | "withdrawnCents" | "reservedCents" | "committedCents" | "paidCents"
>;

/** M2: what rules may still reserve. */
export const potRemaining = (pot: PotCounters): Cents =>
  cents(pot.fundedCents - pot.withdrawnCents - pot.reservedCents - pot.committedCents - pot.paidCents);

/** The version of a rule in force now: M8. */
const IS_CURRENT = sql`${matchingRules.version} = (select max(r.version) from matching_rules r where r.fund_id = ${matchingRules.fundId} and r.id = ${matchingRules.id} and r.valid_from <= fund_now())`;

const currentRules = ({ db }: Deps) =>
  db
    .select({ rule: matchingRules, pot: matchingPots, partnerName: organisations.name })
    .from(matchingRules)
    .innerJoin(
      matchingPots,
      and(eq(matchingPots.fundId, matchingRules.fundId), eq(matchingPots.id, matchingRules.potId)),
    )
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .orderBy(asc(matchingRules.priority), asc(matchingRules.id))
    .$dynamic();

/** The name of the partner behind each pot. */
export async function partnersOfPots(
  { db, fundId }: Deps,
  potIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (potIds.length === 0) return new Map();
  const rows = await db
    .select({ potId: matchingPots.id, name: organisations.name })
    .from(matchingPots)
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(and(eq(matchingPots.fundId, fundId), inArray(matchingPots.id, [...potIds])));
  return new Map(rows.map((row) => [row.potId, row.name]));
}

/** Whose a pot is, and what it is promised and has not received (M9). */
export type QuotedPot = { readonly partnerName: string; readonly awaitedCents: Cents };

export async function quotedPots(deps: Deps, potIds: readonly string[]): Promise<ReadonlyMap<string, QuotedPot>> {
  if (potIds.length === 0) return new Map();
  const { db, fundId } = deps;
  const names = await partnersOfPots(deps, potIds);
  const rows = await db
    .select({ id: matchingPots.id, promised: matchingPots.promisedCents, funded: matchingPots.fundedCents })
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), inArray(matchingPots.id, [...potIds])));
  return new Map(
    rows.map(({ id, promised, funded }) => [
      id,
      { partnerName: names.get(id) ?? "", awaitedCents: remaining(cents(promised), cents(funded)) },
    ]),
  );
}
