import { expect, test } from "vitest";
import { parseEuros } from "../../src/domain/parse-euros.ts";
import { eurosForInput, formatEuros } from "../../src/ui/format.ts";
import { fc } from "../support/property.ts";

test.each([
  ["25", 2_500n],
  ["25 €", 2_500n],
  ["€25", 2_500n],
  ["25 euros", 2_500n],
  ["1 euro", 100n],
  ["12,5", 1_250n],
  ["12,50", 1_250n],
  ["12.50", 1_250n],
  ["1000,50", 100_050n],
  ["1 000,50 €", 100_050n],
  ["1\u202f000,50\u00a0€", 100_050n],
  ["1.000,50", 100_050n],
  ["1,000.50", 100_050n],
  ["1,000,000", 100_000_000n],
  ["0", 0n],
  ["0,01", 1n],
  ["007", 700n],
  ["  25  ", 2_500n],
  ["100000000", 10_000_000_000n],
])("%j is read as %d cents", (text, cents) => {
  expect(parseEuros(text)).toEqual({ kind: "amount", cents });
});

test.each([
  "",
  " ",
  "€",
  "dix",
  "-5",
  "+5",
  "1e3",
  "12,345",
  "1.000",
  "1,000",
  "1,2,3",
  "1.00.000",
  "1 000.500",
  "0.500",
  "12,",
  ",5",
  "1.000.50",
  "NaN",
  "0x10",
  "٣",
])("%j is unreadable", (text) => {
  expect(parseEuros(text)).toEqual({ kind: "unreadable" });
});

test.each(["100000000,01", "1000000000", "9".repeat(40)])("%j is more than may be given (A2)", (text) => {
  expect(parseEuros(text)).toEqual({ kind: "out-of-range" });
});

test("what is shown in French, and what a form holds, is read back to the cent", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10_000_000_000n), (cents) => {
      for (const text of [formatEuros(cents, "fr"), eurosForInput(cents)]) {
        expect(parseEuros(text)).toEqual({ kind: "amount", cents });
      }
    }),
  );
});
