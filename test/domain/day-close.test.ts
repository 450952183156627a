import { expect, test } from "vitest";
import { compare, type DayState, decideDayClose } from "../../src/domain/day-close.ts";
import { fc } from "../support/property.ts";

const nothing = compare([]);
const part = (changes: Partial<Parameters<typeof compare>[0][number]>) => ({ ...nothing, ...changes });
const aDay = (changes: Partial<DayState> = {}): DayState => ({
  isClosed: false,
  isOver: true,
  earlierDays: [],
  bankMoved: true,
  hasStatement: true,
  differences: [],
  comparisons: { stripe: nothing, payouts: nothing, bank: nothing },
  closingUnexplainedCents: 0n,
  ...changes,
});
const kinds = (changes: Partial<DayState>) => decideDayClose(aDay(changes), "me").map(({ kind }) => kind);

test.each<[string, Partial<DayState>, readonly string[]]>([
  ["nothing is missing", {}, []],
  ["no statement, and the bank did not move", { bankMoved: false, hasStatement: false }, []],
  ["no statement, and the bank moved", { hasStatement: false }, ["no-statement"]],
  ["the day is not over", { isOver: false }, ["not-over"]],
  ["an earlier day is open", { earlierDays: ["2026-03-09"] }, ["earlier-days"]],
  ["a difference is open", { differences: [{ state: "open", explainedBy: null }] }, ["open-differences"]],
  ["another explained it", { differences: [{ state: "explained", explainedBy: "other" }] }, []],
  ["the closer explained it", { differences: [{ state: "explained", explainedBy: "me" }] }, ["explained-by-closer"]],
  ["the closer explained it, another closed it", { differences: [{ state: "closed", explainedBy: "me" }] }, []],
  ["the balances differ", { closingUnexplainedCents: 1n }, ["gap"]],
  ["no statement covers the balances", { closingUnexplainedCents: undefined }, []],
  ["it is closed", { isClosed: true, isOver: false }, ["closed-already"]],
])("R4: %s", (_, changes, expected) => {
  expect(kinds(changes)).toEqual(expected);
});

test("R4: two unexplained movements that cancel each other out still stand in the way", () => {
  const bank = compare([part({ firstCents: 500n, loose: 1 }), part({ firstCents: -500n, loose: 1 })]);

  expect(bank.gapCents).toBe(0n);
  expect(kinds({ comparisons: { stripe: nothing, payouts: nothing, bank } })).toEqual(["gap"]);
});

test("R1: a gap is always the sum of what ties elsewhere, what is explained and what is left", () => {
  const cents = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  const parts = fc.array(
    fc.record({ firstCents: cents, secondCents: cents, otherDayCents: cents, explainedCents: cents, loose: fc.nat(9) }),
  );

  fc.assert(
    fc.property(parts, (all) => {
      const { firstCents, secondCents, gapCents, otherDayCents, explainedCents, unexplainedCents } = compare(all);
      expect(gapCents).toBe(firstCents - secondCents);
      expect(gapCents).toBe(otherDayCents + explainedCents + unexplainedCents);
    }),
  );
});
