import { sql } from "drizzle-orm";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { enqueue } from "../jobs/outbox.ts";

/** Ordered transfers whose job was lost are queued again: the queue's "failed for good" is never final (S3). */
export async function sweepTransfers(deps: Deps): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const waiting = await tx.execute<{ id: string }>(sql`
      select id from disbursements
      where fund_id = ${deps.fundId} and rail = 'stripe' and state = 'ordered'
        and (transfer_attempt = 0 or transfer_started_at < fund_now() - interval '2 minutes')
      order by id limit 500`);
    for (const { id } of waiting) await enqueue(tx, "execute-transfer", { disbursementId: id });
    const reversals = await tx.execute<{ id: string }>(sql`
      select id from transfer_reversals
      where fund_id = ${deps.fundId} and state = 'confirmed' and decided_at < fund_now() - interval '2 minutes'
      order by id limit 500`);
    for (const { id } of reversals) await enqueue(tx, "reverse-transfer", { reversalId: id });
    return waiting.length + reversals.length;
  });
}
