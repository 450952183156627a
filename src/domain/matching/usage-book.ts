import { type Cents, cents, remaining } from "../money.ts";
import type { BookedGift, StandingMatch } from "./booked-gift.ts";
import { progressBook } from "./campaign-progress.ts";
import { periodNames } from "./cap-period.ts";
import { evaluateRules, type MatchTrace, type RuleWithUsage } from "./evaluate.ts";
import type { GiftFacts, RuleUsage } from "./facts.ts";
import { type HeldUse, heldUse } from "./held-use.ts";
import { givesLump, type MatchingRule } from "./rule.ts";
import { type RuleSums, ruleSums } from "./rule-sums.ts";

/**
 * What pots hold and what stands of each rule's matches, kept in memory while gifts are answered one after another:
 * live, in a simulation and in a replay. Each question and each change takes the same time however much stands.
 */
export type UsageBook = {
  /** What a rule has used around a gift; `inForce` are the rules whose held shares bind the gift, this one included. */
  usageOf(rule: MatchingRule, gift: BookedGift, inForce: readonly MatchingRule[]): RuleUsage;
  readonly potsRemaining: ReadonlyMap<string, Cents>;
  /** Undefined where the campaign has no ceiling on all its matches (M3). */
  ceilingRemaining(campaignId: string): Cents | undefined;

  /** Money for a pot, or with a negative amount money that leaves it unmatched. Throws below zero (M2). */
  fundPot(potId: string, changeCents: bigint): void;
  setCeiling(campaignId: string, ceilingCents: Cents | undefined): void;
  /** A new match: it stands and is taken from its pot. */
  record(match: StandingMatch): void;
  /** What is given back of a match: it stands no more and is in its pot again. A lump goes back whole. */
  giveBack(match: StandingMatch): void;
  /** A match that stood before: its pot's rest has it taken off already. */
  count(match: StandingMatch): void;
  /** What stood before, summed: instead of `count` for each match of the rule. */
  readonly sums: (ruleId: string) => RuleSums;
  readonly held: HeldUse;
  /** The campaign's firm pledges and captured gifts. */
  readonly progress: ReturnType<typeof progressBook>;
};

/** A book in which nothing was given yet. */
export function usageBook(): UsageBook {
  const rules = new Map<string, RuleSums>();
  const pots = new Map<string, Cents>();
  const ceilings = new Map<string, Cents>();
  const matchedByCampaign = new Map<string, bigint>();
  const held = heldUse();
  const progress = progressBook();
  const periodOf = periodNames();

  const sums = (ruleId: string): RuleSums => {
    const known = rules.get(ruleId);
    if (known !== undefined) return known;
    const fresh = ruleSums(periodOf);
    rules.set(ruleId, fresh);
    return fresh;
  };
  const stand = (match: StandingMatch, sign: 1n | -1n) => {
    const change = sign * match.amountCents;
    sums(match.ruleId).add(match, change);
    held.add(match.potId, match.departements, change);
    matchedByCampaign.set(match.campaignId, (matchedByCampaign.get(match.campaignId) ?? 0n) + change);
  };
  const fundPot = (potId: string, changeCents: bigint) => {
    pots.set(potId, cents((pots.get(potId) ?? 0n) + changeCents));
  };

  return {
    usageOf: (rule, gift, inForce) =>
      sums(rule.id).usedBy(rule, gift, {
        heldForOthersCents: held.heldForOthers(rule.potId, inForce, gift.facts),
        progress: progress.with(gift),
      }),
    potsRemaining: pots,
    ceilingRemaining: (campaignId) => {
      const ceiling = ceilings.get(campaignId);
      return ceiling && remaining(ceiling, cents(matchedByCampaign.get(campaignId) ?? 0n));
    },
    fundPot,
    setCeiling: (campaignId, ceilingCents) => {
      if (ceilingCents === undefined) ceilings.delete(campaignId);
      else ceilings.set(campaignId, ceilingCents);
    },
    record: (match) => {
      fundPot(match.potId, -match.amountCents);
      stand(match, 1n);
    },
    giveBack: (match) => {
      stand(match, -1n);
      fundPot(match.potId, match.amountCents);
    },
    count: (match) => stand(match, 1n),
    sums,
    held,
    progress,
  };
}

/** What the rules in force answer to a gift, with the inputs of each: nothing is recorded. */
export type Answer = { readonly traces: readonly MatchTrace[]; readonly candidates: readonly RuleWithUsage[] };

/** Every rule in force on one gift (M3): the one way a gift is answered, in a quote, live, simulated or replayed. */
export function answerGift(book: UsageBook, inForce: readonly MatchingRule[], gift: BookedGift): Answer {
  const stranger = { ...gift.facts, donorIsPartner: false };
  const candidates = inForce.map((rule) => ({
    rule,
    gift: gift.partnerPotIds.has(rule.potId) ? { ...gift.facts, donorIsPartner: true } : stranger,
    usage: book.usageOf(rule, gift, inForce),
  }));
  return { candidates, traces: evaluateRules(candidates, book.potsRemaining, book.ceilingRemaining(gift.campaignId)) };
}

/** The match a trace gives its gift, as the book records it; undefined where the answer is nothing. */
export function matchOf(
  trace: MatchTrace,
  gift: BookedGift & { readonly id: string; readonly donorId: string },
): StandingMatch | undefined {
  if (trace.amountCents === 0n) return undefined;
  return {
    ruleId: trace.ruleId,
    potId: trace.potId,
    giftId: gift.id,
    donorId: gift.donorId,
    campaignId: gift.campaignId,
    amountCents: trace.amountCents,
    isLump: givesLump(trace),
    recordedAt: gift.facts.recordedAt,
    departements: departementsOf(gift.facts),
  };
}

export const departementsOf = ({ places }: Pick<GiftFacts, "places">): readonly string[] =>
  places.flatMap(({ departement }) => departement ?? []);
