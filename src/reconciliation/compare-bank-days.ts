import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { type Comparison, compare } from "../domain/day-close.ts";
import { type Parts, partOf } from "./compare-stripe-days.ts";
import { type Days, parisDay } from "./paris-day.ts";

export type BankDay = Comparison & {
  /** The ledger's bank account at the end of the day, by when its entries occurred. */
  readonly ledgerClosingCents: bigint;
  /** The statement's balance at the end of the day; undefined where no statement covers it. */
  readonly statementClosingCents: bigint | undefined;
  readonly closingUnexplainedCents: bigint | undefined;
};

/**
 * The third way (R1): lines of the bank statement against what entries moved on the account `bank`, and the balances
 * at the end of each day. A line ties with the entries made from it and with the one it proves; what an adjustment of
 * two people booked (`difference:<id>`) or they reversed (L4) ties with no line, and is explained.
 */
export async function compareBankDays(
  reader: Reader,
  fundId: string,
  days: Days,
): Promise<ReadonlyMap<string, BankDay>> {
  const rows = await reader.execute<Row>(sql`
    with days as (
      select d::date as day from generate_series(${days.from}::date, ${days.to}::date, interval '1 day') d
    ), books as materialized (
      select ${parisDay(sql`e.occurred_at`)} as day, coalesce(s.booked_on, k.booked_on) as line_day, p.amount_cents as cents,
        coalesce(s.id, k.id) is null as alone,
        e.reverses_id is not null or exists (
          select from journal_entries r where r.fund_id = e.fund_id and r.reverses_id = e.id) as corrected,
        e.source like 'difference:%' as adjusted
      from postings p
      join journal_entries e on e.fund_id = p.fund_id and e.id = p.entry_id
      left join bank_lines s on s.fund_id = ${fundId}
        and s.id = case when e.source like 'bank-line:%' then substring(e.source from 11)::uuid end
      left join bank_line_parts q on q.fund_id = ${fundId} and s.id is null and q.entry_key = e.key
      left join bank_lines k on k.fund_id = ${fundId} and s.id is null
        and case when q.line_id is null then k.entry_key = e.key else k.id = q.line_id end
      where p.fund_id = ${fundId} and p.account = 'bank'
    ), lines as (
      select booked_on as day, sum(amount_cents) as cents from bank_lines
      where fund_id = ${fundId} and booked_on <= ${days.to}::date group by booked_on
    ), statements as (
      select distinct on (d.day) d.day, s.closing_cents - coalesce((
          select sum(l.amount_cents) from bank_lines l
          where l.fund_id = ${fundId} and l.booked_on > d.day and l.booked_on <= s.to_on), 0) as closing
      from days d join bank_statements s on s.fund_id = ${fundId} and d.day between s.from_on and s.to_on
      order by d.day, s.to_on, s.sequence desc nulls last, s.imported_at desc, s.id desc
    )
    select d.day::text as day, coalesce(l.cents, 0)::text as first, b.moved::text as second,
      (b.brought - b.sent_on)::text as other_day, b.explained::text as explained, b.loose,
      b.closing::text as ledger_closing, s.closing::text as statement_closing,
      (s.closing - b.closing - b.ahead)::text as closing_unexplained,
      exists (select from differences f where f.fund_id = ${fundId} and f.kind = 'bank-balance'
        and f.state in ('explained', 'closed') and f.amount_cents = s.closing - b.closing - b.ahead) as closing_answered
    from days d
    left join lines l on l.day = d.day
    left join statements s on s.day = d.day
    cross join lateral (
      select coalesce(sum(cents) filter (where day = d.day), 0) as moved,
        coalesce(sum(cents) filter (where line_day = d.day and day <> d.day), 0) as brought,
        coalesce(sum(cents) filter (where day = d.day and line_day <> d.day), 0) as sent_on,
        coalesce(-sum(cents) filter (where day = d.day and alone and (corrected or adjusted)), 0) as explained,
        (count(*) filter (where day = d.day and alone and not corrected and not adjusted))::int as loose,
        coalesce(sum(cents) filter (where day <= d.day), 0) as closing,
        coalesce(sum(cents) filter (where line_day <= d.day and day > d.day), 0)
          - coalesce(sum(cents) filter (where day <= d.day and line_day > d.day), 0)
          - coalesce(sum(cents) filter (where day <= d.day and alone and corrected), 0) as ahead
      from books) b`);
  return new Map(rows.map((row) => [row.day, bankDay(row)]));
}

type Row = Parts & {
  day: string;
  ledger_closing: string;
  statement_closing: string | null;
  closing_unexplained: string | null;
  closing_answered: boolean;
};

function bankDay(row: Row): BankDay {
  const left = row.closing_unexplained === null ? undefined : BigInt(row.closing_unexplained);
  return {
    ...compare([partOf(row)]),
    ledgerClosingCents: BigInt(row.ledger_closing),
    statementClosingCents: row.statement_closing === null ? undefined : BigInt(row.statement_closing),
    closingUnexplainedCents: row.closing_answered ? 0n : left,
  };
}
