import type { Bound } from "../matching/evaluate.ts";
import type { MatchingRule } from "../matching/rule.ts";
import type { Cents } from "../money.ts";
import type { SimulatedGift } from "./gift.ts";

/** What decided a simulated answer: besides the bounds of `evaluateRule`, what only the end of a campaign tells. */
export type SimulatedBound = Bound | "goal_not_reached";

/** What one rule gives one gift, at the end of the simulation. */
export type SimulatedAnswer = {
  readonly amountCents: Cents;
  readonly boundBy: SimulatedBound;
};

/** A gift with the answers of the rules, in their order. */
export type SimulatedLine = { readonly gift: SimulatedGift; readonly answers: readonly SimulatedAnswer[] };

/** Gifts and matches of one territory or one campaign. */
export type SimulatedPart = {
  readonly key: string;
  readonly title: string;
  readonly gifts: number;
  readonly giftCents: Cents;
  readonly matchCents: Cents;
};

/** What one bound cost: cents the formula answered that were not granted because of it. */
export type SimulatedLimit = {
  readonly bound: SimulatedBound;
  readonly gifts: number;
  readonly notGrantedCents: Cents;
};

/** What left the pot on one day of Europe/Paris, less what came back. */
export type SimulatedDay = { readonly day: string; readonly changeCents: bigint };

/** What one rule did with the gifts. Sums are of what stands at the end. */
export type RuleOutcome = {
  readonly rule: MatchingRule;
  /** What its pot held at the start. */
  readonly potCents: Cents;
  readonly gifts: number;
  readonly giftCents: Cents;
  readonly matchedGifts: number;
  readonly matchCents: Cents;
  /** Of the matched gifts, rounded down; zero where there is none. */
  readonly averageMatchCents: Cents;
  /** When the last cent that the pot or the rule's cap in all allows was given; undefined where some is left. */
  readonly exhaustedAt: Date | undefined;
  /** Given first, and back in the pot because a campaign missed its goal. */
  readonly givenBackCents: Cents;
  readonly days: readonly SimulatedDay[];
  /** The largest share first. */
  readonly territories: readonly SimulatedPart[];
  readonly campaigns: readonly SimulatedPart[];
  /** The costliest first. */
  readonly limits: readonly SimulatedLimit[];
};

export type SimulationResult = {
  readonly lines: readonly SimulatedLine[];
  /** In the order of the rules. */
  readonly outcomes: readonly RuleOutcome[];
};
