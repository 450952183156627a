import fc from "fast-check";
import { expect, test } from "vitest";
import { cents, minCents } from "../../src/domain/money.ts";
import { returnMoney, shareReturn, spentOfGrant, splitByWeight, unspentCents } from "../../src/domain/unspent.ts";

test.each([
  ["all spent", 10_000n, 10_000n, 0n, 0n],
  ["more than all", 10_000n, 12_000n, 0n, 0n],
  ["other money paid a part", 10_000n, 12_000n, 5_000n, 3_000n],
  ["other money paid all", 10_000n, 4_000n, 5_000n, 10_000n],
  ["nothing spent", 10_000n, 0n, 0n, 10_000n],
  ["a cent left", 10_000n, 9_999n, 0n, 1n],
])("what of a grant is not spent: %s", (_, net, spent, other, expected) => {
  expect(unspentCents(cents(net), spentOfGrant(cents(spent), cents(other)))).toBe(expected);
});

const sources = (net: bigint, ...pots: readonly bigint[]) => ({
  netCents: cents(net),
  ownGrantCents: cents(0n),
  pots: pots.map((amount, index) => ({ potId: `pot-${index}`, amountCents: cents(amount) })),
});

test.each([
  ["gifts alone", 3_000n, sources(10_000n), 3_000n, []],
  ["halves", 3_000n, sources(10_000n, 5_000n), 1_500n, [1_500n]],
  ["a pot beside it, unevenly", 3_000n, sources(10_000n, 2_500n), 2_250n, [750n]],
  ["thirds, the cent to the first", 100n, sources(9_000n, 3_000n, 3_000n), 34n, [33n, 33n]],
  ["one cent", 1n, sources(10_000n, 6_000n), 0n, [1n]],
  ["all of it", 10_001n, sources(10_001n, 3_333n), 6_668n, [3_333n]],
  ["nothing", 0n, sources(10_000n, 5_000n), 0n, []],
] as const)("A3: unspent money goes back in proportion: %s", (_, whole, from, toReserve, toPots) => {
  const shares = shareReturn(cents(whole), from);

  expect(shares.toReserveCents).toBe(toReserve);
  expect(shares.pots.map((pot) => pot.cents)).toEqual(toPots);
  expect(shares.toReserveCents + shares.toPotsCents).toBe(whole);
});

test("A3: parts sum to the whole and none exceeds its weight", () => {
  const weights = fc.array(fc.bigInt(0n, 10_000_000n), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(weights, fc.bigInt(0n, 300_000_000n), (raw, wanted) => {
      const parts = raw.map(cents);
      const whole = minCents(cents(wanted), cents(raw.reduce((sum, one) => sum + one, 0n)));
      const split = splitByWeight(whole, parts);
      expect(split.reduce((sum, one) => sum + one, 0n)).toBe(whole);
      split.forEach((part, index) => {
        expect(part <= (parts[index] ?? 0n)).toBe(true);
      });
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
});

test.each([
  ["nothing was paid", 1_000n, 2_000n, 9_000n, 0n, { keptBackCents: 3_000n, claimedCents: 0n, uncoveredCents: 0n }],
  ["all was paid", 1_000n, 2_000n, 0n, 2_000n, { keptBackCents: 0n, claimedCents: 3_000n, uncoveredCents: 0n }],
  ["the reserve lacks a cent", 1_000n, 2_000n, 0n, 1_999n, { uncoveredCents: 1n }],
  [
    "partners first from the rest",
    1_000n,
    2_000n,
    2_500n,
    0n,
    { potsFromGrantCents: 2_000n, reserveFromGrantCents: 500n, claimedCents: 500n, uncoveredCents: 0n },
  ],
] as const)("F2: where it comes from: %s", (_, toReserve, toPots, undisbursed, reserve, expected) => {
  const shares = { toReserveCents: cents(toReserve), toGeneralCents: cents(0n), toPotsCents: cents(toPots) };

  expect(returnMoney(shares, cents(undisbursed), cents(reserve))).toMatchObject(expected);
});

test("D1: the fund's own grant comes back to its general pot, and the reserve stands for it while it is owed", () => {
  const shares = shareReturn(cents(1_000n), { ...sources(10_000n, 5_000n), ownGrantCents: cents(2_000n) });

  expect(shares).toMatchObject({ toReserveCents: 300n, toGeneralCents: 200n, toPotsCents: 500n });
  expect(returnMoney(shares, cents(600n), cents(0n))).toMatchObject({
    potsFromGrantCents: 500n,
    generalFromGrantCents: 100n,
    reserveFromGrantCents: 0n,
    uncoveredCents: 100n,
  });
});
