import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { outbox } from "../db/schema/platform.ts";
import { JOBS, type JobName, type JobPayload } from "./catalogue.ts";

/** Writes a job in the transaction of the change that causes it: both commit, or neither. */
export async function enqueue<N extends JobName>(tx: Transaction, job: N, payload: JobPayload<N>): Promise<void> {
  await tx.insert(outbox).values({ job, payload: JOBS[job].payload.parse(payload), createdAt: sql`clock_timestamp()` });
}
