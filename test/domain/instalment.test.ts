import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_TEMPLATE,
  type InstalmentFacts,
  instalmentMoney,
  instalmentStates,
  splitByWeights,
  WHOLE_BPS,
} from "../../src/domain/instalment.ts";
import { cents } from "../../src/domain/money.ts";

const facts = (more: Partial<InstalmentFacts> = {}): InstalmentFacts => ({
  share: 5_000n,
  asksEvidence: true,
  evidence: undefined,
  isCancelled: false,
  takenCents: cents(0n),
  ...more,
});

describe("A3 a split", () => {
  test.each([
    [1_000n, [5_000n, 3_000n, 2_000n], [500n, 300n, 200n]],
    [101n, [5_000n, 3_000n, 2_000n], [51n, 30n, 20n]],
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [1n, [1n, 1n], [1n, 0n]],
    [0n, [7n, 3n], [0n, 0n]],
    [12_345n, [12_000n, 345n], [12_000n, 345n]],
  ])("of %d by %o is %o", (total, weights, parts) => {
    expect(splitByWeights(cents(total), weights)).toEqual(parts);
  });

  test("always makes the whole again, each part within a cent of its share", () => {
    const weights = fc.array(fc.bigInt({ min: 1n, max: 10_000_000_000n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10_000_000_000n }), weights, (total, shares) => {
        const parts = splitByWeights(cents(total), shares);
        const sum = shares.reduce((all, one) => all + one, 0n);
        expect(parts.reduce((all, one) => all + one, 0n)).toBe(total);
        parts.forEach((part, index) => {
          const floor = (total * (shares[index] ?? 0n)) / sum;
          expect(part === floor || part === floor + 1n).toBe(true);
        });
      }),
    );
  });

  test("by nothing is refused", () => {
    expect(() => splitByWeights(cents(5n), [0n])).toThrow(RangeError);
  });
});

test("D2 the template every fund begins with is whole", () => {
  expect(DEFAULT_TEMPLATE.reduce((sum, line) => sum + line.share, 0n)).toBe(WHOLE_BPS);
});

describe("D2 evidence of one opens the next", () => {
  const free = facts({ asksEvidence: false });
  test.each([
    ["the first waits for its evidence", [facts(), facts()], ["open", "locked"]],
    ["one that asks for nothing opens its successor", [free, facts(), facts()], ["accepted", "open", "locked"]],
    ["a draft opens nothing", [facts({ evidence: "draft" }), free], ["open", "locked"]],
    ["what is sent opens nothing yet", [facts({ evidence: "sent" }), free], ["evidence_sent", "locked"]],
    ["what is accepted opens the next", [facts({ evidence: "accepted" }), facts()], ["accepted", "open"]],
    ["a cancelled one holds nobody up", [facts({ isCancelled: true }), facts()], ["cancelled", "open"]],
    [
      "acceptance taken back locks what follows again, whatever it had",
      [facts(), facts({ evidence: "accepted" })],
      ["open", "locked"],
    ],
  ])("%s", (_, schedule, states) => {
    expect(instalmentStates(schedule)).toEqual(states);
  });
});

describe("F2, D7 what is left", () => {
  const left = (schedule: readonly InstalmentFacts[], whole: bigint, available: bigint) =>
    instalmentMoney(schedule, cents(whole), cents(available)).map((one) => one.leftCents);

  test.each([
    ["the whole, untouched", [facts(), facts()], 1_000n, 1_000n, [500n, 500n]],
    ["less what is taken", [facts({ takenCents: cents(200n) }), facts()], 1_000n, 800n, [300n, 500n]],
    ["money taken back is missing from the last on", [facts(), facts()], 1_000n, 700n, [500n, 200n]],
    ["and then from the one before", [facts(), facts()], 1_000n, 300n, [300n, 0n]],
    ["from a cancelled one first", [facts({ isCancelled: true }), facts()], 1_000n, 600n, [0n, 500n]],
    [
      "paid over its share leaves nothing, and nobody else less",
      [facts({ takenCents: cents(501n) }), facts()],
      1_000n,
      499n,
      [0n, 499n],
    ],
  ])("%s", (_, schedule, whole, available, expected) => {
    expect(left(schedule, whole, available)).toEqual(expected);
  });

  test("all of it never exceeds what may be asked of the grant, and none its own share", () => {
    const one = fc.record({
      share: fc.bigInt({ min: 1n, max: 10_000n }),
      isCancelled: fc.boolean(),
      taken: fc.bigInt({ min: 0n, max: 5_000n }),
    });
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 1, maxLength: 6 }),
        fc.bigInt({ min: 0n, max: 20_000n }),
        (lines, available) => {
          const schedule = lines.map(({ taken, ...line }) => facts({ ...line, takenCents: cents(taken) }));
          const money = instalmentMoney(schedule, cents(20_000n), cents(available));
          expect(money.reduce((sum, part) => sum + part.leftCents, 0n)).toBeLessThanOrEqual(available);
          for (const part of money) expect(part.leftCents).toBeLessThanOrEqual(part.amountCents);
        },
      ),
    );
  });
});
