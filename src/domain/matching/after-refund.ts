import { type Cents, cents, floorShare, minCents } from "../money.ts";
import type { MatchingRule } from "./rule.ts";

/**
 * What stands of a rule's match after part of its gift went back (M10): the same version on the remaining base. What
 * was granted already was within every cap, so only the formula can bound lower. Nothing where nothing of the gift is
 * left, or less than the rule's minimum. A lump stands as long as the gift does; a round's share shrinks with the gift.
 */
export function matchAfterRefund(
  rule: Pick<MatchingRule, "formula" | "minimumGiftCents">,
  granted: { readonly grantedCents: Cents; readonly baseCents: Cents },
  remainingBaseCents: Cents,
): Cents {
  const { formula } = rule;
  if (remainingBaseCents === 0n || remainingBaseCents < (rule.minimumGiftCents ?? 0n)) return cents(0n);
  const ratio =
    formula.kind === "ratio"
      ? formula.ratio
      : formula.kind === "threshold" && formula.reward.kind === "ratio"
        ? formula.reward.ratio
        : undefined;
  if (ratio !== undefined)
    return minCents(granted.grantedCents, floorShare(remainingBaseCents, ratio.numerator, ratio.denominator));
  if (formula.kind === "threshold") return granted.grantedCents;
  return floorShare(granted.grantedCents, remainingBaseCents, granted.baseCents);
}
