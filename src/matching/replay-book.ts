import type { BookedGift } from "../domain/matching/booked-gift.ts";
import { evaluateRules, type MatchTrace, type RuleWithUsage } from "../domain/matching/evaluate.ts";
import type { GiftFacts, RuleUsage } from "../domain/matching/facts.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { departementsOf, usageBook } from "../domain/matching/usage-book.ts";
import { type Cents, cents } from "../domain/money.ts";
import type { DonorMerge } from "./replay-context.ts";
import type { LoggedMatch, LoggedPledge, LoggedTrace } from "./replay-log.ts";

export type Asked = { readonly rule: MatchingRule; readonly logged: LoggedTrace };

/**
 * The book a replay keeps: what stood when each gift was answered, from the log alone. A gift's place, category and
 * giver are those its trace kept, as they were then (M7), and so is how far the campaign had come, which payments
 * decide and not matches; amount, donor, time, rules, pots and every cap's use are the log's.
 */
export function replayBook(merges: readonly DonorMerge[], ceilings: ReadonlyMap<string, Cents>) {
  const book = usageBook();
  const persons = personsOf(merges);
  const territories = new Map<string, readonly string[]>();
  for (const [campaignId, ceiling] of ceilings) book.setCeiling(campaignId, ceiling);

  const potHolds = (potId: string): bigint => book.potsRemaining.get(potId) ?? 0n;
  /** Never below zero: what lacks was found to differ already. */
  const movePot = (potId: string, changeCents: bigint) => {
    const left = potHolds(potId) + changeCents;
    book.fundPot(potId, left < 0n ? -potHolds(potId) : changeCents);
  };
  const standing = (pledge: LoggedPledge, match: Match, amountCents: bigint) => ({
    ruleId: match.ruleId,
    potId: match.potId,
    giftId: pledge.pledgeId,
    donorId: pledge.donorId,
    campaignId: pledge.campaignId,
    amountCents: cents(amountCents),
    isLump: match.isLump,
    recordedAt: pledge.recordedAt,
    departements: territories.get(pledge.campaignId) ?? [],
  });

  return {
    potHolds,
    movePot,
    record(pledge: LoggedPledge, match: Match, amountCents: bigint): void {
      const short = amountCents - potHolds(match.potId);
      if (short > 0n) movePot(match.potId, short);
      if (amountCents > 0n) book.record(standing(pledge, match, amountCents));
    },
    giveBack: (pledge: LoggedPledge, match: Match, amountCents: bigint): void =>
      book.giveBack(standing(pledge, match, amountCents)),
    /** What these rules answer to the gift on what stands now, in their order. */
    answer(pledge: LoggedPledge, asked: readonly Asked[], inForce: readonly MatchingRule[]): readonly MatchTrace[] {
      const at = asked[0]?.logged.evaluatedAt ?? pledge.recordedAt;
      const candidates = asked.map(({ rule, logged }): RuleWithUsage => {
        const gift = factsOf(pledge, logged);
        if (!territories.has(pledge.campaignId)) territories.set(pledge.campaignId, departementsOf(gift));
        const booked = bookedGift(pledge, gift);
        const aliases = persons.aliasesAt(pledge.donorId, at);
        const used = (donorId: string) => book.usageOf(rule, { ...booked, donorId }, inForce);
        const usage = used(pledge.donorId);
        const byPerson = aliases.reduce(
          (sum, one) => sum + used(one).usedByDonorCents,
          usage.usedByDonorCents as bigint,
        );
        return { rule, gift, usage: { ...usage, usedByDonorCents: cents(byPerson), progress: progressOf(logged) } };
      });
      return evaluateRules(candidates, book.potsRemaining, book.ceilingRemaining(pledge.campaignId));
    },
  };
}

type Match = Pick<LoggedMatch, "ruleId" | "potId" | "isLump">;

const bookedGift = (pledge: LoggedPledge, facts: GiftFacts): BookedGift => ({
  id: pledge.pledgeId,
  donorId: pledge.donorId,
  campaignId: pledge.campaignId,
  facts,
  partnerPotIds: new Set(),
});

const factsOf = (pledge: LoggedPledge, { trace: { gift } }: LoggedTrace): GiftFacts => ({
  baseCents: cents(pledge.baseCents),
  recordedAt: pledge.recordedAt,
  places: gift.places,
  category: gift.category,
  hasNeedsInKind: gift.hasNeedsInKind,
  goalCents: cents(BigInt(gift.goalCents)),
  donorIsHolder: gift.donorIsHolder,
  donorIsPartner: gift.donorIsPartner,
});

const progressOf = ({ trace: { usage } }: LoggedTrace): RuleUsage["progress"] => ({
  uniqueDonors: usage.progress.uniqueDonors,
  raisedCents: cents(BigInt(usage.progress.raisedCents)),
});

export type ReplayBook = ReturnType<typeof replayBook>;

/** Who was known to be one person with whom, at each instant (M6). */
function personsOf(merges: readonly DonorMerge[]) {
  const touched = new Set(merges.flatMap(({ from, into }) => [from, into]));
  return {
    aliasesAt(donorId: string, at: Date): readonly string[] {
      if (!touched.has(donorId)) return [];
      const person = new Set([donorId]);
      for (let size = 0; size < person.size; ) {
        size = person.size;
        for (const { from, into, mergedAt } of merges)
          if (mergedAt <= at && (person.has(from) || person.has(into))) person.add(from).add(into);
      }
      person.delete(donorId);
      return [...person];
    },
  };
}
