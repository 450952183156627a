import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { MonthSums, PotMove } from "../domain/statement.ts";

/**
 * What happened to pots, summed by month of Paris, and what the ledger says of their accounts: one statement, so one
 * view of the database. Both by the instant of recording, which never changes afterwards, rather than by that of the
 * movement at the bank: so a month that is over stays as it is.
 */
export async function sumByMonth(
  reader: Reader,
  fundId: string,
  potIds: readonly string[],
): Promise<ReadonlyMap<string, readonly MonthSums[]>> {
  const found = new Map<string, Map<string, { moves: Partial<Record<PotMove, bigint>>; ledgerCents: bigint }>>();
  if (potIds.length === 0) return new Map();
  const rows = await reader.execute<{ pot: string; month: string; move: PotMove | "ledger"; cents: string }>(
    sums(fundId, potIds),
  );
  for (const { pot, month, move, cents } of rows) {
    const months = found.get(pot) ?? new Map();
    found.set(pot, months);
    const one = months.get(month) ?? { moves: {}, ledgerCents: 0n };
    months.set(month, one);
    if (move === "ledger") one.ledgerCents = BigInt(cents);
    else one.moves[move] = BigInt(cents);
  }
  return new Map(
    [...found].map(([potId, months]) => [potId, [...months].map(([month, sums]) => ({ month, ...sums }))]),
  );
}

function sums(fundId: string, potIds: readonly string[]): SQL {
  return sql`
    with steps as (
      select pot_id, subject_id, kind, amount_cents, recorded_at,
        lag(kind) over (partition by subject_id order by position) as previous
      from pot_events
      where fund_id = ${fundId} and pot_id in ${potIds} and kind <> 'promised'),
    moves (pot, at, move, cents) as (
      select pot_id, created_at, 'received', amount_cents from pot_fundings
        where fund_id = ${fundId} and pot_id in ${potIds}
      union all
      select pot_id, created_at, 'undone', amount_cents from pot_funding_returns
        where fund_id = ${fundId} and pot_id in ${potIds}
      union all
      select pot_id, recorded_at, ended.move, amount_cents from steps cross join lateral (values
          (case when kind = 'withdrawal_requested' then 'withdrawal_requested' end),
          (case when kind in ('withdrawal_refused', 'withdrawal_cancelled', 'withdrawal_returned') then 'withdrawal_ended' end),
          (case when kind = 'withdrawal_paid' then 'withdrawal_paid' end),
          (case when kind = 'withdrawal_returned' and previous = 'withdrawal_paid' then 'withdrawal_unpaid' end),
          (case when kind = 'withdrawal_ordered' then 'withdrawal_out' end),
          (case when previous in ('withdrawal_ordered', 'withdrawal_sent', 'withdrawal_paid')
            and kind not in ('withdrawal_ordered', 'withdrawal_sent', 'withdrawal_paid') then 'withdrawal_in' end)
        ) as ended (move) where ended.move is not null
      union all
      select pot_id, occurred_at, kind, amount_cents from match_events
        where fund_id = ${fundId} and pot_id in ${potIds}
      union all
      select substr(x.account, ${"pot:partner:".length + 1})::uuid, e.recorded_at, 'ledger', -x.amount_cents
        from postings x join journal_entries e on e.fund_id = x.fund_id and e.id = x.entry_id
        where x.fund_id = ${fundId} and x.account in ${potIds.map((id) => `pot:partner:${id}`)})
    select pot, to_char(at at time zone 'Europe/Paris', 'YYYY-MM') as month, move, sum(cents) as cents
    from moves group by 1, 2, 3`;
}
