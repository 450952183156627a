import fc from "fast-check";
import { expect, test } from "vitest";
import { byUrgency, urgencyOf, wholeDays } from "../../src/domain/urgency.ts";

const now = new Date("2027-03-10T09:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

test.each([
  ["overdue", { since: inDays(-1), due: inDays(0) }],
  ["soon", { since: inDays(-30), due: inDays(1.9) }],
  ["old", { since: inDays(-7), due: inDays(2) }],
  ["old", { since: inDays(-7), due: null }],
  ["calm", { since: inDays(-6.9), due: inDays(30) }],
  ["calm", { since: inDays(0), due: null }],
])("what waits is %s", (urgency, waiting) => {
  expect(urgencyOf(waiting, now)).toBe(urgency);
});

test("the order is total: whatever comes in, the same comes out, the most urgent first", () => {
  const instant = fc.integer({ min: -40, max: 40 }).map(inDays);
  const waiting = fc.record({ since: instant, due: fc.option(instant) });
  fc.assert(
    fc.property(fc.array(waiting), (rows) => {
      const sorted = rows.toSorted(byUrgency(now));
      expect(sorted.toReversed().toSorted(byUrgency(now))).toEqual(sorted);
    }),
  );
});

test("days are whole and never negative", () => {
  expect([wholeDays(inDays(-1.9), now), wholeDays(inDays(1), now)]).toEqual([1, 0]);
});
