import { Temporal } from "temporal-polyfill";

/** Easter Sunday of a Gregorian year (Meeus, Jones and Butcher). */
const easterSunday = (year: number): Temporal.PlainDate => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor((8 * b + 13) / 25);
  const e = (19 * a + b - Math.floor(b / 4) - d + 15) % 30;
  const f = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - e - (c % 4)) % 7;
  const g = Math.floor((a + 11 * e + 22 * f) / 451);
  const days = e + f - 7 * g + 114;
  return new Temporal.PlainDate(year, Math.floor(days / 31), (days % 31) + 1);
};

const FIXED_CLOSING_DAYS: ReadonlySet<string> = new Set(["01-01", "05-01", "12-25", "12-26"]);

const isOpen = (day: Temporal.PlainDate): boolean => {
  if (day.dayOfWeek > 5 || FIXED_CLOSING_DAYS.has(day.toString().slice(5))) return false;
  const easter = easterSunday(day.year);
  return !day.equals(easter.subtract({ days: 2 })) && !day.equals(easter.add({ days: 1 }));
};

const firstOpenDay = (day: Temporal.PlainDate): string =>
  isOpen(day) ? day.toString() : firstOpenDay(day.add({ days: 1 }));

/** True for a real calendar day written `YYYY-MM-DD`. */
export const isCalendarDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
};

/** The calendar day of an instant in Paris, where our bank and its cut-off are. */
export const parisDay = (at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO("Europe/Paris").toPlainDate().toString();

/**
 * True if T2 (formerly TARGET2) settles on this day: closed on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and
 * 26 December (ECB, long-term calendar of TARGET closing days).
 */
export const isTargetBusinessDay = (on: string): boolean => isOpen(Temporal.PlainDate.from(on));

/** The first TARGET business day on or after the given day. */
export const nextTargetBusinessDay = (on: string): string => firstOpenDay(Temporal.PlainDate.from(on));

/** The day to ask the bank for: today in Paris before the bank's cut-off hour (0 to 24), tomorrow from it on, moved to a TARGET business day. */
export const requestedExecutionDay = (at: Date, cutOffHour: number): string => {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO("Europe/Paris");
  return firstOpenDay(local.toPlainDate().add({ days: local.hour < cutOffHour ? 0 : 1 }));
};
