import type { CapPeriod } from "./rule.ts";

const inParis = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/Paris",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** Names the calendar day, week (by its Monday) or month of Europe/Paris an instant lies in: equal names, same period. */
export const periodOf = (period: CapPeriod, at: Date): string => periodsOf(at)[period];

function periodsOf(at: Date): Readonly<Record<CapPeriod, string>> {
  const day = inParis.format(at);
  const monday = new Date(`${day}T00:00:00Z`);
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  return { day, week: monday.toISOString().slice(0, 10), month: day.slice(0, 7) };
}

const HOUR_MS = 3_600_000;

/** The same for many instants: names are worked out once an hour of time, which lies in one day of Paris whole. */
export function periodNames(): (period: CapPeriod, at: Date) => string {
  const known = new Map<number, Readonly<Record<CapPeriod, string>>>();
  return (period, at) => {
    const hour = Math.floor(at.getTime() / HOUR_MS);
    let names = known.get(hour);
    if (names === undefined) {
      names = periodsOf(at);
      known.set(hour, names);
    }
    return names[period];
  };
}
