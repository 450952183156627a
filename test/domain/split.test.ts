import fc from "fast-check";
import { expect, test } from "vitest";
import { splitInProportion } from "../../src/domain/split.ts";

test.each([
  [100n, [280_000n, 90_000n, 180_000n, 50_000n], [47n, 15n, 30n, 8n]],
  [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
  [0n, [5n, 0n], [0n, 0n]],
])("A3: %d splits in proportion, exactly", (whole, weights, shares) => {
  expect(splitInProportion(whole, weights)).toEqual(shares);
});

test("A3: shares sum to the whole, and none is a unit away from its exact part", () => {
  const weights = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), weights, (whole, given) => {
      const total = given.reduce((a, b) => a + b, 0n);
      fc.pre(total > 0n);
      const shares = splitInProportion(whole, given);
      expect(shares.reduce((a, b) => a + b, 0n)).toBe(whole);
      for (const [index, share] of shares.entries()) {
        const off = share * total - whole * (given[index] ?? 0n);
        expect(off < total && off > -total).toBe(true);
      }
    }),
  );
});

test("nothing can be split by no weight", () => {
  expect(() => splitInProportion(5n, [0n])).toThrow(RangeError);
});
