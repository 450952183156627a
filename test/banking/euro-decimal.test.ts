import { expect, test } from "vitest";
import { centsToDecimal, decimalToCents } from "../../src/banking/euro-decimal.ts";
import { fc } from "../support/property.ts";

test("A1: cents survive the way through text, far beyond what a float holds", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n }), (cents) => {
      expect(decimalToCents(centsToDecimal(cents))).toBe(cents);
    }),
  );
});

test.each([
  ["0", 0n],
  ["0.1", 10n],
  ["10.50", 1050n],
  ["9007199254740993.07", 900719925474099307n],
])("%s is read exactly", (text, cents) => {
  expect(decimalToCents(text)).toBe(cents);
});

test.each([
  "",
  "-1.00",
  "+1.00",
  "1.005",
  "1e3",
  "1E3",
  "10,50",
  "1 000.00",
  ".5",
  "1.",
  "0x10",
  "NaN",
  "Infinity",
  "١",
])("A2: %j is not an amount", (text) => {
  expect(decimalToCents(text)).toBeNull();
});

test("negative cents keep their sign once", () => {
  expect([-5n, -123n, 0n, 7n].map(centsToDecimal)).toEqual(["-0.05", "-1.23", "0.00", "0.07"]);
});
