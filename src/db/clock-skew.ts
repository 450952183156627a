import { sql } from "drizzle-orm";
import type { Reader } from "./client.ts";

/**
 * How far this machine's clock is from the database's, in milliseconds; the time the question took is not counted.
 * Locks of jobs are judged by the clients' clocks, so a worker that is ahead would run another's job again.
 */
export async function clockSkewMs(reader: Reader): Promise<number> {
  const asked = Date.now();
  const [row] = await reader.execute<{ ms: number }>(
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`,
  );
  const answered = Date.now();
  const there = row?.ms ?? Number.NaN;
  if (there > answered) return there - answered;
  return there < asked ? asked - there : 0;
}
