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
import { instalmentAmounts } from "../../src/domain/schedule-amendment.ts";

const facts = (more: Partial<InstalmentFacts> = {}): InstalmentFacts => ({
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
  const alike = (whole: bigint, schedule: readonly InstalmentFacts[]) =>
    splitByWeights(
      cents(whole),
      schedule.map(() => 1n),
    );
  const left = (schedule: readonly InstalmentFacts[], whole: bigint, available: bigint) =>
    instalmentMoney(schedule, alike(whole, schedule), cents(available)).map((one) => one.leftCents);

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
          const schedule = lines.map(({ taken, isCancelled }) => facts({ isCancelled, takenCents: cents(taken) }));
          const amounts = splitByWeights(
            cents(20_000n),
            lines.map(({ share }) => share),
          );
          const money = instalmentMoney(schedule, amounts, cents(available));
          expect(money.reduce((sum, part) => sum + part.leftCents, 0n)).toBeLessThanOrEqual(available);
          for (const part of money) expect(part.leftCents).toBeLessThanOrEqual(part.amountCents);
        },
      ),
    );
  });
});

describe("D2, A3 amounts after amendments", () => {
  const amountsOf = (
    total: bigint,
    shares: readonly bigint[],
    ...amendments: Parameters<typeof instalmentAmounts>[2]
  ) =>
    instalmentAmounts(
      cents(total),
      shares.map((share, id) => ({ id: `${id}`, share })),
      amendments,
    );
  const line = (id: number, fromShare: bigint, share: bigint) => ({ id: `${id}`, fromShare, share });

  test.each([
    ["none: by largest remainder", amountsOf(11n, [4n, 3n, 3n]), [5n, 3n, 3n]],
    [
      "those it names share what they had",
      amountsOf(11n, [4n, 5n, 1n], [line(1, 3n, 5n), line(2, 3n, 1n)]),
      [5n, 5n, 1n],
    ],
    [
      "the next shares what the first left its instalments",
      amountsOf(101n, [3n, 1n, 6n], [line(0, 5n, 3n), line(1, 2n, 4n)], [line(1, 4n, 1n), line(2, 3n, 6n)]),
      [30n, 10n, 61n],
    ],
    ["other days alone change nothing", amountsOf(11n, [4n, 3n, 3n], [line(0, 4n, 4n)]), [5n, 3n, 3n]],
  ])("%s", (_, amounts, expected) => {
    expect(amounts).toEqual(expected);
  });

  test("make the whole again, and only what is named moves", () => {
    const shares = fc.array(fc.bigInt({ min: 2n, max: 5_000n }), { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1_000_000n }), shares, (total, [first = 2n, second = 2n, ...rest]) => {
        const amended = [1n, first + second - 1n, ...rest];
        const before = amountsOf(total, [first, second, ...rest]);
        const after = amountsOf(total, amended, [line(0, first, 1n), line(1, second, first + second - 1n)]);
        expect(after.slice(2)).toEqual(before.slice(2));
        expect(after.reduce((sum, one) => sum + one, 0n)).toBe(total);
      }),
    );
  });
});
