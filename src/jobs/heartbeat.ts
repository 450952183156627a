import { sql } from "drizzle-orm";
import type { Database, Reader } from "../db/client.ts";
import type { JobName } from "./catalogue.ts";

/** Notes that a recurring job ended well just now. */
export async function beat(db: Database, job: JobName): Promise<void> {
  await db.execute(sql`
    insert into heartbeats (name, last_success_at) values (${job}, clock_timestamp())
    on conflict (name) do update set last_success_at = excluded.last_success_at`);
}

/** Seconds since each of these jobs last ended well, in any process; those that never did are left out. */
export async function secondsSinceBeat(reader: Reader, jobs: readonly JobName[]): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.execute<{ name: string; seconds: number }>(sql`
    select name, extract(epoch from clock_timestamp() - last_success_at)::float8 as seconds
    from heartbeats where name in ${jobs}`);
  return new Map(rows.map((row) => [row.name, row.seconds]));
}
