import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import { emptyOutbox, outboxBacklog } from "../../src/jobs/empty-outbox.ts";
import { enqueue } from "../../src/jobs/outbox.ts";
import type { NewJob } from "../../src/jobs/queues.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();
beforeEach(async () => void (await database.owner.execute(sql`truncate outbox`)));

const fill = (jobs: number) =>
  inTransaction(database.db, async (tx) => {
    for (let n = 0; n < jobs; n += 1) await enqueue(tx, "settle-campaign", { campaignId: uuidv7() });
  });

test("jobs leave in the order they came, once, under ids a queue accepts", async () => {
  await fill(5);
  const delivered: NewJob[] = [];
  const deliver = async (jobs: readonly NewJob[]) => void delivered.push(...jobs);

  expect(await emptyOutbox(database.db, 3, deliver)).toBe(3);
  expect(await emptyOutbox(database.db, 3, deliver)).toBe(2);
  expect(await emptyOutbox(database.db, 3, deliver)).toBe(0);

  const ids = delivered.map(({ id }) => id);
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(/^outbox-\d+-\d+$/);
  const numbers = ids.map((id) => Number(id.split("-")[1]));
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
});

test("what the queue did not take stays for the next time", async () => {
  await fill(2);

  const failed = emptyOutbox(database.db, 10, () => Promise.reject(new Error("the queue is away")));

  await expect(failed).rejects.toThrow("the queue is away");
  expect((await outboxBacklog(database.db)).waiting).toBe(2);
});

test("relays at once share the work and never deliver a job twice", async () => {
  await fill(200);
  const delivered: string[] = [];
  const relay = async () => {
    const deliver = async (jobs: readonly NewJob[]) => void delivered.push(...jobs.map(({ id }) => id));
    while ((await emptyOutbox(database.db, 10, deliver)) > 0);
  };

  await Promise.all([relay(), relay(), relay(), relay()]);

  expect(delivered).toHaveLength(200);
  expect(new Set(delivered).size).toBe(200);
});

test("a job of a newer version waits for a worker that knows it", async () => {
  await inTransaction(database.db, (tx) =>
    tx.execute(sql`insert into outbox (job, payload, created_at) values ('learn-to-fly', '{}', clock_timestamp())`),
  );

  expect(await emptyOutbox(database.db, 10, async () => {})).toBe(0);
  expect((await outboxBacklog(database.db)).waiting).toBe(1);
});
