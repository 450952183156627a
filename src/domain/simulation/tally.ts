import { givesLump, type MatchingRule } from "../matching/rule.ts";
import { type Cents, cents, remaining } from "../money.ts";
import { type SimulatedGift, territoryOf } from "./gift.ts";
import type { RuleOutcome, SimulatedAnswer, SimulatedBound, SimulatedLimit, SimulatedPart } from "./result.ts";

/** What a rule's formula answers to a gift, what stands of it, and what was given and came back. */
export type Answered = SimulatedAnswer & { readonly formulaCents: Cents; readonly givenBackCents: Cents };

/** Bounds that bind what a formula answered; all others say that the rule did not speak to the gift. */
const CAPS: ReadonlySet<SimulatedBound> = new Set<SimulatedBound>([
  "cap_per_gift",
  "cap_per_donor",
  "cap_per_campaign",
  "cap_per_period",
  "cap_in_all",
  "campaign_ceiling",
  "held_share",
  "pot",
  "stacking",
  "goal_not_reached",
]);

export const isCap = (bound: SimulatedBound): boolean => CAPS.has(bound);

export type Spending = { readonly byDay: ReadonlyMap<string, bigint>; readonly exhaustedAt: Date | undefined };

/** Sums up one rule over all gifts. */
export function outcomeOf(
  rule: MatchingRule,
  potCents: Cents,
  gifts: readonly SimulatedGift[],
  answers: readonly Answered[],
  { byDay, exhaustedAt }: Spending,
): RuleOutcome {
  const territories = partBook();
  const campaigns = partBook();
  const limits = new Map<SimulatedBound, { gifts: number; cents: bigint }>();
  let [matchedGifts, giftCents, matchCents, givenBackCents] = [0, 0n, 0n, 0n];
  for (const [index, gift] of gifts.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    giftCents += gift.facts.baseCents;
    matchCents += answer.amountCents;
    if (answer.amountCents > 0n) matchedGifts += 1;
    givenBackCents += answer.givenBackCents;
    const territory = territoryOf(gift);
    territories.add(territory, territory, gift, answer);
    campaigns.add(gift.campaignId, gift.campaign.title, gift, answer);
    if (answer.boundBy === "formula") continue;
    const limit = limits.get(answer.boundBy) ?? { gifts: 0, cents: 0n };
    limits.set(answer.boundBy, { gifts: limit.gifts + 1, cents: limit.cents + notGranted(rule, answer) });
  }
  return {
    rule,
    potCents,
    gifts: gifts.length,
    giftCents: cents(giftCents),
    matchedGifts,
    matchCents: cents(matchCents),
    averageMatchCents: cents(matchedGifts === 0 ? 0n : matchCents / BigInt(matchedGifts)),
    exhaustedAt,
    givenBackCents: cents(givenBackCents),
    days: [...byDay].map(([day, changeCents]) => ({ day, changeCents })).toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    territories: territories.largestFirst(),
    campaigns: campaigns.largestFirst(),
    limits: [...limits].map(([bound, { gifts, cents: cost }]) => toLimit(bound, gifts, cost)).toSorted(costliestFirst),
  };
}

/** A lump is granted once a campaign: a gift it does not speak to costs nobody a lump. */
const notGranted = (rule: MatchingRule, { boundBy, formulaCents, amountCents }: Answered): bigint =>
  givesLump(rule) && !isCap(boundBy) ? 0n : remaining(formulaCents, amountCents);

const toLimit = (bound: SimulatedBound, gifts: number, cost: bigint): SimulatedLimit => ({
  bound,
  gifts,
  notGrantedCents: cents(cost),
});

const costliestFirst = (a: SimulatedLimit, b: SimulatedLimit): number =>
  a.notGrantedCents === b.notGrantedCents ? b.gifts - a.gifts : a.notGrantedCents > b.notGrantedCents ? -1 : 1;

/** Gifts and matches by territory, or by campaign. */
function partBook() {
  const parts = new Map<string, { title: string; gifts: number; giftCents: bigint; matchCents: bigint }>();
  return {
    add: (key: string, title: string, { facts }: SimulatedGift, { amountCents }: SimulatedAnswer): void => {
      const part = parts.get(key) ?? { title, gifts: 0, giftCents: 0n, matchCents: 0n };
      part.gifts += 1;
      part.giftCents += facts.baseCents;
      part.matchCents += amountCents;
      parts.set(key, part);
    },
    largestFirst: (): readonly SimulatedPart[] =>
      [...parts]
        .map(([key, part]) => ({
          key,
          ...part,
          giftCents: cents(part.giftCents),
          matchCents: cents(part.matchCents),
        }))
        .toSorted((a, b) =>
          a.matchCents === b.matchCents ? (a.key < b.key ? -1 : 1) : a.matchCents > b.matchCents ? -1 : 1,
        ),
  };
}
