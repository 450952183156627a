import { type Cents, cents, floorShare, remaining } from "../money.ts";
import { type Ineligibility, ineligibility, reachesThreshold } from "./eligibility.ts";
import type { GiftFacts, RuleUsage } from "./facts.ts";
import type { Formula, MatchingRule } from "./rule.ts";

export type Bound =
  /** The formula's answer was given whole. */
  | "formula"
  | "cap_per_gift"
  | "cap_per_donor"
  | "cap_per_campaign"
  | "cap_per_period"
  | "cap_in_all"
  | "campaign_ceiling"
  | "held_share"
  | "pot"
  /** Another rule's match shuts this one out, or this rule only speaks first (M3). */
  | "stacking"
  | Ineligibility;

/** Why this match (M12): inputs, every cap with what it allowed, the one that bound, cents, pot before and after. */
export type MatchTrace = {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly potId: string;
  readonly formula: Formula;
  readonly baseCents: Cents;
  /** What the formula answers before any cap. */
  readonly formulaCents: Cents;
  readonly caps: readonly { readonly bound: Bound; readonly allowsCents: Cents }[];
  readonly boundBy: Bound;
  readonly amountCents: Cents;
  readonly potBeforeCents: Cents;
  readonly potAfterCents: Cents;
};

/** What the pot and the campaign's optional ceiling on all matches leave (M2, M3). */
export type Room = { readonly potRemainingCents: Cents; readonly ceilingRemainingCents: Cents | undefined };

type Cap = { readonly bound: Bound; readonly allowsCents: Cents };

/**
 * M1: min(formula, capPerGift, capPerDonor − used, capPerCampaign − used, …, potRemaining), never below zero; the
 * first cap of the smallest value is the one that bound. Pure: live, simulation and replay share it.
 */
export function evaluateRule(rule: MatchingRule, gift: GiftFacts, usage: RuleUsage & Room): MatchTrace {
  const formulaCents = formulaAnswer(rule.formula, gift, usage);
  const excluded =
    ineligibility(rule, gift, usage) ?? (formulaCents === undefined ? "threshold_not_reached" : undefined);
  return traceOf(rule, gift, usage, formulaCents ?? cents(0n), excluded);
}

function traceOf(
  rule: MatchingRule,
  gift: GiftFacts,
  usage: RuleUsage & Room,
  formulaCents: Cents,
  excluded: Bound | undefined,
): MatchTrace {
  const caps = excluded === undefined ? capsOf(rule, usage) : [{ bound: excluded, allowsCents: cents(0n) }];
  const whole: Cap = { bound: "formula", allowsCents: remaining(formulaCents, usage.usedByGiftCents) };
  const binding = caps.reduce<Cap>((least, cap) => (cap.allowsCents < least.allowsCents ? cap : least), whole);
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    potId: rule.potId,
    formula: rule.formula,
    baseCents: gift.baseCents,
    formulaCents,
    caps,
    boundBy: excluded ?? binding.bound,
    amountCents: binding.allowsCents,
    potBeforeCents: usage.potRemainingCents,
    potAfterCents: remaining(usage.potRemainingCents, binding.allowsCents),
  };
}

/** Undefined where a threshold is not reached yet. Rounds answer no gift by itself. */
function formulaAnswer(formula: Formula, gift: GiftFacts, { progress }: RuleUsage): Cents | undefined {
  switch (formula.kind) {
    case "ratio":
      return floorShare(gift.baseCents, formula.ratio.numerator, formula.ratio.denominator);
    case "threshold":
      if (!reachesThreshold(formula, { ...progress, goalCents: gift.goalCents })) return undefined;
      return formula.reward.kind === "lump"
        ? formula.reward.lumpCents
        : floorShare(gift.baseCents, formula.reward.ratio.numerator, formula.reward.ratio.denominator);
    case "pro_rata":
    case "quadratic":
      return cents(0n);
  }
}

function capsOf(rule: MatchingRule, usage: RuleUsage & Room): readonly Cap[] {
  const { potRemainingCents: pot, heldForOthersCents: held } = usage;
  const left = (cap: Cents | undefined, used: Cents) => (cap === undefined ? undefined : remaining(cap, used));
  const caps: readonly { readonly bound: Bound; readonly allowsCents: Cents | undefined }[] = [
    { bound: "cap_per_gift", allowsCents: left(rule.capPerGiftCents, usage.usedByGiftCents) },
    { bound: "cap_per_donor", allowsCents: left(rule.capPerDonorCents, usage.usedByDonorCents) },
    { bound: "cap_per_campaign", allowsCents: left(rule.capPerCampaignCents, usage.usedByCampaignCents) },
    { bound: "cap_per_period", allowsCents: left(rule.capPerPeriodCents, usage.usedInPeriodCents) },
    { bound: "cap_in_all", allowsCents: left(rule.capInAllCents, usage.usedInAllCents) },
    { bound: "campaign_ceiling", allowsCents: usage.ceilingRemainingCents },
    { bound: "pot", allowsCents: pot },
    { bound: "held_share", allowsCents: held > 0n ? remaining(pot, held) : undefined },
  ];
  return caps.flatMap(({ bound, allowsCents }) => (allowsCents === undefined ? [] : [{ bound, allowsCents }]));
}

/** What one rule may use, before any rule of this gift spoke. */
export type RuleWithUsage = { readonly rule: MatchingRule; readonly gift: GiftFacts; readonly usage: RuleUsage };

/**
 * M3: several rules on one gift, in order of priority then id, each on the donor's gift alone. Rules that share a
 * pot, and all rules under the campaign's ceiling, see what the earlier ones took.
 */
export function evaluateRules(
  candidates: readonly RuleWithUsage[],
  potsRemaining: ReadonlyMap<string, Cents>,
  ceilingRemainingCents: Cents | undefined,
): readonly MatchTrace[] {
  const pots = new Map(potsRemaining);
  let ceiling = ceilingRemainingCents;
  let hasMatch = false;
  let isClosed = false;
  return candidates.toSorted(byPriorityThenId).map(({ rule, gift, usage }) => {
    const room = { potRemainingCents: pots.get(rule.potId) ?? cents(0n), ceilingRemainingCents: ceiling };
    const shutOut = isClosed || (hasMatch && rule.stacking === "if_first");
    const alone = evaluateRule(rule, gift, { ...usage, ...room });
    const trace =
      shutOut && alone.amountCents > 0n
        ? traceOf(rule, gift, { ...usage, ...room }, alone.formulaCents, "stacking")
        : alone;
    pots.set(rule.potId, trace.potAfterCents);
    ceiling = ceiling === undefined ? undefined : remaining(ceiling, trace.amountCents);
    hasMatch ||= trace.amountCents > 0n;
    isClosed ||= trace.amountCents > 0n && rule.stacking === "final";
    return trace;
  });
}

const byPriorityThenId = (a: RuleWithUsage, b: RuleWithUsage) =>
  a.rule.priority - b.rule.priority || (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0);
