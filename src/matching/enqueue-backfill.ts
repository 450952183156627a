import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";

/**
 * Asks for freed or added money of these pots to be offered to older gifts (M11), in the transaction that frees it:
 * one waiting job a pot, and only for a pot with a rule that wants it. A sweep asks again for what this misses.
 */
export async function enqueueBackfill(tx: Transaction, fundId: string, potIds: readonly string[]): Promise<void> {
  if (potIds.length === 0) return;
  const ids = sql.join(
    [...new Set(potIds)].toSorted().map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  await tx.execute(sql`
    insert into outbox (job, payload, created_at)
    select 'backfill-pot', jsonb_build_object('potId', pot.id), clock_timestamp()
    from matching_pots pot
    where pot.fund_id = ${fundId} and pot.id in (${ids})
      and exists (select from matching_rules r
        where r.fund_id = pot.fund_id and r.pot_id = pot.id and (r.backfill or r.lump_cents is not null))
      and not exists (select from outbox o
        where o.job = 'backfill-pot' and o.payload ->> 'potId' = pot.id::text)
    order by pot.id`);
}
