/** Days of the calendar as texts `2027-03-28`: they compare by their order, and have no time zone. */

const DAY_MS = 86_400_000;

const lastOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * The same day of another month, or that month's last where it has no such day: 31 August and 6 months make
 * 28 or 29 February. `months` may be negative.
 */
export function plusMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const count = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  const toDate = Math.min(date, lastOf(toYear, toMonth));
  return [toYear.toString().padStart(4, "0"), ...[toMonth, toDate].map((one) => one.toString().padStart(2, "0"))].join(
    "-",
  );
}

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Whole days from the first to the second: 0 on the same day, negative where the second comes before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
