import { sql } from "drizzle-orm";
import type { Database, Reader } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { JOBS, type JobName } from "./catalogue.ts";
import type { NewJob } from "./queues.ts";

/**
 * Hands the oldest jobs of the outbox to `deliver` and deletes them once it returned. Rows another relay holds are
 * left to it. A crash between the two delivers them again: the jobs find their work done. The one network call
 * inside a transaction: it holds only outbox rows, and deleting first would lose jobs.
 * @returns how many were delivered
 */
export function emptyOutbox(
  db: Database,
  most: number,
  deliver: (jobs: readonly NewJob[]) => Promise<void>,
): Promise<number> {
  return inTransaction(db, async (tx) => {
    const taken = await tx.execute<{ id: string; job: JobName; payload: unknown; moment: string }>(sql`
      delete from outbox where id in (
        select id from outbox where job in ${KNOWN} order by id for update skip locked limit ${most}
      ) returning id::text, job, payload, (extract(epoch from created_at) * 1000000)::bigint::text as moment`);
    if (taken.length === 0) return 0;
    const rows = [...taken].sort((one, other) => Number(one.id) - Number(other.id));
    // The moment sets apart a database begun anew, whose numbers start again, from one the queue knew before.
    await deliver(rows.map((row) => ({ name: row.job, data: row.payload, id: `outbox-${row.id}-${row.moment}` })));
    return rows.length;
  });
}

/** A job of a newer version stays until a worker of that version comes. */
const KNOWN = Object.keys(JOBS);

/** How many jobs wait to be handed to the queue, and for how many seconds the oldest does. */
export async function outboxBacklog(reader: Reader): Promise<{ waiting: number; oldestSeconds: number }> {
  const [row] = await reader.execute<{ waiting: number; seconds: number }>(sql`
    select count(*)::int as waiting,
      coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as seconds from outbox`);
  return { waiting: row?.waiting ?? 0, oldestSeconds: row?.seconds ?? 0 };
}
