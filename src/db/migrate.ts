import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import type { Reader } from "./client.ts";

const migrationsFolder = fileURLToPath(
  new URL(import.meta.url.includes("/dist/") ? "../../../drizzle" : "../../drizzle", import.meta.url),
);

/** Any number that no other program of ours locks with. */
const MIGRATION_LOCK = 7_233_001;

/** Brings the database to the newest shape. Safe to run from several processes at once: one goes first. */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const db = drizzle(client);
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await migrate(db, { migrationsFolder });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** How many migrations this code knows and the database has not seen. */
export async function pendingMigrations(db: Reader): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder });
  const [newest] = await db.execute<{ at: string | null }>(
    sql`select max(created_at)::text as at from drizzle.__drizzle_migrations`,
  );
  const seen = Number(newest?.at ?? 0);
  return known.filter((m) => m.folderMillis > seen).length;
}
