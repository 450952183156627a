import { Temporal } from "temporal-polyfill";

const ZONE = "Europe/Paris";

const midnight = (day: Temporal.PlainDate): Date => new Date(day.toZonedDateTime(ZONE).epochMilliseconds);

const dayAt = (at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE).toPlainDate();

/** The instant a day given as `2027-03-28` begins in Paris. Throws RangeError where there is no such day. */
export const startOfDay = (on: string): Date => midnight(Temporal.PlainDate.from(on, { overflow: "reject" }));

/** The first instant after that day in Paris: a deadline "until the evening of" it excludes this instant (P3, M7). */
export const endOfDay = (on: string): Date =>
  midnight(Temporal.PlainDate.from(on, { overflow: "reject" }).add({ days: 1 }));

/** The Paris day an instant falls on, as `2027-03-28`. */
export const dayOf = (at: Date): string => dayAt(at).toString();

/** The last Paris day before an exclusive end: what a page shows as "until". */
export const lastDayBefore = (endAt: Date): string => dayAt(new Date(endAt.getTime() - 1)).toString();

/** The midnight that began the Paris day of an instant. */
export const dayStart = (at: Date): Date => midnight(dayAt(at));
