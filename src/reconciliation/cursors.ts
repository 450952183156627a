import { eq, sql } from "drizzle-orm";
import type { Database, Reader } from "../db/client.ts";
import { heartbeats } from "../db/schema/platform.ts";

/** How far a sweep has come, as an instant; undefined before its first end. */
export async function readCursor(reader: Reader, name: string): Promise<Date | undefined> {
  const [row] = await reader.select({ cursor: heartbeats.cursor }).from(heartbeats).where(eq(heartbeats.name, name));
  return row?.cursor == null ? undefined : new Date(row.cursor);
}

/** Notes that a sweep ended well, and how far it came. A cursor never goes back. */
export async function saveCursor(db: Database, name: string, cursor: Date | undefined): Promise<void> {
  await db
    .insert(heartbeats)
    .values({ name, lastSuccessAt: sql`fund_now()`, cursor: cursor?.toISOString() ?? null })
    .onConflictDoUpdate({
      target: heartbeats.name,
      set: { lastSuccessAt: sql`fund_now()`, cursor: sql`greatest(${heartbeats.cursor}, excluded.cursor)` },
    });
}

/** Whether what is done once an hour did not end well for an hour. */
export async function isDueHourly(reader: Reader, name: string): Promise<boolean> {
  const [row] = await reader
    .select({ isRecent: sql<boolean>`${heartbeats.lastSuccessAt} > fund_now() - interval '1 hour'` })
    .from(heartbeats)
    .where(eq(heartbeats.name, name));
  return row?.isRecent !== true;
}

export const back = (instant: Date | undefined, ms: number): Date =>
  new Date(Math.max(0, (instant?.getTime() ?? 0) - ms));

export const later = (a: Date | undefined, b: Date): Date => (a === undefined || b > a ? b : a);
