import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { type Comparison, compare } from "../domain/day-close.ts";
import { type Parts, partOf } from "./compare-stripe-days.ts";
import { MISSING_PAYOUT } from "./find-missing-payouts.ts";
import { type Days, isAnswered, parisDay, within } from "./paris-day.ts";

/** What Stripe sent that day, by its statement; it arrives on a later one. */
export type PayoutDay = Comparison & { readonly sentCents: bigint };

/** The second way (R1): payouts that arrived, as Stripe says, against the lines, or parts of lines, of the bank statement that show them. */
export async function comparePayoutDays(
  reader: Reader,
  fundId: string,
  days: Days,
): Promise<ReadonlyMap<string, PayoutDay>> {
  const rows = await reader.execute<Parts & { day: string; sent: string }>(sql`
    with payouts as (
      select o.amount_cents as cents, ${parisDay(sql`o.arrives_at`)} as arrived_on, l.booked_on,
        coalesce((select q.amount_cents from bank_line_parts q where q.fund_id = l.fund_id and q.line_id = l.id
          and q.resolution = 'payout:' || o.id), l.amount_cents) as line_cents,
        case when l.id is null then ${isAnswered(fundId, MISSING_PAYOUT, sql`'payout:' || o.id`)} end as answered
      from stripe_payouts o left join bank_lines l on l.fund_id = o.fund_id and l.id = o.bank_line_id
      where o.fund_id = ${fundId} and (l.id is not null or o.state = 'paid')
        and (${within(sql`o.arrives_at`, days)} or l.booked_on between ${days.from}::date and ${days.to}::date)
    ), parts as (
      select arrived_on as day, cents as first, 0 as second, case when booked_on <> arrived_on then cents else 0 end as other_day,
        case when answered then cents else 0 end as explained, (answered is false)::int as loose, 0 as sent
      from payouts
      union all
      select booked_on, 0, line_cents, case when booked_on <> arrived_on then -line_cents else 0 end, 0, 0, 0
      from payouts where booked_on is not null
      union all
      select ${parisDay(sql`occurred_at`)}, 0, 0, 0, 0, 0, -net_cents from balance_transactions
      where fund_id = ${fundId} and reporting_category in ('payout', 'payout_reversal')
        and ${within(sql`occurred_at`, days)}
    )
    select day::text as day, sum(first)::text as first, sum(second)::text as second, sum(other_day)::text as other_day,
      sum(explained)::text as explained, sum(loose)::int as loose, sum(sent)::text as sent
    from parts where day between ${days.from}::date and ${days.to}::date group by day`);
  return new Map(rows.map((row) => [row.day, { ...compare([partOf(row)]), sentCents: BigInt(row.sent) }]));
}
