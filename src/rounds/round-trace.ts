import type { Bound, MatchTrace } from "../domain/matching/evaluate.ts";
import type { RuleUsage } from "../domain/matching/facts.ts";
import type { RoundLine, RoundShares } from "../domain/matching/round.ts";
import type { RoundExclusion } from "../domain/matching/round-eligibility.ts";
import { type Cents, cents, remaining } from "../domain/money.ts";
import { storedTrace } from "../matching/stored-trace.ts";
import type { Round } from "./find-round.ts";

/** What a round's answer to one gift leaves behind (M12), with the pot as it was before and after it. */
export function roundTrace(
  { rule }: Round,
  { lines, budgetCents }: Pick<RoundShares, "lines" | "budgetCents">,
): (line: RoundLine, amountCents: Cents, potBeforeCents: Cents) => ReturnType<typeof columnsOf> {
  const weights = lines.reduce((sum, line) => sum + (line.kind === "eligible" ? line.weight : 0n), 0n);
  return (line, amountCents, potBeforeCents) => {
    const boundBy: Bound = line.kind === "eligible" ? line.boundBy : (tracedReason(line.reason) ?? "formula");
    const alone = line.kind === "eligible" && weights > 0n ? (line.weight * budgetCents) / weights : 0n;
    const trace: MatchTrace = {
      ruleId: rule.id,
      ruleVersion: rule.version,
      potId: rule.potId,
      formula: rule.formula,
      baseCents: line.gift.facts.baseCents,
      formulaCents: cents(alone),
      caps: boundBy === "formula" ? [] : [{ bound: boundBy, allowsCents: amountCents }],
      boundBy,
      amountCents,
      potBeforeCents,
      potAfterCents: remaining(potBeforeCents, amountCents),
    };
    return columnsOf(trace, storedTrace(trace, [{ rule, gift: line.gift.facts, usage: NOTHING_USED }]));
  };
}

const columnsOf = (trace: MatchTrace, stored: ReturnType<typeof storedTrace>) => ({
  trace: stored,
  amountCents: trace.amountCents,
  boundBy: trace.boundBy,
  potBeforeCents: trace.potBeforeCents,
  potAfterCents: trace.potAfterCents,
});

/** A round reads its caps over all its gifts at once: what one gift had used before it has no meaning. */
const NOTHING_USED: RuleUsage = {
  usedByGiftCents: cents(0n),
  usedByDonorCents: cents(0n),
  usedByCampaignCents: cents(0n),
  usedInPeriodCents: cents(0n),
  usedInAllCents: cents(0n),
  heldForOthersCents: cents(0n),
  lumpStands: false,
  progress: { uniqueDonors: 0, raisedCents: cents(0n) },
};

/** The reasons that a trace knows too; the others are of the payment or of a person's decision, and the line has them. */
export function tracedReason(reason: RoundExclusion): Bound | undefined {
  switch (reason) {
    case "not_captured":
    case "refunded":
    case "disputed":
    case "campaign_failed":
    case "campaign_cancelled":
    case "goal_not_reached":
    case "answered_when_given":
    case "revoked":
      return undefined;
    default:
      return reason;
  }
}
