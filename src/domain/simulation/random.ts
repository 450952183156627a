/** A stream of whole numbers that follows from its seed alone: the same on every machine and in every version. */
export type Random = {
  /** From 0 to `bound` − 1, each as likely. `bound` is at most 2^32. */
  below(bound: number): number;
};

const WORD = 2 ** 32;

/** Mulberry32 on 32-bit integers: no floating-point function whose last digit could differ between machines. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
  return {
    below(bound) {
      const most = WORD - (WORD % bound);
      let word = next();
      while (word >= most) word = next();
      return word % bound;
    },
  };
}
