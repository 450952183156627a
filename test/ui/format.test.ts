import { expect, test } from "vitest";
import { formatDate, formatDay, formatEuros, formatInstant, formatPhone, percentOf } from "../../src/ui/format.ts";

const bare = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test.each([
  [0n, "0 €", "€0"],
  [100_050n, "1 000,50 €", "€1,000.50"],
  [100_000n, "1 000 €", "€1,000"],
  [5n, "0,05 €", "€0.05"],
  [-1_250n, "−12,50 €", "−€12.50"],
  [900_719_925_474_099_301n, "9 007 199 254 740 993,01 €", "€9,007,199,254,740,993.01"],
])("%d cents read well and exactly", (cents, fr, en) => {
  expect([bare(formatEuros(cents, "fr")), formatEuros(cents, "en")]).toEqual([fr, en]);
});

test("instants are told in Paris, dates as they are", () => {
  const newYearInParis = new Date("2026-12-31T23:30:00Z");

  expect(formatDay(newYearInParis, "fr")).toBe("1er janvier 2027");
  expect(formatInstant(newYearInParis, "fr")).toBe("1er janvier 2027 à 00:30");
  expect(formatDate("2027-03-03", "en")).toBe("3 March 2027");
});

test("a French number is told as it is dialled, another as it is kept", () => {
  expect(["+33465710001", "+262262123456", "3646"].map((number) => bare(formatPhone(number)))).toEqual([
    "04 65 71 00 01",
    "+262262123456",
    "3646",
  ]);
});

test("100 % is shown only when it is reached", () => {
  expect([percentOf(9_999n, 10_000n), percentOf(10_000n, 10_000n), percentOf(1n, 0n)]).toEqual([99, 100, 0]);
});
