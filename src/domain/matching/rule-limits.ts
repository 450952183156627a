import { givesLump, type HeldShare, isRound, type MatchingRule } from "./rule.ts";

/** Amounts of which the smaller must not be above the larger: it could never be reached. */
const LIMITS = {
  "gift-cap": ["donor-cap", "campaign-cap", "period-cap", "total-cap", "budget", "promise"],
  "donor-cap": ["total-cap", "budget", "promise"],
  "campaign-cap": ["total-cap", "budget", "promise"],
  "period-cap": ["total-cap", "budget", "promise"],
  "total-cap": ["promise"],
  lump: ["donor-cap", "period-cap", "total-cap", "promise"],
  budget: ["promise"],
  "held-shares": ["total-cap", "budget"],
} as const;

type Limits = typeof LIMITS;
export type Limited = keyof Limits;
export type Limit = Limited | "promise";
export type LimitFault = { [Lower in Limited]: `${Lower}-above-${Limits[Lower][number]}` }[Limited];

/** Every pair that is compared, in the order in which it is. */
export const LIMIT_PAIRS: readonly { readonly lower: Limited; readonly upper: Limit; readonly fault: LimitFault }[] = (
  Object.keys(LIMITS) as Limited[]
).flatMap((lower) => LIMITS[lower].map((upper) => ({ lower, upper, fault: `${lower}-above-${upper}` as LimitFault })));

type LimitedTerms = Pick<
  MatchingRule,
  | "formula"
  | "capPerGiftCents"
  | "capPerDonorCents"
  | "capPerCampaignCents"
  | "capPerPeriodCents"
  | "capInAllCents"
  | "heldShares"
>;

/** For each amount of a rule the first larger one that it exceeds. */
export function limitFaults(terms: LimitedTerms, promisedCents: bigint | undefined): readonly LimitFault[] {
  const amounts = amountsOf(terms, promisedCents);
  const exceeded = LIMIT_PAIRS.filter(({ lower, upper }) => {
    const [amount, most] = [amounts[lower], amounts[upper]];
    return amount !== undefined && most !== undefined && amount > most;
  });
  return exceeded.filter((pair, i) => exceeded[i - 1]?.lower !== pair.lower).map(({ fault }) => fault);
}

/** A lump takes no cap per gift or campaign, and a round none in all: what is refused anyway is not compared. */
function amountsOf(
  terms: LimitedTerms,
  promisedCents: bigint | undefined,
): Readonly<Record<Limit, bigint | undefined>> {
  const { formula } = terms;
  const held = sumOfShares(terms.heldShares);
  return {
    "gift-cap": givesLump(terms) ? undefined : terms.capPerGiftCents,
    "donor-cap": terms.capPerDonorCents,
    "campaign-cap": givesLump(terms) ? undefined : terms.capPerCampaignCents,
    "period-cap": terms.capPerPeriodCents,
    "total-cap": isRound(terms) ? undefined : terms.capInAllCents,
    lump: formula.kind === "threshold" && formula.reward.kind === "lump" ? formula.reward.lumpCents : undefined,
    budget: formula.kind === "pro_rata" || formula.kind === "quadratic" ? formula.budgetCents : undefined,
    "held-shares": held === 0n ? undefined : held,
    promise: promisedCents,
  };
}

export const sumOfShares = (shares: readonly HeldShare[]): bigint =>
  shares.reduce((sum, share) => sum + share.shareCents, 0n);
