import pino from "pino";
import postgres from "postgres";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import { enqueue } from "../../src/jobs/outbox.ts";
import type { Handler } from "../../workers/handlers.ts";
import { startWorkers } from "../../workers/start-workers.ts";
import { testDatabase } from "../support/database.ts";
import { queueSetUp, until } from "./queue-set-up.ts";
import { handlersOf, subjectOf } from "./trace-handlers.ts";

type Line = { readonly time: number; readonly queue?: string };

const lines: Line[] = [];
const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
const database = testDatabase();
const setUp = queueSetUp(database, { name: "PostgreSQL", redisUrl: undefined }, log);
let server: postgres.Sql;

beforeAll(() => {
  server = postgres(inject("postgresUrl"), { max: 1, onnotice: () => {} });
});
afterAll(() => server.end());

/** The database answers, but says no: other than one that is away, BullMQ asks such a one again without a pause. */
const refuse = async (refused: boolean) => {
  const name = new URL(database.url).pathname.slice(1);
  await server.unsafe(`alter database ${name} allow_connections ${!refused}`);
  if (refused) await server`select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = ${name}`;
};

test("workers of a database that refuses them rest between two tries, and do their jobs once it lets them in", async () => {
  const subjects = Array.from({ length: 12 }, () => uuidv7());
  const [begun, done] = [new Set<string>(), new Set<string>()];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const handler: Handler = () => async (job) => {
    begun.add(subjectOf(job.data));
    await gate;
    done.add(subjectOf(job.data));
  };
  await inTransaction(database.db, async (tx) => {
    for (const campaignId of subjects) await enqueue(tx, "settle-campaign", { campaignId });
  });
  const workers = await startWorkers(setUp.deps, setUp.queues, handlersOf(handler));
  await until("all it does at once began", () => begun.size === 4);
  await refuse(true);
  open();
  const ofMoney = () => lines.filter((line) => line.queue === "money");
  const secondsOfErrors = () => ((ofMoney().at(-1)?.time ?? 0) - (ofMoney()[0]?.time ?? 0)) / 1_000;
  await until("it was refused for a while", () => secondsOfErrors() > 3);

  expect(ofMoney().length / secondsOfErrors()).toBeLessThan(10);

  await refuse(false);
  await until("all were done", () => done.size === subjects.length);
  await workers.close();
});
