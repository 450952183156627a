import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { type Comparison, compare } from "../domain/day-close.ts";
import { isUntied } from "./find-untied-entries.ts";
import { type Days, isAnswered, parisDay, within } from "./paris-day.ts";

/** One reporting category of a day; `null` for entries that tie with no line of Stripe's. */
export type StripeCategory = Comparison & { readonly category: string | null };

/**
 * The first way (R1): what entries moved on the account `stripe`, against the lines of Stripe's statement, by day and
 * reporting category. An entry is of its line's category, a fee of the line it was taken from.
 */
export async function compareStripeDays(
  reader: Reader,
  fundId: string,
  days: Days,
): Promise<ReadonlyMap<string, readonly StripeCategory[]>> {
  const rows = await reader.execute<Row>(sql`
    with booked as (
      select e.id, e.fund_id, e.source, e.reverses_id, e.occurred_at, sum(p.amount_cents) as cents
      from journal_entries e
      join postings p on p.fund_id = e.fund_id and p.entry_id = e.id and p.account = 'stripe'
      where e.fund_id = ${fundId} and ${within(sql`e.occurred_at`, days)}
      group by e.fund_id, e.id
    ), books as (
      select ${parisDay(sql`e.occurred_at`)} as day, coalesce(t.reporting_category, f.reporting_category) as category,
        ${parisDay(sql`coalesce(t.occurred_at, f.occurred_at)`)} as other_day, e.cents,
        case when t.id is null and f.id is null then
          not (${isUntied}) or ${isAnswered(fundId, "stripe-entry", sql`'entry:' || e.id`)} end as answered
      from booked e
      left join balance_transactions t on t.fund_id = ${fundId} and t.entry_id = e.id
      left join balance_transactions f on f.fund_id = ${fundId} and t.id is null and f.id = substring(e.source from 8)
    ), lines as (
      select ${parisDay(sql`t.occurred_at`)} as day, t.reporting_category as category, t.net_cents as cents,
        ${parisDay(sql`e.occurred_at`)} as other_day, t.reconciled_at is not null as tied,
        (select coalesce(sum(p.amount_cents), 0) from postings p
          where p.fund_id = e.fund_id and p.entry_id = e.id and p.account = 'stripe') as entry_cents,
        case when t.reconciled_at is null then
          ${isAnswered(fundId, "stripe-transaction", sql`'txn:' || t.id`)} end as answered
      from balance_transactions t
      left join journal_entries e on e.fund_id = t.fund_id and e.id = t.entry_id
      where t.fund_id = ${fundId} and ${within(sql`t.occurred_at`, days)}
    ), parts as (
      select day, category, cents as first, 0 as second,
        case when other_day <> day then cents else 0 end as other_day,
        case when answered then cents else 0 end as explained, (answered is false)::int as loose
      from books
      union all
      select day, category, 0, cents, case when other_day <> day then -entry_cents else 0 end,
        case when answered then -cents else 0 end, (answered is false)::int
      from lines
    )
    select day::text as day, category, sum(first)::text as first, sum(second)::text as second,
      sum(other_day)::text as other_day, sum(explained)::text as explained, sum(loose)::int as loose
    from parts group by day, category order by day, category nulls last`);
  const byDay = new Map<string, StripeCategory[]>();
  for (const row of rows) {
    const category = { category: row.category, ...compare([partOf(row)]) };
    byDay.set(row.day, [...(byDay.get(row.day) ?? []), category]);
  }
  return byDay;
}

type Row = Parts & { day: string; category: string | null };

export type Parts = { first: string; second: string; other_day: string; explained: string; loose: number };

export const partOf = (row: Parts) => ({
  firstCents: BigInt(row.first),
  secondCents: BigInt(row.second),
  otherDayCents: BigInt(row.other_day),
  explainedCents: BigInt(row.explained),
  loose: row.loose,
});
