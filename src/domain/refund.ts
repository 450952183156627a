import { type Cents, cents, minCents, remaining } from "./money.ts";

/** A sum told apart: the gift to the project and the tip to the fund, in euro cents. */
export type GiftParts = { readonly giftCents: Cents; readonly tipCents: Cents };

/** Whose idea it is that a gift goes back, and who is told where it is refused. */
export const ASKERS = ["donor", "holder", "staff"] as const;
export type Asker = (typeof ASKERS)[number];

export const partsTotal = ({ giftCents, tipCents }: GiftParts): Cents => cents(giftCents + tipCents);

/**
 * How a sum that leaves a gift is shared between its parts: the gift to the project first, the tip only by what is
 * left. Nothing beyond what the parts still hold.
 */
export function splitReturn(left: GiftParts, amountCents: Cents): GiftParts {
  const giftCents = minCents(left.giftCents, amountCents);
  return { giftCents, tipCents: minCents(left.tipCents, remaining(amountCents, giftCents)) };
}

export type RefundObstacle = "nothing" | "beyond-gift" | "beyond-tip" | "disputed";

/** Why this much cannot go back, or undefined. `left`: neither returned nor frozen by a dispute (F1). */
export function refundObstacle(left: GiftParts, asked: GiftParts, isDisputed: boolean): RefundObstacle | undefined {
  if (isDisputed) return "disputed";
  if (asked.giftCents + asked.tipCents === 0n) return "nothing";
  if (asked.giftCents > left.giftCents) return "beyond-gift";
  return asked.tipCents > left.tipCents ? "beyond-tip" : undefined;
}

/** A second person confirms a refund above the fund's threshold (F3). */
export const needsSecondPerson = (asked: GiftParts, thresholdCents: bigint): boolean =>
  partsTotal(asked) > thresholdCents;

export type AfterGrant = {
  /** The part of the gift that goes back, and of it the declared fee the fund had kept of it. */
  readonly giftCents: Cents;
  readonly feeCents: Cents;
  readonly matchCents: Cents;
  /** What of the grant is neither paid, nor asked for, nor sent. */
  readonly undisbursedCents: Cents;
  readonly generalCents: Cents;
  /** What the reserve holds beyond what it already stands for. */
  readonly reserveCents: Cents;
};

export type Sources = {
  readonly giftFromGrantCents: Cents;
  /** The fee that goes back, from the fund's general pot or, where that lacks it, its reserve. */
  readonly feeFromGeneralCents: Cents;
  readonly feeFromReserveCents: Cents;
  /** The fee that neither of them holds any more. */
  readonly feeLostCents: Cents;
  readonly matchFromGrantCents: Cents;
  /** What the project was paid already and owes back; the reserve stands for it. */
  readonly owedCents: Cents;
  /** What the reserve does not cover: a refund waits for it, a lost dispute can't. */
  readonly uncoveredCents: Cents;
};

/**
 * F2: where the money of a gift and its matches comes from once the campaign became a grant: the project's own
 * undisbursed money, gift before matches; the fund gives its fee back; what was paid out already the project owes,
 * and the reserve stands for it until it is settled.
 */
export function sourcesAfterGrant(facts: AfterGrant): Sources {
  const net = remaining(facts.giftCents, facts.feeCents);
  const giftFromGrantCents = minCents(net, facts.undisbursedCents);
  const matchFromGrantCents = minCents(facts.matchCents, remaining(facts.undisbursedCents, giftFromGrantCents));
  const feeFromGeneralCents = minCents(facts.feeCents, facts.generalCents);
  const feeFromReserveCents = minCents(remaining(facts.feeCents, feeFromGeneralCents), facts.reserveCents);
  const feeLostCents = cents(facts.feeCents - feeFromGeneralCents - feeFromReserveCents);
  const owedCents = cents(net - giftFromGrantCents + facts.matchCents - matchFromGrantCents);
  return {
    giftFromGrantCents,
    feeFromGeneralCents,
    feeFromReserveCents,
    feeLostCents,
    matchFromGrantCents,
    owedCents,
    uncoveredCents: cents(feeLostCents + remaining(owedCents, remaining(facts.reserveCents, feeFromReserveCents))),
  };
}
