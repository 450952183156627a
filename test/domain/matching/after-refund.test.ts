import { expect, test } from "vitest";
import { matchAfterRefund } from "../../../src/domain/matching/after-refund.ts";
import { evaluateRule } from "../../../src/domain/matching/evaluate.ts";
import type { Formula } from "../../../src/domain/matching/rule.ts";
import { cents } from "../../../src/domain/money.ts";
import { fc } from "../../support/property.ts";
import { aGift, aRule, noUsage, ratio } from "../../support/rules.ts";

const lump: Formula = {
  kind: "threshold",
  uniqueDonors: 2,
  goalPercent: undefined,
  reward: { kind: "lump", lumpCents: cents(40_000n) },
};
const better: Formula = { ...lump, reward: ratio(2n, 1n) };
const round: Formula = { kind: "quadratic", budgetCents: cents(100_000n) };

test.each<[string, Formula, bigint | undefined, bigint, bigint, bigint]>([
  ["nothing back", ratio(1n, 2n), undefined, 2_500n, 5_000n, 2_500n],
  ["half back, floored (A3)", ratio(1n, 2n), undefined, 2_500n, 2_501n, 1_250n],
  ["less back than a cap had cut off", ratio(1n, 1n), undefined, 1_000n, 2_000n, 1_000n],
  ["more back than that", ratio(1n, 1n), undefined, 1_000n, 400n, 400n],
  ["all back", ratio(1n, 1n), undefined, 5_000n, 0n, 0n],
  ["below the rule's minimum", ratio(1n, 1n), 3_000n, 5_000n, 2_999n, 0n],
  ["at the rule's minimum", ratio(1n, 1n), 3_000n, 5_000n, 3_000n, 3_000n],
  ["a better ratio", better, undefined, 10_000n, 1_000n, 2_000n],
  ["a lump while something of the gift is left", lump, undefined, 40_000n, 1n, 40_000n],
  ["a lump when nothing is", lump, undefined, 40_000n, 0n, 0n],
  ["a round's share, in proportion", round, undefined, 3_000n, 2_500n, 1_500n],
])("M10: what stands after a refund: %s", (_, formula, least, grantedCents, left, expected) => {
  const rule = { formula, minimumGiftCents: least === undefined ? undefined : cents(least) };

  const stands = matchAfterRefund(rule, { grantedCents: cents(grantedCents), baseCents: cents(5_000n) }, cents(left));

  expect(stands).toBe(expected);
});

const some = fc.bigInt(1n, 1_000_000n);

test("M10: over any ratio and caps it is what the rule would have given the smaller gift, and never grows", () => {
  fc.assert(
    fc.property(some, some, fc.bigInt(1n, 1_000n), fc.bigInt(1n, 1_000n), some, some, (a, b, n, d, perGift, pot) => {
      const [baseCents, left] = a > b ? [cents(a), cents(b)] : [cents(b), cents(a)];
      const rule = aRule({ formula: ratio(n, d), capPerGiftCents: cents(perGift) });
      const room = { ...noUsage(), potRemainingCents: cents(pot), ceilingRemainingCents: undefined };
      const { amountCents: grantedCents } = evaluateRule(rule, aGift({ baseCents }), room);

      const stands = matchAfterRefund(rule, { grantedCents, baseCents }, left);

      expect(stands).toBe(evaluateRule(rule, aGift({ baseCents: left }), room).amountCents);
      expect(stands).toBeLessThanOrEqual(grantedCents);
    }),
  );
});

test("M10: the way to what is left does not matter: partial refunds end where one of their sum does", () => {
  const formula = fc.constantFrom<Formula>(ratio(1n, 3n), ratio(7n, 2n), lump, better, round);
  fc.assert(
    fc.property(formula, some, fc.array(some, { minLength: 1, maxLength: 5 }), (one, grantedCents, steps) => {
      const baseCents = cents(steps.reduce((sum, step) => sum + step, 1_000n));
      const granted = { grantedCents: cents(grantedCents), baseCents };
      const rule = { formula: one, minimumGiftCents: undefined };
      let left: bigint = baseCents;
      let stands: bigint = grantedCents;
      for (const step of steps) {
        left -= step;
        const next = matchAfterRefund(rule, granted, cents(left));
        expect(next).toBeLessThanOrEqual(stands);
        stands = next;
      }

      expect(stands).toBe(matchAfterRefund(rule, granted, cents(1_000n)));
      expect(matchAfterRefund(rule, granted, cents(0n))).toBe(0n);
    }),
  );
});
