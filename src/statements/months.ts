import { Temporal } from "temporal-polyfill";
import { dayOf, startOfDay } from "../campaigns/paris-days.ts";
import { notFound } from "../errors.ts";

/** A calendar month of Paris by its instants: `[startsAt, endsAt)`. */
export type Month = { readonly name: string; readonly startsAt: Date; readonly endsAt: Date };

/** The month called `2026-11`; 404 for anything else. */
export function monthNamed(name: string): Month {
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(name)) throw notFound();
  const first = Temporal.PlainYearMonth.from(name);
  const start = (month: Temporal.PlainYearMonth) => startOfDay(month.toPlainDate({ day: 1 }).toString());
  return { name, startsAt: start(first), endsAt: start(first.add({ months: 1 })) };
}

/** The month of Paris an instant lies in. */
export const monthOf = (at: Date): string => dayOf(at).slice(0, 7);

/** Every month from the first to the last, both included, the newest first. */
export function monthsBetween(first: string, last: string): readonly string[] {
  const names: string[] = [];
  const from = Temporal.PlainYearMonth.from(first);
  for (
    let month = Temporal.PlainYearMonth.from(last);
    Temporal.PlainYearMonth.compare(month, from) >= 0;
    month = month.subtract({ months: 1 })
  )
    names.push(month.toString());
  return names;
}

const SETTLING_MS = 3_600_000;

/**
 * Whether nothing can be recorded in a month any more: a transaction bears the instant of its first record, and may
 * end some time after it. An hour is far longer than the database lets any transaction last.
 */
export const isFinal = ({ endsAt }: Pick<Month, "endsAt">, now: Date): boolean =>
  now.getTime() >= endsAt.getTime() + SETTLING_MS;
