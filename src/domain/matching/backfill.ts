import type { Bound } from "./evaluate.ts";
import { givesLump, type MatchingRule } from "./rule.ts";

/** Why a rule gave less than its formula, and may give more once money or room is free again. */
export const SHORT_OF_ROOM: readonly Bound[] = [
  "formula",
  "cap_per_gift",
  "cap_per_donor",
  "cap_per_campaign",
  "cap_per_period",
  "cap_in_all",
  "campaign_ceiling",
  "held_share",
  "pot",
];

/** A lump goes to whichever gift may bear it once the threshold is reached, not to the one that crossed it alone. */
export const LUMP_MAY_COME: readonly Bound[] = [
  ...SHORT_OF_ROOM,
  "too_few_donors",
  "threshold_not_reached",
  "lump_already_granted",
];

type Order = Pick<MatchingRule, "id" | "priority" | "stacking">;

const speaksBefore = (one: Order, other: Order) =>
  one.priority < other.priority || (one.priority === other.priority && one.id < other.id);

/**
 * Whether a rule may answer again a gift that other rules' matches stand behind (M3, M11): what stands is never taken
 * away for it, so a rule that shuts others out stays silent where they spoke.
 */
export function mayAnswerAgain(
  rule: Order & Pick<MatchingRule, "backfill" | "formula">,
  standing: readonly Order[],
): boolean {
  if (!rule.backfill && !givesLump(rule)) return false;
  const others = standing.filter((other) => other.id !== rule.id);
  const earlier = others.filter((other) => speaksBefore(other, rule));
  const later = others.filter((other) => speaksBefore(rule, other));
  if (rule.stacking === "if_first" && earlier.length > 0) return false;
  if (earlier.some((other) => other.stacking === "final")) return false;
  if (rule.stacking === "final" && later.length > 0) return false;
  return !later.some((other) => other.stacking === "if_first");
}
