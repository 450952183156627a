import type { StandingMatch } from "../matching/booked-gift.ts";
import type { MatchingRule } from "../matching/rule.ts";
import type { UsageBook } from "../matching/usage-book.ts";
import { cents } from "../money.ts";
import type { SimulatedGift } from "./gift.ts";
import type { RuleRun } from "./rule-run.ts";

/** What a simulation knows while it runs. */
export type Play = {
  readonly rules: readonly MatchingRule[];
  /** One a rule, in the same order. */
  readonly runs: readonly RuleRun[];
  readonly gifts: SimulatedGift[];
  readonly book: UsageBook;
  readonly ends: CampaignEnds;
};

/** The campaigns of a simulation until they are decided. */
export type CampaignEnds = {
  seeGift(gift: SimulatedGift): void;
  seeMatch(match: StandingMatch, run: RuleRun, index: number): void;
  /** Decides the campaigns whose end has come by `now`, the earliest first. */
  decideDue(play: Play, now: Date): void;
  decideAll(play: Play): void;
  /** As it was decided, or as it would be now. */
  reachesGoal(campaignId: string): boolean;
};

/** Takes a match from its pot, and remembers it where the end of its campaign may undo it. */
export function takeMatch(
  { book, ends }: Pick<Play, "book" | "ends">,
  run: RuleRun,
  index: number,
  match: StandingMatch,
): void {
  book.record(match);
  ends.seeMatch(match, run, index);
}

export function seePots({ runs, book }: Pick<Play, "runs" | "book">, at: Date): void {
  for (const run of runs) run.see(book.potsRemaining.get(run.rule.potId) ?? cents(0n), at);
}
