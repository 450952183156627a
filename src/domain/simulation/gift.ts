import type { BookedGift } from "../matching/booked-gift.ts";
import type { Cents } from "../money.ts";

/** A campaign as far as a simulation asks for it. */
export type SimulatedCampaign = {
  readonly id: string;
  readonly title: string;
  readonly goalCents: Cents;
  /** Whether matches count towards the goal (P6). */
  readonly matchingCounts: boolean;
  /** When it is decided; undefined: after the last gift of all. */
  readonly endsAt: Date | undefined;
  /** The optional bound on all its matches together (M3). */
  readonly ceilingCents: Cents | undefined;
};

/** A past, uploaded or invented gift. Whoever gave it is a pseudonym. */
export type SimulatedGift = BookedGift & {
  readonly id: string;
  readonly donorId: string;
  readonly campaign: SimulatedCampaign;
};

/** Where a gift's project is: the département of its places, several joined, `?` where it is not known. */
export function territoryOf({ facts }: Pick<SimulatedGift, "facts">): string {
  const codes = new Set(facts.places.flatMap(({ departement }) => departement ?? []));
  return codes.size === 0 ? "?" : [...codes].toSorted().join(", ");
}

const DAY_MS = 86_400_000;

/**
 * Moves gifts, and the ends of their campaigns, by the whole days that bring an instant to the day that begins at
 * `startsAt`: a rule of next year can so be played on gifts of last year.
 */
export function giftShift(first: Date, startsAt: Date): (gift: SimulatedGift) => SimulatedGift {
  const byMs = Math.ceil((startsAt.getTime() - first.getTime()) / DAY_MS) * DAY_MS;
  const moved = new Map<string, SimulatedCampaign>();
  const later = (at: Date) => new Date(at.getTime() + byMs);
  return (gift) => {
    const { campaign } = gift;
    const then = moved.get(campaign.id) ?? { ...campaign, endsAt: campaign.endsAt && later(campaign.endsAt) };
    moved.set(campaign.id, then);
    return { ...gift, campaign: then, facts: { ...gift.facts, recordedAt: later(gift.facts.recordedAt) } };
  };
}
