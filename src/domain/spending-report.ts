import { plusDays, plusMonths } from "./calendar.ts";
import { type Cents, cents } from "./money.ts";

export const REPORT_STATES = ["draft", "submitted", "changes_requested", "accepted"] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** Days the holder has to answer a request for changes, where the due day is nearer or past. */
const DAYS_TO_CORRECT = 30;

export type ReportFacts = {
  /** Last day of the project's period, `2027-03-28`. */
  readonly endsOn: string;
  readonly months: number;
  /** None where the holder has not begun. */
  readonly state: ReportState | undefined;
  /** The day the fund asked for changes. */
  readonly changesAskedOn: string | undefined;
};

/** The last day to hand the report in: so many months after the period's end, and time to correct what is asked. */
export function reportDueOn({ endsOn, months, state, changesAskedOn }: ReportFacts): string {
  const due = plusMonths(endsOn, months);
  if (state !== "changes_requested" || changesAskedOn === undefined) return due;
  const corrected = plusDays(changesAskedOn, DAYS_TO_CORRECT);
  return corrected > due ? corrected : due;
}

/** Where a report stands on a day: a late one keeps its organisation from asking for further payments. */
export type ReportStanding = "not-yet" | "to-write" | "late" | "to-examine" | "accepted";

export function reportStanding(facts: ReportFacts, today: string): ReportStanding {
  if (facts.state === "accepted") return "accepted";
  if (facts.state === "submitted") return "to-examine";
  if (today > reportDueOn(facts)) return "late";
  return today > facts.endsOn ? "to-write" : "not-yet";
}

export type ReportLine = { readonly budgetCents: bigint; readonly spentCents: bigint };

/** Budget against spending of one line: what is over or under, and by how much of the budget in whole percent. */
export type Gap = { readonly kind: "as-planned" | "over" | "under"; readonly cents: Cents; readonly percent: number };

export function gapOf({ budgetCents, spentCents }: ReportLine): Gap {
  if (budgetCents === spentCents) return { kind: "as-planned", cents: cents(0n), percent: 0 };
  const size = budgetCents > spentCents ? budgetCents - spentCents : spentCents - budgetCents;
  const percent = budgetCents === 0n ? 100 : Number((size * 100n) / budgetCents);
  return { kind: spentCents > budgetCents ? "over" : "under", cents: cents(size), percent };
}

export const totalSpent = (lines: readonly ReportLine[]): Cents =>
  cents(lines.reduce((sum, line) => sum + line.spentCents, 0n));

/** The lines whose listed invoices do not add up to what the line says; lists are checked only where there is one. */
export function linesNotListed(
  lines: readonly { readonly position: number; readonly spentCents: bigint }[],
  expenses: readonly { readonly line: number; readonly amountCents: bigint }[],
): readonly number[] {
  if (expenses.length === 0) return [];
  return lines
    .filter(
      ({ position, spentCents }) =>
        expenses.filter((one) => one.line === position).reduce((sum, one) => sum + one.amountCents, 0n) !== spentCents,
    )
    .map((line) => line.position);
}

export type ReminderKind = "report-soon" | "report-due" | "report-late";

const DAYS_BEFORE = 30;
const DAYS_LATE = 15;

/** Which letters a report nobody handed in calls for on a day; each leaves once, and only the latest of them now. */
export function reminderFor(dueOn: string, today: string): ReminderKind | undefined {
  if (today > plusDays(dueOn, DAYS_LATE)) return "report-late";
  if (today >= dueOn) return "report-due";
  return today >= plusDays(dueOn, -DAYS_BEFORE) ? "report-soon" : undefined;
}
