import { type Cents, cents, minCents, remaining } from "./money.ts";

/** What a grant is made of now, in euro cents; the rest of it is gifts less their fee, and the reserve's share (P5). */
export type GrantSources = {
  /** As granted, less what was taken back since and what the project owes already. */
  readonly netCents: Cents;
  /** The fund's own grant (D1). */
  readonly ownGrantCents: Cents;
  readonly pots: readonly { readonly potId: string; readonly amountCents: Cents }[];
};

export type ReturnShares = {
  /** Gifts and the reserve's own share go to the reserve, the fund's own grant to its general pot. */
  readonly toReserveCents: Cents;
  readonly toGeneralCents: Cents;
  readonly toPotsCents: Cents;
  /** Pots that get nothing are left out. */
  readonly pots: readonly { readonly potId: string; readonly cents: Cents }[];
};

/** What of a grant was not spent: zero where the project spent all of it, or more. */
export const unspentCents = (netCents: Cents, spentOfGrantCents: Cents): Cents =>
  remaining(netCents, spentOfGrantCents);

/** Spending that the grant paid: all of it less what other money paid. */
export const spentOfGrant = (spentCents: Cents, otherFundingCents: Cents): Cents =>
  remaining(spentCents, otherFundingCents);

/**
 * Parts of `whole` in proportion to the weights, by largest remainder: they sum to the whole, to the cent (A3). Of equal
 * remainders the first comes first. No part exceeds its weight where the whole does not exceed their sum.
 */
export function splitByWeight(whole: Cents, weights: readonly Cents[]): readonly Cents[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) {
    if (whole === 0n) return weights;
    throw new RangeError(`${whole} cents cannot be shared by weights that are all zero`);
  }
  const parts = weights.map((weight, index) => ({
    index,
    floor: (whole * weight) / sum,
    rest: (whole * weight) % sum,
  }));
  const left = Number(whole - parts.reduce((total, part) => total + part.floor, 0n));
  const raised = new Set(
    parts
      .toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
      .slice(0, left)
      .map((part) => part.index),
  );
  return parts.map(({ floor, index }) => cents(floor + (raised.has(index) ? 1n : 0n)));
}

/** Shares what goes back between the grant's sources in proportion to what each brought. */
export function shareReturn(returnedCents: Cents, { netCents, ownGrantCents, pots }: GrantSources): ReturnShares {
  const matched = pots.reduce((sum, pot) => sum + pot.amountCents, 0n);
  const reserveCents = remaining(netCents, cents(matched + ownGrantCents));
  const [toReserveCents = cents(0n), toGeneralCents = cents(0n), ...rest] = splitByWeight(returnedCents, [
    reserveCents,
    ownGrantCents,
    ...pots.map((pot) => pot.amountCents),
  ]);
  return {
    toReserveCents,
    toGeneralCents,
    toPotsCents: cents(returnedCents - toReserveCents - toGeneralCents),
    pots: pots.flatMap(({ potId }, index) => {
      const share = rest[index] ?? cents(0n);
      return share === 0n ? [] : [{ potId, cents: share }];
    }),
  };
}

export type ReturnMoney = {
  /** Taken from what the grant has not paid out, and owed by the holder. */
  readonly keptBackCents: Cents;
  readonly claimedCents: Cents;
  /** Of what is kept back: the partners' part first, so that the reserve stands for as little as can be. */
  readonly potsFromGrantCents: Cents;
  readonly generalFromGrantCents: Cents;
  readonly reserveFromGrantCents: Cents;
  /** What the reserve would have to stand for beyond what it holds: then the return waits (F2). */
  readonly uncoveredCents: Cents;
};

/** Where the money that goes back comes from: the undisbursed rest first, the holder for what is left. */
export function returnMoney(
  shares: Pick<ReturnShares, "toReserveCents" | "toGeneralCents" | "toPotsCents">,
  undisbursedCents: Cents,
  freeReserveCents: Cents,
): ReturnMoney {
  const { toReserveCents, toGeneralCents, toPotsCents } = shares;
  const returnedCents = cents(toReserveCents + toGeneralCents + toPotsCents);
  const keptBackCents = minCents(returnedCents, undisbursedCents);
  const potsFromGrantCents = minCents(toPotsCents, keptBackCents);
  const generalFromGrantCents = minCents(toGeneralCents, remaining(keptBackCents, potsFromGrantCents));
  const early = cents(toPotsCents - potsFromGrantCents + toGeneralCents - generalFromGrantCents);
  return {
    keptBackCents,
    claimedCents: remaining(returnedCents, keptBackCents),
    potsFromGrantCents,
    generalFromGrantCents,
    reserveFromGrantCents: remaining(keptBackCents, cents(potsFromGrantCents + generalFromGrantCents)),
    uncoveredCents: remaining(early, freeReserveCents),
  };
}
