import { sql } from "drizzle-orm";
import type { Reader } from "./client.ts";

/** The fund's instant: the database's clock, moved ahead only in a sandbox set-up. Judges every deadline (P3). */
export async function fundNow(reader: Reader): Promise<Date> {
  const [row] = await reader.execute<{ at: string }>(
    sql`select to_char(fund_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  );
  if (row === undefined) throw new Error("fund_now() returned no row");
  return new Date(row.at);
}
