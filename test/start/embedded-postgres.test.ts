import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmbeddedServer, startEmbeddedPostgres } from "../../src/sandbox/embedded-postgres.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fund-postgres-"));
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true }));

async function ask(server: EmbeddedServer, query: string): Promise<string> {
  const sql = postgres(server.url("postgres"), { max: 1, onnotice: () => {} });
  const [row] = await sql.unsafe(query);
  await sql.end();
  return String(Object.values(row ?? {})[0]);
}

test("it writes through to the disk, keeps its data and its port", async () => {
  const first = await startEmbeddedPostgres(join(folder, "postgres"));
  expect(await ask(first, "select current_setting('fsync') || current_setting('server_version_num')")).toMatch(/^on18/);
  await ask(first, "create table kept as select 42 as answer");
  await first.stop();

  const second = await startEmbeddedPostgres(join(folder, "postgres"), { port: first.port });

  expect(second.port).toBe(first.port);
  expect(await ask(second, "select answer from kept")).toBe("42");
  await second.stop();
});

test("a server left running on the data is ended first: there are never two", async () => {
  const left = await startEmbeddedPostgres(join(folder, "postgres"), { fsync: false });
  const started = await ask(left, "select pg_postmaster_start_time()::text");

  const next = await startEmbeddedPostgres(join(folder, "postgres"), { fsync: false, port: left.port });

  expect(await ask(next, "select pg_postmaster_start_time()::text")).not.toBe(started);
  await next.stop();
});

test("a layout that was interrupted begins again, and a dead server's note does not hinder the start", async () => {
  await mkdir(join(folder, "postgres.new", "base"), { recursive: true });
  const first = await startEmbeddedPostgres(join(folder, "postgres"), { fsync: false });
  await first.stop();
  await writeFile(
    join(folder, "postgres", "postmaster.pid"),
    `${process.pid}\n${folder}\n0\n1\n\n127.0.0.1\n\nready\n`,
  );

  const second = await startEmbeddedPostgres(join(folder, "postgres"), { fsync: false });

  expect(await ask(second, "select 1")).toBe("1");
  await second.stop();
});

test("in a folder its user cannot reach, root's server keeps its data elsewhere and finds it again", async (context) => {
  if (process.getuid?.() !== 0) {
    process.stdout.write("Skipped: only as root does PostgreSQL run as a user who may not reach the folder.\n");
    return context.skip();
  }
  await chmod(folder, 0o700);
  const first = await startEmbeddedPostgres(join(folder, "postgres"), { fsync: false });
  const place = dirname(await ask(first, "select current_setting('data_directory')"));
  await ask(first, "create table kept as select 42 as answer");
  await first.stop();

  const second = await startEmbeddedPostgres(join(folder, "postgres"), { fsync: false });

  expect(place).toMatch(/\/solidarity-fund-[0-9a-f]{16}$/);
  expect(await ask(second, "select answer from kept")).toBe("42");
  expect(existsSync(join(folder, "postgres"))).toBe(false);
  await second.stop();
  await rm(place, { recursive: true });
});
