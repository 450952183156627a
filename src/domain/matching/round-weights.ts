import { type Cents, cents } from "../money.ts";

/** What weighs in a round: one gift of one person to one campaign, with what stands of it. */
export type WeighedGift = {
  readonly id: string;
  readonly donorId: string;
  readonly campaignId: string;
  readonly baseCents: Cents;
};

/** Square roots are whole numbers of 10⁻¹⁸ √cent, rounded down: the same on every machine and in every order. */
export const ROOT_SCALE = 10n ** 18n;

/** The largest whole number whose square is not above `n`. Throws RangeError below zero. */
export function integerSquareRoot(n: bigint): bigint {
  if (n < 0n) throw new RangeError(`no root of ${n}`);
  if (n < 2n) return n;
  // Newton's steps fall towards the root from any start that is not below it.
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * A campaign's quadratic weight, (Σ √c)² − Σ c over its donors, c being all that one person gave it: what quadratic
 * funding adds to the gifts themselves (Buterin, Hitzig, Weyl, "A Flexible Design for Funding Public Goods", 2019; with
 * a limited budget only proportions count). A single donor weighs nothing; one more never lowers it.
 */
export function quadraticWeight(givenByDonor: Iterable<Cents>): bigint {
  let sum = 0n;
  let squares = 0n;
  for (const given of givenByDonor) {
    const root = integerSquareRoot(given * ROOT_SCALE * ROOT_SCALE);
    sum += root;
    squares += root * root;
  }
  return sum * sum - squares;
}

/**
 * How much each gift pulls, in the order given: its amount in a pro-rata round; in a quadratic one its part, by
 * amount, of its campaign's weight. Only proportions within one call mean anything.
 */
export function giftWeights(kind: "pro_rata" | "quadratic", gifts: readonly WeighedGift[]): readonly bigint[] {
  if (kind === "pro_rata") return gifts.map((gift) => gift.baseCents);
  const campaigns = new Map<string, Map<string, Cents>>();
  for (const { campaignId, donorId, baseCents } of gifts) {
    const donors = campaigns.get(campaignId) ?? new Map<string, Cents>();
    donors.set(donorId, cents((donors.get(donorId) ?? 0n) + baseCents));
    campaigns.set(campaignId, donors);
  }
  const pulls = new Map([...campaigns].map(([id, donors]) => [id, campaignPull([...donors.values()])]));
  return gifts.map(({ campaignId, baseCents }) => {
    const pull = pulls.get(campaignId);
    return pull === undefined || pull.givenCents === 0n ? 0n : (pull.weight * baseCents) / pull.givenCents;
  });
}

const campaignPull = (given: readonly Cents[]) => ({
  weight: quadraticWeight(given),
  givenCents: given.reduce((sum, one) => sum + one, 0n),
});
