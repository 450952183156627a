/**
 * Shares of a whole in proportion to weights, in the order given: floors first, then what is left one by one to the
 * largest remainders, the earlier of equal ones first (A3). They sum to the whole.
 * @throws RangeError on a negative number, or where all weights are zero
 */
export function splitInProportion(whole: bigint, weights: readonly bigint[]): readonly bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole < 0n || weights.some((weight) => weight < 0n) || total === 0n) throw new RangeError("nothing to split by");
  const shares = weights.map((weight) => (whole * weight) / total);
  const left = Number(whole - shares.reduce((sum, share) => sum + share, 0n));
  const inTurn = weights
    .map((weight, index) => ({ index, rest: (whole * weight) % total }))
    .toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const favoured = new Set(inTurn.slice(0, left).map(({ index }) => index));
  return shares.map((share, index) => (favoured.has(index) ? share + 1n : share));
}
