import { expect, test } from "vitest";
import { daysBetween, plusDays, plusMonths } from "../../src/domain/calendar.ts";

test.each([
  ["2027-03-28", 6, "2027-09-28"],
  ["2027-08-31", 6, "2028-02-29"],
  ["2026-08-31", 6, "2027-02-28"],
  ["2026-12-31", 2, "2027-02-28"],
  ["2028-02-29", -36, "2025-02-28"],
  ["2027-01-15", -1, "2026-12-15"],
  ["2027-01-15", 0, "2027-01-15"],
])("%s and %i months make %s", (day, months, expected) => {
  expect(plusMonths(day, months)).toBe(expected);
});

test("days are counted over months, years and summer time", () => {
  expect(plusDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(plusDays("2027-01-01", -1)).toBe("2026-12-31");
  expect(plusDays("2027-03-27", 2)).toBe("2027-03-29");
  expect(daysBetween("2027-03-27", "2027-03-29")).toBe(2);
});
