import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { connectDatabase, type Transaction } from "../../src/db/client.ts";
import { auditLog, heartbeats } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { AppError } from "../../src/errors.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();
/** A table without the guard, so that these tests see what the connection alone lets through. */
const beat = (tx: Transaction, name: string) => tx.insert(heartbeats).values({ name, lastSuccessAt: new Date() });

const beats = (id: string) =>
  database.db
    .select()
    .from(heartbeats)
    .where(sql`${heartbeats.name} like ${`%${id}`}`);

async function killInTheMiddle(poolSize: number, waiting: number, kill: (pid: number) => Promise<unknown>) {
  const connection = connectDatabase(database.url, { poolSize, name: "to be killed" });
  const id = uuidv7();
  try {
    const others = Array.from({ length: waiting }, () => connection.db.execute(sql`select pg_sleep(0.01)`));
    const outcome = inTransaction(connection.db, async (tx) => {
      await beat(tx, `first ${id}`);
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      const more = Array.from({ length: waiting }, () =>
        connection.db.execute(sql`select pg_sleep(0.01)`).catch(() => {}),
      );
      await kill(row?.pid ?? 0);
      for (let trip = 0; trip < 5; trip += 1) await database.owner.execute(sql`select 1`);
      try {
        await beat(tx, `second ${id}`);
      } finally {
        await beat(tx, `third ${id}`);
      }
      await Promise.all(more);
    }).catch((error: unknown) => error);
    await Promise.all(others);
    return { outcome: await outcome, id, works: await connection.db.execute(sql`select 1 as one`) };
  } finally {
    await connection.close();
  }
}

const terminate = (pid: number) => database.owner.execute(sql`select pg_terminate_backend(${pid}, 5000)`);

test.each([
  ["nothing waits for the connection", 1, 0],
  ["others wait for the connection", 1, 5],
  ["the pool has room", 3, 2],
])("a connection killed inside a transaction commits none of it when %s (L1)", async (_, poolSize, waiting) => {
  const { outcome, id, works } = await killInTheMiddle(poolSize, waiting, terminate);

  expect(outcome).toBeInstanceOf(AppError);
  expect(outcome).toMatchObject({ status: 503 });
  expect(await beats(id)).toEqual([]);
  expect(works).toHaveLength(1);
});

test("a transaction left idle too long is ended by the database and commits nothing (L1)", async () => {
  const connection = connectDatabase(database.url, { poolSize: 1, name: "idle" });
  const id = uuidv7();

  const outcome = await inTransaction(connection.db, async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 50`);
    await beat(tx, `first ${id}`);
    const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await expect
      .poll(
        async () => (await database.owner.execute(sql`select from pg_stat_activity where pid = ${row?.pid}`)).length,
      )
      .toBe(0);
    await beat(tx, `second ${id}`);
  }).catch((error: unknown) => error);

  expect(outcome).toMatchObject({ status: 503 });
  expect(await beats(id)).toEqual([]);
  await connection.close();
});

test("a write outside an announced transaction is refused by every table of money (L1)", async () => {
  const stray = database.db.insert(auditLog).values({
    id: uuidv7(),
    at: new Date(),
    actor: "stray",
    action: "stray",
    subjectKind: "test",
    subjectId: "stray",
  });

  await expect(stray).rejects.toMatchObject({ cause: { constraint_name: "announced_transaction" } });
});
