import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "../db/client.ts";
import { heartbeats } from "../db/schema/platform.ts";

const NAME = "demo-data";

/** How far the demo data of this database has come; `none` where it has none to come. */
export type DemoProgress = "none" | "begun" | "furnished" | "done";

export const markBegun = (tx: Transaction) =>
  tx.insert(heartbeats).values({ name: NAME, lastSuccessAt: sql`clock_timestamp()`, cursor: "begun" });

export async function mark(db: Database, cursor: "furnished" | "done"): Promise<void> {
  await db.update(heartbeats).set({ cursor, lastSuccessAt: sql`clock_timestamp()` }).where(eq(heartbeats.name, NAME));
}

export async function readProgress(db: Database): Promise<DemoProgress> {
  const [row] = await db.select({ cursor: heartbeats.cursor }).from(heartbeats).where(eq(heartbeats.name, NAME));
  const known = (["begun", "furnished", "done"] as const).find((one) => one === row?.cursor);
  return known ?? "none";
}
