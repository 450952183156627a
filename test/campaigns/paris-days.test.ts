import { describe, expect, test } from "vitest";
import { dayOf, dayStart, endOfDay, lastDayBefore, startOfDay } from "../../src/campaigns/paris-days.ts";

describe("M7, P3: days begin and end at midnight in Paris", () => {
  test.each([
    ["in winter", "2027-01-15", "2027-01-14T23:00:00.000Z", "2027-01-15T23:00:00.000Z"],
    ["in summer", "2027-07-15", "2027-07-14T22:00:00.000Z", "2027-07-15T22:00:00.000Z"],
    [
      "the day the clocks go forward, of 23 hours",
      "2027-03-28",
      "2027-03-27T23:00:00.000Z",
      "2027-03-28T22:00:00.000Z",
    ],
    ["the day the clocks go back, of 25 hours", "2027-10-31", "2027-10-30T22:00:00.000Z", "2027-10-31T23:00:00.000Z"],
    ["the last day of a year", "2026-12-31", "2026-12-30T23:00:00.000Z", "2026-12-31T23:00:00.000Z"],
    ["a leap day", "2028-02-29", "2028-02-28T23:00:00.000Z", "2028-02-29T23:00:00.000Z"],
  ])("%s", (_, day, start, end) => {
    expect(startOfDay(day).toISOString()).toBe(start);
    expect(endOfDay(day).toISOString()).toBe(end);
    expect(dayOf(startOfDay(day))).toBe(day);
    expect(lastDayBefore(endOfDay(day))).toBe(day);
  });

  test("23:59:59 of the last day is inside, midnight is outside", () => {
    const end = endOfDay("2027-03-28");

    expect(new Date("2027-03-28T23:59:59.999+02:00") < end).toBe(true);
    expect(new Date("2027-03-29T00:00:00.000+02:00") < end).toBe(false);
  });

  test("an evening in UTC belongs to the next day in Paris", () => {
    expect(dayOf(new Date("2027-01-14T23:30:00Z"))).toBe("2027-01-15");
    expect(dayStart(new Date("2027-01-14T23:30:00Z")).toISOString()).toBe("2027-01-14T23:00:00.000Z");
  });

  test("a day that doesn't exist is refused", () => {
    expect(() => startOfDay("2027-02-29")).toThrow(RangeError);
  });
});
