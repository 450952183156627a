import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "../../src/db/migrate.ts";
import { startEmbeddedPostgres } from "../../src/sandbox/embedded-postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
    /** What follows `create database …` to copy the migrated one. */
    copyOfTemplate: string;
  }
}

/** Tests that start the real programs start what `npm start` does. */
function build(): void {
  const project = fileURLToPath(new URL("../../", import.meta.url));
  const compiler = join(project, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", join(project, "tsconfig.build.json")], { stdio: "inherit" });
}

/**
 * One PostgreSQL for the whole run (`TEST_DATABASE_URL`, or the one npm ships in a temporary folder) and one
 * migrated template database that each test file copies.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  build();
  const given = process.env.TEST_DATABASE_URL;
  const folder = given === undefined ? await mkdtemp(join(tmpdir(), "fund-test-")) : undefined;
  // As root, the server runs as the user `postgres`, who must be able to reach its folder.
  if (folder !== undefined) await chmod(folder, 0o755);
  const server =
    folder === undefined ? undefined : await startEmbeddedPostgres(join(folder, "postgres"), { fsync: false });
  const url = given ?? server?.url("postgres") ?? "";
  const template = `fund_template_${process.pid}`;

  const admin = postgres(url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${template}`);
  await admin.unsafe(`create database ${template}`);
  const templateUrl = new URL(url);
  templateUrl.pathname = `/${template}`;
  await migrateDatabase(templateUrl.href);

  project.provide("postgresUrl", url);
  // Copying files costs half of copying by log where nothing is forced to disk, and four times as much where it is.
  project.provide("copyOfTemplate", `template ${template} strategy ${server === undefined ? "wal_log" : "file_copy"}`);

  return async () => {
    await admin.unsafe(`drop database if exists ${template} with (force)`);
    await admin.end();
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  };
}
