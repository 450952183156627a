import { type Cents, cents, remaining } from "./money.ts";

export type AtStakeFacts = {
  readonly goalCents: Cents;
  /** P6: whether matches count towards the goal. */
  readonly matchingCounts: boolean;
  /** Everything firm now, what is at stake included. */
  readonly giftsCents: Cents;
  readonly matchesCents: Cents;
  /** Of it, gifts whose charge was declined and that are not given up yet, with their matches. */
  readonly declinedCents: Cents;
  readonly declinedMatchesCents: Cents;
};

export type AtStake = {
  /** What counts towards the goal if none of these charges is mended. */
  readonly leftCents: Cents;
  /** What would then be missing to the goal; zero where it is reached all the same. */
  readonly missingCents: Cents;
  /** The goal hangs on these charges: reached with them, missed without. */
  readonly decides: boolean;
};

/** What becomes of a campaign's goal if declined charges are never paid (P5). */
export function atStake(facts: AtStakeFacts): AtStake {
  const counted = facts.matchingCounts ? facts.matchesCents : cents(0n);
  const lost = facts.declinedCents + (facts.matchingCounts ? facts.declinedMatchesCents : 0n);
  const now = cents(facts.giftsCents + counted);
  const leftCents = remaining(now, cents(lost));
  return {
    leftCents,
    missingCents: remaining(facts.goalCents, leftCents),
    decides: now >= facts.goalCents && leftCents < facts.goalCents,
  };
}
