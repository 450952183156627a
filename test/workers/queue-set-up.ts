import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import pino, { type Logger } from "pino";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { migrateQueues } from "../../src/jobs/queue-schema.ts";
import { openQueues, type QueueSettings, type Queues } from "../../src/jobs/queues.ts";
import { createMailer } from "../../src/mail/mailer.ts";
import type { WorkerDeps } from "../../workers/worker-deps.ts";
import type { TestDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { type Backend, forgetKeys } from "./backends.ts";

const silent = pino({ level: "silent" });

/** Queues of their own for a group of tests, and a table where jobs leave their traces. */
export function queueSetUp(database: TestDatabase, backend: Backend, log: Logger = silent) {
  const redisPrefix = `test-${randomBytes(6).toString("hex")}`;
  const handle: { queues?: Queues; deps?: WorkerDeps } = {};

  const settings = (): QueueSettings => ({
    databaseUrl: database.url,
    redisUrl: backend.redisUrl,
    redisPrefix,
    lockMs: 1_500,
  });

  beforeAll(async () => {
    if (backend.redisUrl === undefined) await migrateQueues(database.url);
    await database.owner.execute(sql`create table if not exists job_runs (subject text, pid int)`);
    await database.owner.execute(sql`create table if not exists job_effects (subject text primary key)`);
    await database.owner.execute(sql`create table if not exists job_gate (open boolean)`);
    await database.owner.execute(sql`grant all on job_runs, job_effects, job_gate to fund_app`);
    handle.queues = await openQueues(settings(), log);
    handle.deps = { ...(await testDeps(database.db)), mailer: createMailer(database.db, undefined, "") };
  });

  beforeEach(async () => {
    await database.owner.execute(sql`truncate job_runs, job_effects, job_gate`);
  });

  afterAll(async () => {
    await handle.queues?.close();
    if (backend.redisUrl !== undefined) await forgetKeys(backend.redisUrl, redisPrefix);
  });

  return {
    settings,
    get queues(): Queues {
      if (handle.queues === undefined) throw new Error("the queues are open only inside tests");
      return handle.queues;
    },
    get deps(): WorkerDeps {
      if (handle.deps === undefined) throw new Error("the deps exist only inside tests");
      return handle.deps;
    },
  };
}

const PATIENCE_MS = 60_000;

/** Looks again until it is so. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited ${PATIENCE_MS} ms in vain until ${what}`);
}
