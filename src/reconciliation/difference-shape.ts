import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { type LikelyCause, likelyCause } from "../domain/difference.ts";

/** Reads what stands around some differences, and says where each most likely comes from (R2), by its id. */
export async function likelyCauses(
  reader: Reader,
  fundId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LikelyCause>> {
  if (ids.length === 0) return new Map();
  const wanted = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await reader.execute<Row>(sql`
    select d.id, d.kind, d.proposed_cause as cause, d.amount_cents as amount,
      floor(extract(epoch from fund_now() - d.opened_at) / 86400)::int as age, coalesce(t.fee_cents, 0) as fee,
      d.kind = 'stripe-entry' or exists (select from pledges p where p.fund_id = d.fund_id and p.charge_id = t.source_id)
        or exists (select from refunds r where r.fund_id = d.fund_id and r.stripe_refund_id = t.source_id)
        or exists (select from disputes q where q.fund_id = d.fund_id and q.stripe_dispute_id = t.source_id) as ours,
      exists (select from stripe_events e where e.fund_id = d.fund_id and e.object_id = t.source_id
        and e.source <> 'stripe-statement') as heard,
      exists (select from balance_transactions s where s.fund_id = d.fund_id and s.source_id = t.source_id
        and s.id <> t.id and s.amount_cents = t.amount_cents and s.reconciled_at is not null) as twin,
      exists (select from differences o where o.fund_id = d.fund_id and o.id <> d.id and o.state <> 'closed'
        and o.kind in ('stripe-transaction', 'stripe-entry', 'bank-line')
        and d.kind in ('stripe-transaction', 'stripe-entry', 'bank-line')
        and (o.amount_cents = -d.amount_cents or (o.kind <> d.kind and o.amount_cents = d.amount_cents))) as opposite
    from differences d
    left join balance_transactions t on t.fund_id = d.fund_id
      and t.id = case when d.kind = 'stripe-transaction' then substring(d.subject from 5) end
    where d.fund_id = ${fundId} and d.id in (${wanted})`);
  return new Map(
    rows.map((row) => [
      row.id,
      likelyCause({
        kind: row.kind,
        proposedCause: row.cause,
        amountCents: BigInt(row.amount),
        ageDays: row.age,
        feeCents: BigInt(row.fee),
        isOfOurs: row.ours,
        isHeard: row.heard,
        hasTwin: row.twin,
        hasOpposite: row.opposite,
      }),
    ]),
  );
}

type Row = {
  id: string;
  kind: string;
  cause: string;
  amount: string;
  age: number;
  fee: string;
  ours: boolean;
  heard: boolean;
  twin: boolean;
  opposite: boolean;
};
