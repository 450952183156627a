import { expect, test } from "vitest";
import { endOfDay, startOfDay } from "../../../src/campaigns/paris-days.ts";
import { periodOf } from "../../../src/domain/matching/cap-period.ts";
import type { CapPeriod } from "../../../src/domain/matching/rule.ts";
import { fc } from "../../support/property.ts";

test.each<[CapPeriod, string, string]>([
  ["day", "2026-01-15T22:59:59.999Z", "2026-01-15"],
  ["day", "2026-01-15T23:00:00Z", "2026-01-16"],
  ["day", "2026-07-15T21:59:59.999Z", "2026-07-15"],
  ["day", "2026-07-15T22:00:00Z", "2026-07-16"],
  ["month", "2026-12-31T22:59:59.999Z", "2026-12"],
  ["month", "2026-12-31T23:00:00Z", "2027-01"],
  ["week", "2026-12-31T12:00:00Z", "2026-12-28"],
  ["week", "2027-01-03T22:59:59.999Z", "2026-12-28"],
  ["week", "2027-01-03T23:00:00Z", "2027-01-04"],
  // Clocks go forward on 29 March 2026 and back on 25 October: those Sundays last 23 and 25 hours.
  ["day", "2026-03-28T23:00:00Z", "2026-03-29"],
  ["day", "2026-03-29T21:59:59.999Z", "2026-03-29"],
  ["week", "2026-03-29T22:00:00Z", "2026-03-30"],
  ["day", "2026-10-24T22:00:00Z", "2026-10-25"],
  ["day", "2026-10-25T22:59:59.999Z", "2026-10-25"],
  ["month", "2026-03-31T22:00:00Z", "2026-04"],
])("a cap's %s around %s is %s in Paris", (period, at, name) => {
  expect(periodOf(period, new Date(at))).toBe(name);
});

const day = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2035-12-31T00:00:00Z"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

test("the first and the last instant of any day in Paris lie in it, also where clocks change", () => {
  fc.assert(
    fc.property(day, (on) => {
      const [first, last] = [startOfDay(on), new Date(endOfDay(on).getTime() - 1)];

      expect([periodOf("day", first), periodOf("day", last)]).toEqual([on, on]);
      expect(periodOf("month", first)).toBe(on.slice(0, 7));
      expect(periodOf("week", first)).toBe(periodOf("week", last));
      expect(periodOf("week", first) <= on).toBe(true);
      expect(new Date(`${periodOf("week", first)}T12:00:00Z`).getUTCDay()).toBe(1);
    }),
  );
});
