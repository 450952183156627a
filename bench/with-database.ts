import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { migrateDatabase } from "../src/db/migrate.ts";
import { startEmbeddedPostgres } from "../src/sandbox/embedded-postgres.ts";

/** A database made for this run and dropped after it, on the server named, or on one of its own, flushed to disk. */
export async function withDatabase(serverUrl: string | undefined, work: (url: string) => Promise<void>): Promise<void> {
  const folder = serverUrl === undefined ? await mkdtemp(join(tmpdir(), "fund-bench-")) : undefined;
  if (folder !== undefined) await chmod(folder, 0o755);
  const server = folder === undefined ? undefined : await startEmbeddedPostgres(join(folder, "postgres"));
  const url = new URL(serverUrl ?? server?.url("postgres") ?? "");
  const admin = postgres(url.href, { max: 1, onnotice: () => {} });
  const name = `fund_bench_${randomBytes(4).toString("hex")}`;
  try {
    await admin.unsafe(`create database ${name}`);
    // What a bench writes past the use cases announces nothing; in this database it may.
    await admin.unsafe(`alter database ${name} set app.tx = 'bench'`);
    url.pathname = `/${name}`;
    await migrateDatabase(url.href);
    await work(url.href);
  } finally {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** As the server does by itself some minutes after such a growth. */
export async function analyse(databaseUrl: string): Promise<void> {
  const owner = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await owner`vacuum analyze`;
  await owner.end();
}
