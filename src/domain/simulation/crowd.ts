import type { PlaceFacts } from "../matching/facts.ts";
import { type Cents, cents } from "../money.ts";
import type { SimulatedCampaign, SimulatedGift } from "./gift.ts";
import { type Random, seededRandom } from "./random.ts";

export const CROWDS = ["many_small", "few_large", "late_rush"] as const;
export type CrowdKind = (typeof CROWDS)[number];

export type CrowdPlan = {
  readonly kind: CrowdKind;
  /** 0 to 2^32 − 1. */
  readonly seed: number;
  readonly gifts: number;
  readonly meanCents: Cents;
  readonly days: number;
  readonly startsAt: Date;
  readonly goalCents: Cents;
  /** One campaign a ground, in this order. */
  readonly grounds: readonly Ground[];
};

/** Where an invented campaign is and what it is about. */
export type Ground = {
  readonly title: string;
  readonly place: PlaceFacts;
  readonly category: string | undefined;
  readonly hasNeedsInKind: boolean;
};

/** How often (in percent) a gift is so many percent of the mean; the whole averages to the mean. */
type Amounts = readonly (readonly [chance: number, percentOfMean: number])[];

const NEAR_THE_MEAN: Amounts = [
  [20, 25],
  [25, 50],
  [15, 75],
  [15, 100],
  [12, 150],
  [8, 200],
  [5, 445],
];
const FEW_LARGE: Amounts = [
  [70, 10],
  [15, 50],
  [10, 200],
  [5, 1_310],
];

/** Of a hundred gifts, how many come in the last tenth of the time. */
const LATE_PERCENT = 60;
const DAY_MS = 86_400_000;
const EURO = 100n;
const NO_POTS: ReadonlySet<string> = new Set();

/** An invented crowd, in the order of its gifts: the same plan gives the same gifts to the cent and the second. */
export function inventCrowd(plan: CrowdPlan): readonly SimulatedGift[] {
  const random = seededRandom(plan.seed);
  const campaigns = plan.grounds.map((ground, index) => ({ ground, campaign: campaignOf(plan, ground, index) }));
  const donors = Math.max(1, Math.ceil((plan.gifts * 4) / 5));
  const drawn = Array.from({ length: plan.gifts }, () => ({
    second: drawSecond(random, plan),
    baseCents: drawAmount(random, plan),
    donor: random.below(donors),
    at: campaigns[random.below(campaigns.length)],
  }));
  return drawn
    .toSorted((a, b) => a.second - b.second)
    .flatMap(({ second, baseCents, donor, at }, index) =>
      at === undefined
        ? []
        : {
            id: String(index + 1),
            donorId: `D${donor + 1}`,
            campaignId: at.campaign.id,
            campaign: at.campaign,
            facts: {
              baseCents,
              recordedAt: new Date(plan.startsAt.getTime() + second * 1_000),
              places: [at.ground.place],
              category: at.ground.category,
              hasNeedsInKind: at.ground.hasNeedsInKind,
              goalCents: plan.goalCents,
              donorIsHolder: false,
            },
            partnerPotIds: NO_POTS,
          },
    );
}

const campaignOf = (plan: CrowdPlan, { title }: Ground, index: number): SimulatedCampaign => ({
  id: String(index + 1),
  title,
  goalCents: plan.goalCents,
  matchingCounts: true,
  endsAt: new Date(plan.startsAt.getTime() + plan.days * DAY_MS),
  ceilingCents: undefined,
});

function drawSecond(random: Random, { kind, days }: CrowdPlan): number {
  const seconds = days * 86_400;
  const late = Math.max(1, Math.floor(seconds / 10));
  if (kind !== "late_rush" || random.below(100) >= LATE_PERCENT) return random.below(seconds);
  return seconds - 1 - random.below(late);
}

/** Whole euros, at least one, up to a fifth around the drawn part of the mean. */
function drawAmount(random: Random, { kind, meanCents }: CrowdPlan): Cents {
  const percent = BigInt(drawPercent(random, kind === "few_large" ? FEW_LARGE : NEAR_THE_MEAN));
  const spread = BigInt(80 + random.below(41));
  const euros = (meanCents * percent * spread + 500_000n) / (EURO * 10_000n);
  return cents((euros > 0n ? euros : 1n) * EURO);
}

function drawPercent(random: Random, amounts: Amounts): number {
  let left = random.below(100);
  for (const [chance, percent] of amounts) {
    if (left < chance) return percent;
    left -= chance;
  }
  return 100;
}
