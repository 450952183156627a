/** Euro cents. Never a float, never negative: direction belongs to the posting. */
export type Cents = bigint & { readonly unit: "EUR cents" };

/** The largest amount of one thing (A2). */
export const MAX_AMOUNT_CENTS = 10_000_000_000n;

/** Marks a non-negative whole number of cents. Throws RangeError below zero. */
export function cents(value: bigint): Cents {
  if (value < 0n) throw new RangeError(`negative amount: ${value} cents`);
  return value as Cents;
}

/** floor(amount · numerator / denominator) (A3). All non-negative; denominator above zero. */
export function floorShare(amount: Cents, numerator: bigint, denominator: bigint): Cents {
  if (numerator < 0n || denominator <= 0n) throw new RangeError(`bad ratio ${numerator}/${denominator}`);
  return cents((amount * numerator) / denominator);
}

export function minCents(first: Cents, ...others: readonly Cents[]): Cents {
  let least = first;
  for (const other of others) if (other < least) least = other;
  return least;
}

/** a − b, or zero where b is the larger. */
export const remaining = (a: Cents, b: Cents): Cents => cents(a > b ? a - b : 0n);
