import { type SQL, sql } from "drizzle-orm";

/** Days from `from` to `to`, both included, as `2027-03-28`. */
export type Days = { readonly from: string; readonly to: string };

/** The Paris day of an instant. */
export const parisDay = (instant: SQL): SQL => sql`(${instant} at time zone 'Europe/Paris')::date`;

/** Whether an instant falls on one of those Paris days; spelt so that an index on the instant serves. */
export const within = (instant: SQL, { from, to }: Days): SQL => sql`(
  ${instant} >= ${from}::date::timestamp at time zone 'Europe/Paris'
  and ${instant} < (${to}::date + 1)::timestamp at time zone 'Europe/Paris')`;

/** Whether somebody answered for a difference of this kind about that subject (R2). */
export const isAnswered = (fundId: string, kind: string, subject: SQL): SQL => sql`exists (
  select from differences d where d.fund_id = ${fundId} and d.kind = ${kind} and d.subject = ${subject}
    and d.state in ('explained', 'closed'))`;
