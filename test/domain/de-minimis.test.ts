import { expect, test } from "vitest";
import { isInWindow, judgeDeMinimis } from "../../src/domain/de-minimis.ts";
import { cents } from "../../src/domain/money.ts";

const CEILING = cents(30_000_000n);

test.each([
  ["the same day", "2027-06-15", "2027-06-15", true],
  ["the day after", "2027-06-16", "2027-06-15", false],
  ["the day after three years ago", "2024-06-16", "2027-06-15", true],
  ["three years ago to the day", "2024-06-15", "2027-06-15", false],
  ["from 29 February: 1 March three years ago", "2025-03-01", "2028-02-29", true],
  ["from 29 February: 28 February three years ago", "2025-02-28", "2028-02-29", false],
  ["from 28 February: 29 February three years ago", "2024-02-29", "2027-02-28", true],
  ["from 28 February: 28 February three years ago", "2024-02-28", "2027-02-28", false],
  ["from 1 March: 1 March three years ago", "2024-03-01", "2027-03-01", false],
  ["from 1 March: 2 March three years ago", "2024-03-02", "2027-03-01", true],
  ["over new year", "2025-01-01", "2027-12-31", true],
])("de minimis: the three years that end with a grant, %s", (_, grantedOn, on, expected) => {
  expect(isInWindow(grantedOn, on)).toBe(expected);
});

test.each([
  ["nothing else", [], 25_000_000n, "within", 25_000_000n],
  ["equal to the ceiling", [["2026-01-01", 5_000_000n]], 25_000_000n, "within", 30_000_000n],
  ["a cent above", [["2026-01-01", 5_000_001n]], 25_000_000n, "over", 30_000_001n],
  ["older aid does not count", [["2024-06-15", 29_000_000n]], 25_000_000n, "within", 25_000_000n],
  [
    "several aids add up",
    [
      ["2024-06-16", 1n],
      ["2027-06-15", 5_000_000n],
    ],
    25_000_000n,
    "over",
    30_000_001n,
  ],
] as const)("de minimis: %s", (_, aids, amount, kind, totalCents) => {
  const verdict = judgeDeMinimis(
    aids.map(([grantedOn, amountCents]) => ({ grantedOn, amountCents })),
    { amountCents: cents(amount), on: "2027-06-15" },
    CEILING,
  );

  expect(verdict).toMatchObject({ kind, totalCents, receivedCents: totalCents - amount });
});
