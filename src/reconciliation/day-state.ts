import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { parisDay, within } from "./paris-day.ts";

export type DayFacts = {
  readonly isOver: boolean;
  readonly bankMoved: boolean;
  readonly hasStatement: boolean;
  /** The oldest of them: enough to say what is missing. */
  readonly earlierDays: readonly string[];
};

/** What closing a day asks beside its figures (R4): of each earlier day that nobody closed, whether money moved on it. */
export async function readDayFacts(reader: Reader, fundId: string, day: string): Promise<DayFacts> {
  const one = { from: day, to: day };
  const [row] = await reader.execute<DayFacts>(sql`
    select ${parisDay(sql`fund_now()`)} > ${day}::date as "isOver",
      exists (select from bank_lines where fund_id = ${fundId} and booked_on = ${day}::date)
        or exists (select from journal_entries e join postings p on p.fund_id = e.fund_id and p.entry_id = e.id
          and p.account = 'bank' where e.fund_id = ${fundId} and ${within(sql`e.occurred_at`, one)})
        or exists (select from stripe_payouts o where o.fund_id = ${fundId} and o.state = 'paid'
          and ${within(sql`o.arrives_at`, one)}) as "bankMoved",
      exists (select from bank_statements where fund_id = ${fundId} and ${day}::date between from_on and to_on) as "hasStatement",
      array(
        select d::date::text
        from (select least(
            (select min(occurred_at) from journal_entries where fund_id = ${fundId}),
            (select min(occurred_at) from balance_transactions where fund_id = ${fundId}),
            (select min(booked_on)::timestamp at time zone 'Europe/Paris' from bank_lines where fund_id = ${fundId})
          ) as at) first,
          generate_series(${parisDay(sql`first.at`)}, ${day}::date - 1, interval '1 day') d
        where not exists (select from closed_days c where c.fund_id = ${fundId} and c.day = d::date)
          and (exists (select from balance_transactions t where t.fund_id = ${fundId}
              and t.occurred_at >= d::date::timestamp at time zone 'Europe/Paris'
              and t.occurred_at < (d::date + 1)::timestamp at time zone 'Europe/Paris')
            or exists (select from bank_lines l where l.fund_id = ${fundId} and l.booked_on = d::date)
            or exists (select from journal_entries e join postings p on p.fund_id = e.fund_id and p.entry_id = e.id
                and p.account in ('stripe', 'bank')
              where e.fund_id = ${fundId} and e.occurred_at >= d::date::timestamp at time zone 'Europe/Paris'
                and e.occurred_at < (d::date + 1)::timestamp at time zone 'Europe/Paris'))
        order by d limit 5) as "earlierDays"`);
  return row ?? { isOver: false, bankMoved: true, hasStatement: false, earlierDays: [] };
}
