import { sql } from "drizzle-orm";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { enqueue } from "../jobs/outbox.ts";

/** Answers whose job the queue gave up on are sent to it again. */
export const sweepDisputeAnswers = (deps: Deps): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const waiting = await tx.execute<{ id: string }>(sql`
      select id from dispute_answers where fund_id = ${deps.fundId} and sent_at is null and refusal is null
        and answered_at < fund_now() - interval '5 minutes' order by id limit 100`);
    for (const { id } of waiting) await enqueue(tx, "send-dispute-answer", { answerId: id });
  });
