import { type Cents, cents } from "../money.ts";
import type { BookedGift, StandingMatch } from "./booked-gift.ts";
import type { RuleUsage } from "./facts.ts";
import type { CapPeriod, MatchingRule } from "./rule.ts";

export type RuleSum = "everything" | "gift" | "donor" | "campaign" | CapPeriod;

/** What stands of one rule's matches, whatever the version that gave them (M8), by everything a cap counts by. */
export type RuleSums = {
  /** What the rule has used around a gift, beside what other rules' books say. */
  usedBy(
    rule: Pick<MatchingRule, "capPeriod">,
    gift: BookedGift,
    beside: Pick<RuleUsage, "heldForOthersCents" | "progress">,
  ): RuleUsage;
  add(match: StandingMatch, change: bigint): void;
  /** Counts what stood before: the cents of one gift, donor, campaign, period or of everything. */
  open(sum: RuleSum, key: string, usedCents: Cents): void;
  /** A lump that stood before. */
  openLump(campaignId: string): void;
};

type Cell = { cents: bigint };

const NOTHING = cents(0n);
const PERIODS: readonly CapPeriod[] = ["day", "week", "month"];

export function ruleSums(periodOf: (period: CapPeriod, at: Date) => string): RuleSums {
  const sums: Record<RuleSum, Map<string, Cell>> = {
    everything: new Map(),
    gift: new Map(),
    donor: new Map(),
    campaign: new Map(),
    day: new Map(),
    week: new Map(),
    month: new Map(),
  };
  const lumps = new Map<string, number>();
  const add = (sum: RuleSum, key: string, change: bigint) => {
    const cell = sums[sum].get(key);
    if (cell === undefined) sums[sum].set(key, { cents: change });
    else cell.cents += change;
  };
  const used = (sum: RuleSum, key: string | undefined) => {
    const cell = key === undefined ? undefined : sums[sum].get(key);
    return cell === undefined ? NOTHING : cents(cell.cents);
  };
  const addLump = (campaignId: string, change: number) => lumps.set(campaignId, (lumps.get(campaignId) ?? 0) + change);

  return {
    usedBy: ({ capPeriod }, { id, donorId, campaignId, facts }, beside) => ({
      usedByGiftCents: used("gift", id),
      usedByDonorCents: used("donor", donorId),
      usedByCampaignCents: used("campaign", campaignId),
      usedInPeriodCents: capPeriod === undefined ? NOTHING : used(capPeriod, periodOf(capPeriod, facts.recordedAt)),
      usedInAllCents: used("everything", ""),
      heldForOthersCents: beside.heldForOthersCents,
      progress: beside.progress,
      lumpStands: (lumps.get(campaignId) ?? 0) > 0,
    }),
    add: (match, change) => {
      add("everything", "", change);
      add("gift", match.giftId, change);
      add("donor", match.donorId, change);
      add("campaign", match.campaignId, change);
      for (const period of PERIODS) add(period, periodOf(period, match.recordedAt), change);
      if (match.isLump) addLump(match.campaignId, change > 0n ? 1 : -1);
    },
    open: (sum, key, usedCents) => void add(sum, key, usedCents),
    openLump: (campaignId) => void addLump(campaignId, 1),
  };
}
