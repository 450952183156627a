import { type Cents, cents, minCents } from "../money.ts";
import { periodOf } from "./cap-period.ts";
import type { Bound } from "./evaluate.ts";
import type { GiftFacts } from "./facts.ts";
import { type RoundExclusion, type RoundGift, roundExclusion } from "./round-eligibility.ts";
import { type Bounded, fillShares } from "./round-filling.ts";
import { heldGroups } from "./round-held.ts";
import { giftWeights, type WeighedGift } from "./round-weights.ts";
import type { Formula, MatchingRule } from "./rule.ts";

/** A version of a rule that is shared at its end (M15). */
export type RoundRule = MatchingRule & {
  readonly formula: Extract<Formula, { readonly kind: "pro_rata" | "quadratic" }>;
};

export const asRound = (rule: MatchingRule): RoundRule | undefined => {
  const { formula } = rule;
  return formula.kind === "pro_rata" || formula.kind === "quadratic" ? { ...rule, formula } : undefined;
};

/** What bounds a round besides its own rule. */
export type RoundRoom = {
  /** M2: where the pot has less than the budget, the budget is what it has. */
  readonly potRemainingCents: Cents;
  /** Per campaign with a ceiling on all its matches, what that leaves (M3). */
  readonly ceilingsRemaining: ReadonlyMap<string, Cents>;
  /** Unique donors of each campaign, for a rule that asks for a number of them. */
  readonly campaignDonors: ReadonlyMap<string, number>;
};

export type EligibleGift = WeighedGift & { readonly facts: Pick<GiftFacts, "places" | "recordedAt"> };

export type RoundShare = {
  readonly id: string;
  /** Only proportions between lines of one result mean anything. */
  readonly weight: bigint;
  readonly amountCents: Cents;
  /** `formula`: nothing but the budget stopped it. */
  readonly boundBy: Bound;
};

export type RoundLine =
  | ({ readonly kind: "eligible"; readonly gift: RoundGift } & RoundShare)
  | { readonly kind: "excluded"; readonly gift: RoundGift; readonly id: string; readonly reason: RoundExclusion };

export type RoundShares = {
  /** One line a gift, in the order of ids. */
  readonly lines: readonly RoundLine[];
  /** The rule's budget, or what the pot has where that is less. */
  readonly budgetCents: Cents;
  readonly sharedCents: Cents;
};

/**
 * Shares a round's budget over its gifts (M15): by amount, or by the quadratic weight of each campaign and then by
 * amount. Never more than the budget, and all of it where weights and caps allow. Pure, and independent of the order
 * of gifts.
 */
export function shareRound(rule: RoundRule, gifts: readonly RoundGift[], room: RoundRoom): RoundShares {
  const inOrder = gifts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const judged = inOrder.map((gift) => ({
    gift,
    reason: roundExclusion(rule, gift, room.campaignDonors.get(gift.campaignId) ?? 0),
  }));
  const eligible = judged.flatMap(({ gift, reason }) =>
    reason === undefined ? [{ ...gift, baseCents: gift.facts.baseCents }] : [],
  );
  const shares = new Map(shareAmong(rule, eligible, room).map((share) => [share.id, share]));
  const lines = judged.map(({ gift, reason }): RoundLine => {
    if (reason !== undefined) return { kind: "excluded", gift, id: gift.id, reason };
    const share = shares.get(gift.id) ?? NOTHING;
    return { kind: "eligible", gift, ...share, id: gift.id };
  });
  return {
    lines,
    budgetCents: budgetOf(rule, room),
    sharedCents: cents([...shares.values()].reduce((sum, share) => sum + share.amountCents, 0n)),
  };
}

const NOTHING = { weight: 0n, amountCents: cents(0n), boundBy: "formula" } as const;

/** The rule's budget, or what the pot has where that is less (M2). */
export const budgetOf = (rule: RoundRule, { potRemainingCents }: Pick<RoundRoom, "potRemainingCents">): Cents =>
  minCents(rule.formula.budgetCents, potRemainingCents);

/** The shares of gifts known to be eligible: what a replay starts from (M14). */
export function shareAmong(
  rule: RoundRule,
  gifts: readonly EligibleGift[],
  room: Omit<RoundRoom, "campaignDonors">,
): readonly RoundShare[] {
  const weights = giftWeights(rule.formula.kind, gifts);
  const takers = gifts.map(({ id }, taker) => ({ id, weight: weights[taker] ?? 0n }));
  const shares = fillShares(takers, boundsOf(rule, gifts, room));
  return takers.map(({ id, weight }, taker) => {
    const share = shares[taker];
    return { id, weight, amountCents: share?.amountCents ?? cents(0n), boundBy: share?.boundBy ?? "formula" };
  });
}

/** The budget first: a cap that would stop a gift at the same level did not bind. */
function boundsOf(
  rule: RoundRule,
  gifts: readonly EligibleGift[],
  room: Omit<RoundRoom, "campaignDonors">,
): readonly Bounded<Bound>[] {
  const all = gifts.map((_, taker) => taker);
  const { budgetCents } = rule.formula;
  const isPotShort = room.potRemainingCents < budgetCents;
  const { capPeriod } = rule;
  return [
    { bound: isPotShort ? "pot" : "formula", atMostCents: budgetOf(rule, room), members: all },
    ...capped("cap_per_gift", rule.capPerGiftCents, gifts, (gift) => gift.id),
    ...capped("cap_per_donor", rule.capPerDonorCents, gifts, (gift) => gift.donorId),
    ...capped("cap_per_campaign", rule.capPerCampaignCents, gifts, (gift) => gift.campaignId),
    ...(capPeriod === undefined
      ? []
      : capped("cap_per_period", rule.capPerPeriodCents, gifts, ({ facts }) => periodOf(capPeriod, facts.recordedAt))),
    ...capped("cap_in_all", rule.capInAllCents, gifts, () => ""),
    ...[...byKey(gifts, (gift) => gift.campaignId)].flatMap(([campaignId, members]) => {
      const atMostCents = room.ceilingsRemaining.get(campaignId);
      return atMostCents === undefined ? [] : [{ bound: "campaign_ceiling" as const, atMostCents, members }];
    }),
    ...heldGroups(rule, gifts, room.potRemainingCents),
  ];
}

const capped = (
  bound: Bound,
  atMostCents: Cents | undefined,
  gifts: readonly EligibleGift[],
  keyOf: (gift: EligibleGift) => string,
): readonly Bounded<Bound>[] =>
  atMostCents === undefined
    ? []
    : [...byKey(gifts, keyOf).values()].map((members) => ({ bound, atMostCents, members }));

/** Indexes by key, keys in order: groups come in the same order whatever that of the gifts. */
function byKey(gifts: readonly EligibleGift[], keyOf: (gift: EligibleGift) => string): ReadonlyMap<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [taker, gift] of gifts.entries()) {
    const key = keyOf(gift);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [taker]);
    else group.push(taker);
  }
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
