import { reachesThreshold } from "./matching/eligibility.ts";
import { type Cents, cents, floorShare, remaining } from "./money.ts";

export const SETTLEMENT_WINDOW_DAYS = 7;

/** A bank answers a SEPA debit within 14 business days: with week-ends and holidays, not later than three weeks. */
export const DEBIT_ANSWER_DAYS = 21;

export type ShortfallPolicy =
  | { readonly kind: "fail_and_refund" }
  | { readonly kind: "accept_minimum"; readonly minimumCents: Cents }
  | { readonly kind: "reserve_top_up"; readonly topUpMaxBps: bigint };

export type SettlementFacts = {
  readonly mode: "all_or_nothing" | "keep_what_you_raise";
  readonly goalCents: Cents;
  readonly matchingCounts: boolean;
  readonly giftsCents: Cents;
  readonly matchesCents: Cents;
};

/** What counts towards the goal (P6). */
export const raisedCents = (facts: SettlementFacts): Cents =>
  cents(facts.giftsCents + (facts.matchingCounts ? facts.matchesCents : 0n));

/** P4: at the deadline, firm pledges with their matches below the goal fail at once; charging nobody. */
export const failsAtDeadline = (firm: SettlementFacts): boolean =>
  firm.mode === "all_or_nothing" && raisedCents(firm) < firm.goalCents;

/**
 * M9, P4: whether matches on money that is promised, and by its agreement counts before it arrives, would reach the
 * goal. Then the campaign waits for the money, charging nobody, and is judged without it when the window ends.
 */
export const mayStillReach = (firm: SettlementFacts, promisedMatchesCents: Cents): boolean =>
  promisedMatchesCents > 0n &&
  !failsAtDeadline({ ...firm, matchesCents: cents(firm.matchesCents + promisedMatchesCents) });

export type SettlementDecision =
  | {
      readonly outcome: "succeeded";
      readonly reason: "goal_reached" | "minimum_accepted" | "topped_up" | "kept_what_was_raised";
      readonly topUpCents: Cents;
    }
  | { readonly outcome: "failed"; readonly reason: "goal_not_reached" | "nothing_raised" };

/**
 * P5: decided on captured gifts and their matches alone; equal to the goal is success; short of it, by the policy
 * chosen before launch. The top-up is bounded by its share of the goal and by what is free of the reserve.
 */
export function decideSettlement(
  facts: SettlementFacts,
  policy: ShortfallPolicy,
  reserveCents: Cents,
): SettlementDecision {
  const none = cents(0n);
  if (facts.giftsCents === 0n) return { outcome: "failed", reason: "nothing_raised" };
  if (facts.mode === "keep_what_you_raise")
    return { outcome: "succeeded", reason: "kept_what_was_raised", topUpCents: none };
  const raised = raisedCents(facts);
  if (raised >= facts.goalCents) return { outcome: "succeeded", reason: "goal_reached", topUpCents: none };
  switch (policy.kind) {
    case "fail_and_refund":
      return { outcome: "failed", reason: "goal_not_reached" };
    case "accept_minimum":
      return raised >= policy.minimumCents
        ? { outcome: "succeeded", reason: "minimum_accepted", topUpCents: none }
        : { outcome: "failed", reason: "goal_not_reached" };
    case "reserve_top_up": {
      const missing = remaining(facts.goalCents, raised);
      const allowed = floorShare(facts.goalCents, policy.topUpMaxBps, 10_000n);
      return missing <= allowed && missing <= reserveCents
        ? { outcome: "succeeded", reason: "topped_up", topUpCents: missing }
        : { outcome: "failed", reason: "goal_not_reached" };
    }
  }
}

/** Committed matches of one rule, or one of them, kept only on its condition (M15, and `goalConditional`). */
export type ConditionalMatch = {
  readonly id: string;
  readonly amountCents: bigint;
  /** Whether they count towards the goal: the gifts behind them are not disputed. */
  readonly isCounted: boolean;
  readonly threshold:
    | { readonly uniqueDonors: number | undefined; readonly goalPercent: number | undefined }
    | undefined;
  readonly goalConditional: boolean;
};

export type UnmetCondition = "threshold_not_held" | "goal_not_reached";

/**
 * Which matches fall at the decision, and the facts without them. Thresholds look at captured gifts alone and are judged
 * first. The goal-conditional matches that are left stand or fall together: they stand if the goal is reached counting
 * them (P6), so that what depends on the goal may itself reach it; one cent short with all of them, none stands.
 */
export function judgeConditions(
  facts: SettlementFacts,
  uniqueDonors: number,
  matches: readonly ConditionalMatch[],
): { readonly unmet: ReadonlyMap<string, UnmetCondition>; readonly facts: SettlementFacts } {
  const reached = { uniqueDonors, raisedCents: facts.giftsCents, goalCents: facts.goalCents };
  const unmet = new Map<string, UnmetCondition>();
  for (const { id, threshold } of matches)
    if (threshold !== undefined && !reachesThreshold(threshold, reached)) unmet.set(id, "threshold_not_held");
  const held = without(facts, matches, unmet);
  if (raisedCents(held) >= facts.goalCents) return { unmet, facts: held };
  for (const { id, goalConditional } of matches)
    if (goalConditional && !unmet.has(id)) unmet.set(id, "goal_not_reached");
  return { unmet, facts: without(facts, matches, unmet) };
}

function without(
  facts: SettlementFacts,
  matches: readonly ConditionalMatch[],
  unmet: ReadonlyMap<string, UnmetCondition>,
): SettlementFacts {
  const fallen = matches
    .filter((match) => match.isCounted && unmet.has(match.id))
    .reduce((sum, match) => sum + match.amountCents, 0n);
  return { ...facts, matchesCents: cents(facts.matchesCents - fallen) };
}
