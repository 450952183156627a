import { type Ineligibility, standingIneligibility } from "./eligibility.ts";
import type { GiftFacts } from "./facts.ts";
import { isRound, type MatchingRule } from "./rule.ts";

/** A gift as a round finds it when it is shared. */
export type RoundGift = {
  /** The pledge's id: equal remainders go by it. */
  readonly id: string;
  readonly donorId: string;
  readonly campaignId: string;
  /** As recorded (M7), with what stands of it now for `baseCents`: what went back is not shared on. */
  readonly facts: GiftFacts;
  readonly isCaptured: boolean;
  readonly isDisputed: boolean;
  /** How its campaign stands: every state before the decision is under way. */
  readonly campaign: "under_way" | "succeeded" | "failed" | "cancelled";
  /** Only asked of a rule that needs the goal; true while that is not judged yet. */
  readonly mayReachGoal: boolean;
  /** What another rule's standing match says to this one (M3). */
  readonly otherMatch: "none" | "open" | "final";
  /** A person's decision on this gift: taken in although the rule says no, or found not eligible after all. */
  readonly decided?: "taken_in" | "revoked" | undefined;
  /** The version in force when it was recorded, where that is not the one that shares the round (M8). */
  readonly recordedUnder?: MatchingRule | undefined;
};

/** Why a gift takes no part in a round. */
export type RoundExclusion =
  | Exclude<Ineligibility, "threshold_not_reached" | "lump_already_granted" | "shared_at_round_end">
  | "not_captured"
  | "refunded"
  | "disputed"
  | "campaign_failed"
  | "campaign_cancelled"
  | "goal_not_reached"
  | "answered_when_given"
  | "revoked"
  | "stacking";

/**
 * The first reason in a fixed order why the gift takes no part; undefined where it does. Who may be matched is judged
 * by the version in force when the gift was recorded (M7, M8), how much by the one that shares the round.
 */
export function roundExclusion(
  rule: MatchingRule,
  gift: RoundGift,
  campaignDonors: number,
): RoundExclusion | undefined {
  const unpaid = paymentExclusion(gift);
  if (unpaid !== undefined || gift.decided === "taken_in") return unpaid;
  return gift.decided === "revoked" ? "revoked" : ruleExclusion(rule, gift, campaignDonors);
}

function paymentExclusion(gift: RoundGift): RoundExclusion | undefined {
  if (gift.campaign === "failed") return "campaign_failed";
  if (gift.campaign === "cancelled") return "campaign_cancelled";
  if (!gift.isCaptured) return "not_captured";
  if (gift.facts.baseCents === 0n) return "refunded";
  return gift.isDisputed ? "disputed" : undefined;
}

function ruleExclusion(rule: MatchingRule, gift: RoundGift, campaignDonors: number): RoundExclusion | undefined {
  const judged = gift.recordedUnder ?? rule;
  if (!isRound(judged)) return "answered_when_given";
  const standing = standingIneligibility(judged, gift.facts);
  if (standing !== undefined && isKept(standing)) return standing;
  if (rule.minimumDonors !== undefined && campaignDonors < rule.minimumDonors) return "too_few_donors";
  if (rule.goalConditional && !gift.mayReachGoal) return "goal_not_reached";
  const isShutOut = gift.otherMatch === "final" || (gift.otherMatch === "open" && rule.stacking === "if_first");
  return isShutOut ? "stacking" : undefined;
}

const isKept = (reason: Ineligibility): reason is Extract<RoundExclusion, Ineligibility> =>
  reason !== "threshold_not_reached" && reason !== "lump_already_granted" && reason !== "shared_at_round_end";
