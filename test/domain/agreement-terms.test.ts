import { expect, test } from "vitest";
import {
  type AgreementTerms,
  type CommitmentLine,
  compareTerms,
  lineValue,
  promisedMoney,
  termsFaults,
} from "../../src/domain/agreement-terms.ts";
import { fc } from "../support/property.ts";

const MONEY: CommitmentLine = {
  kind: "money",
  key: "m",
  label: "Abondement",
  nature: "corporate_giving",
  amountCents: 500_000n,
  schedule: [{ dueOn: "2027-03-01", amountCents: 500_000n }],
  potName: "Enveloppe",
  rules: [{ key: "r", reading: "Pour 1 €, 1 €." }],
};
const GOODS: CommitmentLine = {
  kind: "goods",
  key: "g",
  label: "Tablettes",
  nature: "corporate_giving",
  quantity: 20,
  unit: "tablettes",
  unitValueCents: 9_000n,
};
const DAYS: CommitmentLine = {
  kind: "skill_days",
  key: "d",
  label: "Compétences",
  nature: "sponsorship",
  days: 12.5,
  dayValueCents: 30_001n,
  purpose: "Former",
};

const terms = (more: Partial<AgreementTerms> = {}): AgreementTerms => ({
  title: "Accord",
  startsOn: "2027-01-01",
  endsOn: "2027-12-31",
  promisedCounts: false,
  lines: [MONEY, GOODS, DAYS],
  ...more,
});

test("only money lines are promised money; goods and days have a value, half a day half of it, floored (A3)", () => {
  expect(promisedMoney(terms())).toBe(500_000n);
  expect([MONEY, GOODS, DAYS].map(lineValue)).toEqual([500_000n, 180_000n, 375_012n]);
});

test.each([
  ["terms that hold", {}, []],
  ["an end before the start", { endsOn: "2026-12-31", lines: [GOODS] }, ["ends-before-start"]],
  ["a schedule that is not the amount", { lines: [{ ...MONEY, amountCents: 1n }] }, ["schedule-off"]],
  ["a payment after the end", { endsOn: "2027-02-01", lines: [MONEY] }, ["due-after-end"]],
  ["a key given twice", { lines: [GOODS, { ...DAYS, key: "g" }] }, ["key-repeats", "key-repeats"]],
  ["one rule in two lines", { lines: [MONEY, { ...MONEY, key: "n" }] }, ["rule-key-repeats", "rule-key-repeats"]],
] as const)("%s: %#", (_, more, faults) => {
  expect(termsFaults(terms(more)).map((one) => one.fault)).toEqual(faults);
});

test.each([
  ["title", { title: "Autre" }, ["title"]],
  ["days", { startsOn: "2027-02-01", endsOn: "2028-01-01" }, ["startsOn", "endsOn"]],
  ["promised money that counts", { promisedCounts: true }, ["promisedCounts"]],
  ["a line more", { lines: [MONEY, GOODS, DAYS, { ...GOODS, key: "h" }] }, ["line-added"]],
  ["a line less", { lines: [MONEY, DAYS] }, ["line-removed"]],
  [
    "a line of another kind under the same key",
    { lines: [MONEY, { ...DAYS, key: "g" }, DAYS] },
    ["line-added", "line-removed"],
  ],
  [
    "money",
    { lines: [{ ...MONEY, label: "A", nature: "grant", amountCents: 1n, potName: "B", schedule: [] }, GOODS, DAYS] },
    ["label", "nature", "amountCents", "potName", "schedule"],
  ],
  [
    "goods",
    { lines: [MONEY, { ...GOODS, quantity: 1, unit: "x", unitValueCents: 0n }, DAYS] },
    ["quantity", "unit", "unitValueCents"],
  ],
  [
    "skills",
    { lines: [MONEY, GOODS, { ...DAYS, days: 1, dayValueCents: 0n, purpose: "x" }] },
    ["days", "dayValueCents", "purpose"],
  ],
  [
    "another sentence of a rule",
    { lines: [{ ...MONEY, rules: [{ key: "r", reading: "x" }] }, GOODS, DAYS] },
    ["rule-changed"],
  ],
  [
    "another rule",
    { lines: [{ ...MONEY, rules: [{ key: "s", reading: "x" }] }, GOODS, DAYS] },
    ["rule-added", "rule-removed"],
  ],
] as const)("a difference in %s is found: %#", (_, more, kinds) => {
  const changes = compareTerms(terms(), terms(more as Partial<AgreementTerms>));

  expect(changes.map((one) => one.kind)).toEqual(kinds);
});

const anyLine: fc.Arbitrary<CommitmentLine> = fc.oneof(
  fc.record({
    kind: fc.constant("money" as const),
    key: fc.constantFrom("a", "b", "c"),
    label: fc.constantFrom("x", "y"),
    nature: fc.constantFrom("grant" as const, "service" as const),
    amountCents: fc.bigInt(0n, 3n),
    schedule: fc.constant([]),
    potName: fc.constantFrom("p", "q"),
    rules: fc.uniqueArray(fc.record({ key: fc.constantFrom("r", "s"), reading: fc.constantFrom("1", "2") }), {
      selector: (rule) => rule.key,
    }),
  }),
  fc.record({
    kind: fc.constant("goods" as const),
    key: fc.constantFrom("a", "b", "c"),
    label: fc.constantFrom("x", "y"),
    nature: fc.constant("corporate_giving" as const),
    quantity: fc.integer({ min: 1, max: 3 }),
    unit: fc.constantFrom("u", "v"),
    unitValueCents: fc.bigInt(0n, 2n),
  }),
);
const anyTerms = fc
  .uniqueArray(anyLine, { selector: (line) => line.key, maxLength: 3 })
  .map((lines) => terms({ lines }));

test("terms compared with themselves never differ; different lines always do, both ways", () => {
  fc.assert(
    fc.property(anyTerms, anyTerms, (before, after) => {
      const inOrder = (one: AgreementTerms) =>
        one.lines
          .toSorted((a, b) => (a.key < b.key ? -1 : 1))
          .map((line) =>
            line.kind === "money" ? { ...line, rules: line.rules.toSorted((a, b) => (a.key < b.key ? -1 : 1)) } : line,
          );
      const isSame = JSON.stringify(inOrder(before), text) === JSON.stringify(inOrder(after), text);

      expect(compareTerms(before, before)).toEqual([]);
      expect(compareTerms(before, after).length === 0).toBe(isSame);
      expect(compareTerms(after, before).length === 0).toBe(isSame);
    }),
  );
});

const text = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
