import { expect, test } from "vitest";
import {
  isCalendarDay,
  isTargetBusinessDay,
  nextTargetBusinessDay,
  parisDay,
  requestedExecutionDay,
} from "../../src/banking/target-calendar.ts";

test.each([
  ["2026-04-03", "Good Friday"],
  ["2026-04-06", "Easter Monday"],
  ["2027-03-26", "Good Friday"],
  ["2027-03-29", "Easter Monday"],
  ["2024-03-29", "Good Friday"],
  ["2038-04-26", "Easter Monday, as late as it gets"],
  ["2027-01-01", "New Year"],
  ["2026-05-01", "Labour Day"],
  ["2026-12-25", "Christmas"],
  ["2029-12-26", "26 December"],
  ["2026-11-21", "a Saturday"],
  ["2026-11-22", "a Sunday"],
])("T2 is closed on %s, %s", (day) => {
  expect(isTargetBusinessDay(day)).toBe(false);
});

test.each(["2026-07-14", "2026-11-11", "2026-05-08", "2026-05-14", "2026-11-20", "2028-02-29", "2027-12-31"])(
  "T2 is open on %s, even where France rests",
  (day) => {
    expect(isTargetBusinessDay(day)).toBe(true);
  },
);

test("the next business day jumps over Easter and over Christmas", () => {
  const days = ["2026-04-03", "2026-04-02", "2026-12-25", "2026-12-31", "2027-01-01"].map(nextTargetBusinessDay);

  expect(days).toEqual(["2026-04-07", "2026-04-02", "2026-12-28", "2026-12-31", "2027-01-04"]);
});

test.each([
  ["2026-11-19T12:59:59Z", "2026-11-19"],
  ["2026-11-19T13:00:00Z", "2026-11-20"],
  ["2026-11-20T13:00:00Z", "2026-11-23"],
  ["2026-11-21T08:00:00Z", "2026-11-23"],
  ["2026-07-15T11:59:00Z", "2026-07-15"],
  ["2026-07-15T12:00:00Z", "2026-07-16"],
  ["2026-04-02T22:30:00Z", "2026-04-07"],
])("with a cut-off at 14:00 in Paris, an order of %s is for %s", (at, day) => {
  expect(requestedExecutionDay(new Date(at), 14)).toBe(day);
});

test("the day in Paris is not the day in Greenwich", () => {
  expect(parisDay(new Date("2026-07-14T22:00:00Z"))).toBe("2026-07-15");
});

test("a day that is on no calendar is noticed", () => {
  const answers = ["2026-02-28", "2026-02-29", "2026-2-1", "2026-11-21T00:00", "", "20261121"].map(isCalendarDay);

  expect(answers).toEqual([true, false, false, false, false, false]);
});
