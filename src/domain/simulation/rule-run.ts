import { periodNames } from "../matching/cap-period.ts";
import type { MatchTrace } from "../matching/evaluate.ts";
import type { MatchingRule } from "../matching/rule.ts";
import { type Cents, cents } from "../money.ts";
import type { SimulatedBound } from "./result.ts";
import type { Answered, Spending } from "./tally.ts";

/** One rule's answers so far, gift by gift in the order played, and what they took from its pot day by day. */
export type RuleRun = {
  readonly rule: MatchingRule;
  readonly answers: readonly Answered[];
  /** The rule's answer to the next gift. */
  answer(trace: Pick<MatchTrace, "formulaCents" | "amountCents" | "boundBy">, at: Date): void;
  /** More for a gift that was answered before: a round's share, or freed money. */
  add(index: number, more: { amountCents: Cents; boundBy: SimulatedBound; formulaCents?: Cents }, at: Date): void;
  /** All that stands for a gift goes back to the pot. */
  giveBack(index: number, at: Date): void;
  /** Tells what the pot has left now: when nothing is left, it is exhausted. */
  see(potRemainingCents: Cents, at: Date): void;
  spending(): Spending;
};

export function ruleRun(rule: MatchingRule): RuleRun {
  const answers: Answered[] = [];
  const byDay = new Map<string, bigint>();
  const dayNames = periodNames();
  let standing = 0n;
  let exhaustedAt: Date | undefined;

  const spend = (change: bigint, at: Date) => {
    if (change === 0n) return;
    standing += change;
    const day = dayNames("day", at);
    byDay.set(day, (byDay.get(day) ?? 0n) + change);
  };

  return {
    rule,
    answers,
    answer: ({ formulaCents, amountCents, boundBy }, at) => {
      answers.push({ formulaCents, amountCents, boundBy, givenBackCents: cents(0n) });
      spend(amountCents, at);
    },
    add: (index, { amountCents, boundBy, formulaCents }, at) => {
      const before = answers[index];
      if (before === undefined) return;
      answers[index] = {
        ...before,
        formulaCents: formulaCents ?? before.formulaCents,
        amountCents: cents(before.amountCents + amountCents),
        boundBy,
      };
      spend(amountCents, at);
    },
    giveBack: (index, at) => {
      const before = answers[index];
      if (before === undefined) return;
      answers[index] = {
        ...before,
        amountCents: cents(0n),
        givenBackCents: cents(before.givenBackCents + before.amountCents),
        boundBy: "goal_not_reached",
      };
      spend(-before.amountCents, at);
    },
    see: (potRemainingCents, at) => {
      const isSpent = potRemainingCents === 0n || (rule.capInAllCents !== undefined && standing >= rule.capInAllCents);
      if (!isSpent) exhaustedAt = undefined;
      else exhaustedAt ??= at;
    },
    spending: () => ({ byDay, exhaustedAt }),
  };
}
