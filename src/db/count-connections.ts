import { sql } from "drizzle-orm";
import type { Reader } from "./client.ts";

/** How many connections to this database are idle, active, or idle in a transaction. */
export async function countConnections(reader: Reader): Promise<{ state: string; connections: number }[]> {
  return await reader.execute<{ state: string; connections: number }>(sql`
    select coalesce(state, 'unknown') as state, count(*)::int as connections from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' group by 1`);
}
