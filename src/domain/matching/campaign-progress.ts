import { type Cents, cents } from "../money.ts";
import type { BookedGift } from "./booked-gift.ts";
import type { CampaignProgress } from "./facts.ts";

type Firm = { readonly donorId: string; readonly cents: bigint };

type Reached = {
  /** Donors and cents counted without saying which. */
  uniqueDonors: number;
  raisedCents: bigint;
  /** How many firm gifts a named donor has. */
  readonly donors: Map<string, number>;
  readonly gifts: Map<string, Firm>;
};

/** Who gave how much to each campaign, firmly: what thresholds and minimum numbers of donors are judged by (M15). */
export function progressBook() {
  const campaigns = new Map<string, Reached>();
  const of = (campaignId: string): Reached => {
    const known = campaigns.get(campaignId);
    if (known !== undefined) return known;
    const fresh: Reached = { uniqueDonors: 0, raisedCents: 0n, donors: new Map(), gifts: new Map() };
    campaigns.set(campaignId, fresh);
    return fresh;
  };
  const change = (reached: Reached, { donorId, cents: amount }: Firm, sign: 1 | -1) => {
    const gifts = (reached.donors.get(donorId) ?? 0) + sign;
    if (gifts === 0) reached.donors.delete(donorId);
    else reached.donors.set(donorId, gifts);
    reached.raisedCents += BigInt(sign) * amount;
  };

  return {
    /** What stood before, of donors and gifts that are not asked about one by one. */
    open: (campaignId: string, uniqueDonors: number, raisedCents: Cents): void => {
      const reached = of(campaignId);
      reached.uniqueDonors += uniqueDonors;
      reached.raisedCents += raisedCents;
    },
    /** A gift that is firm, or captured, with what of it was not returned; again to change that, zero to end it. */
    setFirm: (campaignId: string, giftId: string, donorId: string, remainingCents: Cents): void => {
      const reached = of(campaignId);
      const before = reached.gifts.get(giftId);
      if (before !== undefined) change(reached, before, -1);
      reached.gifts.delete(giftId);
      if (remainingCents === 0n) return;
      const firm = { donorId, cents: remainingCents };
      reached.gifts.set(giftId, firm);
      change(reached, firm, 1);
    },
    /** Firm pledges and captured gifts of others, and this gift, which may be firm itself (a backfill). */
    with: ({ id, donorId, campaignId, facts }: BookedGift): CampaignProgress => {
      const reached = of(campaignId);
      const own = id === undefined ? undefined : reached.gifts.get(id);
      const isCounted = donorId !== undefined && reached.donors.has(donorId);
      return {
        uniqueDonors: reached.uniqueDonors + reached.donors.size + (isCounted ? 0 : 1),
        raisedCents: cents(reached.raisedCents - (own?.cents ?? 0n) + facts.baseCents),
      };
    },
  };
}
