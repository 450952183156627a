import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import { InvariantViolation } from "../../src/errors.ts";
import { outboxBacklog } from "../../src/jobs/empty-outbox.ts";
import { secondsSinceBeat } from "../../src/jobs/heartbeat.ts";
import { enqueue } from "../../src/jobs/outbox.ts";
import type { Handler } from "../../workers/handlers.ts";
import { startWorkers } from "../../workers/start-workers.ts";
import { testDatabase } from "../support/database.ts";
import { backends } from "./backends.ts";
import { queueSetUp, until } from "./queue-set-up.ts";
import { gatedHandler, handlersOf, subjectOf } from "./trace-handlers.ts";

describe.each(await backends())("jobs on $name", (backend) => {
  const database = testDatabase();
  const setUp = queueSetUp(database, backend);
  const closing: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const work = async (handler: Handler) => {
    const workers = await startWorkers(setUp.deps, setUp.queues, handlersOf(handler));
    closing.push(() => workers.close());
    return workers;
  };

  const enqueueOne = async () => {
    const campaignId = uuidv7();
    await inTransaction(database.db, (tx) => enqueue(tx, "settle-campaign", { campaignId }));
    return campaignId;
  };

  const count = async (query: ReturnType<typeof sql>) => (await database.db.execute(query)).length;

  test("every job written with a change is run, and the outbox is empty after", async () => {
    const subjects = Array.from({ length: 300 }, () => uuidv7());
    const seen: string[] = [];
    await Promise.all(
      subjects.map((campaignId) => inTransaction(database.db, (tx) => enqueue(tx, "settle-campaign", { campaignId }))),
    );

    const note: Handler = () => async (job) => void seen.push(subjectOf(job.data));
    await Promise.all([work(note), work(note)]);
    await until("all ran", () => new Set(seen).size === subjects.length);

    expect(new Set(seen)).toEqual(new Set(subjects));
    expect(await outboxBacklog(database.db)).toEqual({ waiting: 0, oldestSeconds: 0 });
  });

  test("a job whose transaction is undone never runs", async () => {
    const seen: string[] = [];
    const undone = uuidv7();
    const failing = inTransaction(database.db, async (tx) => {
      await enqueue(tx, "settle-campaign", { campaignId: undone });
      throw new Error("undone");
    });
    await expect(failing).rejects.toThrow("undone");

    await work(() => async (job) => void seen.push(subjectOf(job.data)));
    const kept = await enqueueOne();
    await until("the other ran", () => seen.includes(kept));

    expect(seen).not.toContain(undone);
  });

  test("a failed job is tried again after a wait", async () => {
    const runs: string[] = [];
    await work(() => async (job) => {
      const subject = subjectOf(job.data);
      runs.push(subject);
      if (runs.filter((one) => one === subject).length === 1) throw new Error("the outside was away");
    });

    const subject = await enqueueOne();
    await until("it was tried again", () => runs.filter((one) => one === subject).length === 2);

    expect((await setUp.queues.counts()).money?.failed).toBe(0);
  });

  test("a job that meets an impossible state is parked, not repeated", async () => {
    const parkedBefore = (await setUp.queues.counts()).money?.failed ?? 0;
    let runs = 0;
    await work(() => async () => {
      runs += 1;
      throw new InvariantViolation("this cannot be");
    });

    await enqueueOne();
    await until("it is parked", async () => ((await setUp.queues.counts()).money?.failed ?? 0) > parkedBefore);

    expect(runs).toBe(1);
  });

  /** As many statements at once as the pool has connections. */
  const everyConnectionAnswers = async () => {
    const asked = Array.from({ length: 10 }, () => database.db.execute(sql`select pg_sleep(0.1)`));
    return (await Promise.allSettled(asked)).every(({ status }) => status === "fulfilled");
  };

  test("a shutdown lets the job under way finish and takes no other", async () => {
    const workers = await work(gatedHandler);
    await enqueueOne();
    await until("it began", async () => (await count(sql`select from job_runs`)) === 1);

    const closed = workers.close();
    const other = await enqueueOne();
    await database.db.execute(sql`insert into job_gate values (true)`);
    await closed;

    expect(await count(sql`select from job_effects`)).toBe(1);
    expect(await count(sql`select from job_runs where subject = ${other}`)).toBe(0);
    await work(gatedHandler);
    await until("the other ran", async () => (await count(sql`select from job_effects`)) === 2);
  });

  test("workers outlive the loss of every connection to the database", async () => {
    const seen: string[] = [];
    await work(() => async (job) => void seen.push(subjectOf(job.data)));

    await database.owner.execute(sql`
      select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await until("every connection was replaced", everyConnectionAnswers);
    const subject = await enqueueOne();

    await until("it ran", () => seen.includes(subject));
  });

  test("a recurring job that ends well leaves a heartbeat", async () => {
    await work(gatedHandler);

    await until("it beat", async () => (await secondsSinceBeat(database.db, ["sweep-campaigns"])).size === 1);
  });

  test("a job whose worker is killed three times is run a fourth time, with one effect", async () => {
    const children = await Promise.all(Array.from({ length: 4 }, () => startChild(setUp.settings())));
    closing.push(() => endAll(children));
    const subject = await enqueueOne();

    for (let killed = 1; killed <= 3; killed += 1) {
      await until(`run ${killed} began`, async () => (await count(sql`select from job_runs`)) === killed);
      const [run] = await database.db.execute<{ pid: number }>(
        sql`select pid from job_runs where not pid = any(${sql`array[${sql.join([0, ...gone(children)], sql`, `)}]::int[]`})`,
      );
      const child = children.find((one) => one.pid === run?.pid);
      child?.kill("SIGKILL");
      await once(child ?? process, "exit");
    }
    await database.db.execute(sql`insert into job_gate values (true)`);
    await until("it took effect", async () => (await count(sql`select from job_effects`)) === 1);

    expect(await count(sql`select from job_runs where subject = ${subject}`)).toBe(4);
  });
});

async function startChild(settings: unknown): Promise<ChildProcess> {
  const file = fileURLToPath(new URL("worker-child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", file, JSON.stringify(settings)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

const gone = (children: readonly ChildProcess[]) =>
  children.flatMap((child) => (child.signalCode === null || child.pid === undefined ? [] : [child.pid]));

async function endAll(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}
