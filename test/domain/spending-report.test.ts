import { expect, test } from "vitest";
import { gapOf, linesNotListed, reminderFor, reportDueOn, reportStanding } from "../../src/domain/spending-report.ts";

const facts = { endsOn: "2027-08-31", months: 6, state: undefined, changesAskedOn: undefined } as const;

test.each([
  ["during the project", undefined, "2027-08-31", "not-yet"],
  ["the day after its end", undefined, "2027-09-01", "to-write"],
  ["on the due day", undefined, "2028-02-29", "to-write"],
  ["the day after", undefined, "2028-03-01", "late"],
  ["a draft is not handed in", "draft", "2028-03-01", "late"],
  ["handed in late", "submitted", "2028-05-01", "to-examine"],
  ["accepted", "accepted", "2030-01-01", "accepted"],
] as const)("a report due six months after the project's end: %s", (_, state, today, expected) => {
  expect(reportStanding({ ...facts, state }, today)).toBe(expected);
});

test("who is asked for changes has thirty days to answer, also past the due day", () => {
  const asked = { ...facts, state: "changes_requested", changesAskedOn: "2028-02-20" } as const;

  expect(reportDueOn(asked)).toBe("2028-03-21");
  expect(reportStanding(asked, "2028-03-21")).toBe("to-write");
  expect(reportStanding(asked, "2028-03-22")).toBe("late");
  expect(reportDueOn({ ...asked, changesAskedOn: "2027-09-10" })).toBe("2028-02-29");
});

test.each([
  ["2028-01-29", undefined],
  ["2028-01-30", "report-soon"],
  ["2028-02-28", "report-soon"],
  ["2028-02-29", "report-due"],
  ["2028-03-15", "report-due"],
  ["2028-03-16", "report-late"],
] as const)("reminders of a report due on 29 February, on %s", (today, expected) => {
  expect(reminderFor("2028-02-29", today)).toBe(expected);
});

test("the gap of a line is told with its share of the budget", () => {
  expect(gapOf({ budgetCents: 10_000n, spentCents: 7_500n })).toEqual({ kind: "under", cents: 2_500n, percent: 25 });
  expect(gapOf({ budgetCents: 10_000n, spentCents: 10_001n })).toEqual({ kind: "over", cents: 1n, percent: 0 });
  expect(gapOf({ budgetCents: 0n, spentCents: 5n })).toEqual({ kind: "over", cents: 5n, percent: 100 });
  expect(gapOf({ budgetCents: 5n, spentCents: 5n }).kind).toBe("as-planned");
});

test("a list of invoices, where there is one, adds up to each line", () => {
  const lines = [
    { position: 0, spentCents: 300n },
    { position: 1, spentCents: 200n },
  ];

  expect(linesNotListed(lines, [])).toEqual([]);
  expect(linesNotListed(lines, [{ line: 0, amountCents: 300n }])).toEqual([1]);
  expect(
    linesNotListed(lines, [
      { line: 0, amountCents: 100n },
      { line: 0, amountCents: 200n },
      { line: 1, amountCents: 200n },
    ]),
  ).toEqual([]);
});
