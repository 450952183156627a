import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import type { Movement, StripeEntry } from "../domain/reconciliation.ts";

/**
 * Entries on the account `stripe` that tie with nothing yet and may tie with these movements: by what moved, or named
 * by a person who closed the movement's difference. The keys are written out, so that whatever the planner believes
 * of the tables it goes by their indexes.
 */
export async function openEntries(
  tx: Transaction,
  fundId: string,
  kind: string,
  movements: readonly Movement[],
): Promise<readonly StripeEntry[]> {
  if (movements.length === 0) return [];
  const bySource = new Map<string, string[]>();
  for (const { id, sourceId } of movements) {
    for (const source of sourceId === undefined ? [] : [`stripe:${sourceId}`, `stripe:${sourceId}:failed`]) {
      bySource.set(source, [...(bySource.get(source) ?? []), id]);
    }
  }
  const rows = await tx.execute<{ about: string; entry: string; amount: string }>(sql`
    with candidate as materialized (
      select e.source as about, e.id, e.recorded_at from journal_entries e
      where e.fund_id = ${fundId} and e.source in (${listOf([...bySource.keys(), ""])})
      union
      select d.subject, e.id, e.recorded_at from differences d
      join journal_entries e on e.fund_id = d.fund_id and e.id = d.closing_entry_id
      where d.fund_id = ${fundId} and d.kind = ${kind}
        and d.subject in (${listOf(movements.map((movement) => `txn:${movement.id}`))})
    )
    select c.about, c.id as entry, moved.amount from candidate c
    cross join lateral (
      select sum(p.amount_cents)::text as amount from postings p
      where p.fund_id = ${fundId} and p.entry_id = c.id and p.account = 'stripe') as moved
    where moved.amount is not null and not exists (
      select from balance_transactions t where t.fund_id = ${fundId} and t.entry_id = c.id)
    order by c.recorded_at, c.id`);
  return rows.flatMap(({ about, entry, amount }) =>
    (bySource.get(about) ?? [about.replace(/^txn:/, "")]).map((movementId) => ({
      movementId,
      entryId: entry,
      amountCents: BigInt(amount),
    })),
  );
}

const listOf = (values: readonly string[]): SQL =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
