import type { RuleWithUsage } from "../domain/matching/evaluate.ts";
import { givesLump, isRound, type MatchingRule } from "../domain/matching/rule.ts";
import { type Cents, cents, minCents, remaining } from "../domain/money.ts";
import type { Text } from "../i18n/text.ts";
import { offerTexts } from "./messages.ts";
import { missingToReach } from "./missing-to-reach.ts";
import { throughMoment } from "./moments.ts";

type Room = { readonly potRemainingCents: Cents; readonly ceilingRemainingCents: Cents | undefined };

/** What a campaign can still get of a rule now: what its pot, its caps and the parts kept for others leave. */
export function leftOf(rule: MatchingRule, usage: RuleWithUsage["usage"] | undefined, room: Room): Cents {
  const left = (cap: Cents | undefined, used: Cents | undefined) =>
    cap === undefined ? [] : [remaining(cap, used ?? cents(0n))];
  if (givesLump(rule) && usage?.lumpStands === true) return cents(0n);
  return minCents(
    remaining(room.potRemainingCents, usage?.heldForOthersCents ?? cents(0n)),
    ...left(rule.capPerCampaignCents, usage?.usedByCampaignCents),
    ...left(rule.capPerPeriodCents, usage?.usedInPeriodCents),
    ...left(rule.capInAllCents, usage?.usedInAllCents),
    ...(room.ceilingRemainingCents === undefined ? [] : [room.ceilingRemainingCents]),
    ...(rule.formula.kind === "threshold" && rule.formula.reward.kind === "lump"
      ? [rule.formula.reward.lumpCents]
      : []),
    ...(rule.formula.kind === "pro_rata" || rule.formula.kind === "quadratic" ? [rule.formula.budgetCents] : []),
  );
}

type Offered = {
  readonly partnerName: string;
  readonly rule: MatchingRule;
  readonly goalCents: Cents;
  /** Of a gift that nobody makes: its giver counts among the donors. Undefined where the rule has not begun. */
  readonly usage: RuleWithUsage["usage"] | undefined;
};

/** What a campaign's page says of a rule that does not simply answer each gift. */
export function standingOf({ partnerName, rule, goalCents, usage }: Offered): readonly Text[] {
  if (isRound(rule)) return [offerTexts.sharedAtEnd(throughMoment(rule.endsAt))];
  if (usage === undefined) return [];
  if (usage.lumpStands) return [offerTexts.lumpGranted];
  const { uniqueDonors, raisedCents } = usage.progress;
  const progress = { uniqueDonors: uniqueDonors - 1, raisedCents };
  return missingToReach({ partnerName, rule, goalCents, progress }, "now");
}
