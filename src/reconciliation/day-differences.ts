import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { entryIdOf } from "./find-untied-entries.ts";
import { type Days, parisDay } from "./paris-day.ts";

export type DayDifference = {
  readonly id: string;
  readonly day: string;
  readonly kind: string;
  readonly amountCents: bigint;
  readonly proposedCause: string;
  readonly state: string;
  readonly explainedBy: string | null;
  readonly explanation: string | null;
};

const about = (kind: string, from: number): SQL =>
  sql`case when d.kind = ${kind} then substring(d.subject from ${sql.raw(String(from))}) end`;

/** Differences by the day of what they are about; where that has none, by the day they were found (R2, R4). */
export async function dayDifferences(
  reader: Reader,
  fundId: string,
  days: Days,
): Promise<ReadonlyMap<string, readonly DayDifference[]>> {
  const rows = await reader.execute<Omit<DayDifference, "amountCents"> & { amount: string }>(sql`
    with placed as (
      select d.id, d.kind, d.amount_cents, d.proposed_cause, d.state, d.explained_by, d.explanation,
        coalesce(${parisDay(sql`t.occurred_at`)}, ${parisDay(sql`e.occurred_at`)}, l.booked_on, s.to_on,
          ${parisDay(sql`o.arrives_at`)}, ${parisDay(sql`d.opened_at`)}) as day
      from differences d
      left join balance_transactions t on t.fund_id = d.fund_id and t.id = ${about("stripe-transaction", 5)}
      left join journal_entries e on e.fund_id = d.fund_id and e.id = ${entryIdOf}
      left join bank_lines l on l.fund_id = d.fund_id and l.id = (${about("bank-line", 11)})::uuid
      left join bank_statements s on s.fund_id = d.fund_id and s.id = (${about("bank-balance", 11)})::uuid
      left join stripe_payouts o on o.fund_id = d.fund_id
        and o.id = case when d.kind in ('stripe-payout', 'payout-missing') then substring(d.subject from 8) end
      where d.fund_id = ${fundId}
    )
    select id, day::text as day, kind, amount_cents::text as amount, proposed_cause as "proposedCause", state,
      explained_by as "explainedBy", explanation
    from placed where day between ${days.from}::date and ${days.to}::date order by day, id`);
  const byDay = new Map<string, DayDifference[]>();
  for (const { amount, ...row } of rows) {
    byDay.set(row.day, [...(byDay.get(row.day) ?? []), { ...row, amountCents: BigInt(amount) }]);
  }
  return byDay;
}
