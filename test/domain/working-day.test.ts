import { expect, test } from "vitest";
import { easterOf, isWorkingDay } from "../../src/domain/working-day.ts";

test.each([
  [2024, "2024-03-31"],
  [2025, "2025-04-20"],
  [2026, "2026-04-05"],
  [2027, "2027-03-28"],
  [2038, "2038-04-25"],
])("Easter of %i", (year, day) => {
  expect(easterOf(year)).toBe(day);
});

test.each(["2027-03-28", "2027-03-29", "2027-05-06", "2027-05-17", "2027-07-14", "2027-11-11", "2027-03-13"])(
  "%s is a Sunday, a Saturday or a public holiday",
  (day) => {
    expect(isWorkingDay(day)).toBe(false);
  },
);

test.each(["2027-03-26", "2027-03-30", "2027-05-07", "2027-11-12"])("%s is a working day", (day) => {
  expect(isWorkingDay(day)).toBe(true);
});
