import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connectDatabase, type Reader } from "../../src/db/client.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();

/** Statements that the one connection keeps prepared, and whose text has `mark`. */
async function keptWith(db: Reader, mark: string): Promise<number> {
  const [row] = await db.execute<{ kept: number }>(
    sql.raw(`select count(*)::int as kept from pg_prepared_statements where statement like '%${mark}%'`),
  );
  return row?.kept ?? 0;
}

test("a query asked again is parsed once on its connection, inside a transaction and outside", async () => {
  const { db, close } = connectDatabase(database.url, { poolSize: 1 });
  const ask = (reader: Reader, value: number) => reader.execute(sql`select ${value}::int as asked_often`);

  for (const value of [1, 2, 3]) expect((await ask(db, value))[0]).toEqual({ asked_often: value });
  await inTransaction(db, async (tx) => {
    for (const value of [4, 5]) expect((await ask(tx, value))[0]).toEqual({ asked_often: value });
  });

  expect(await keptWith(db, "asked_often")).toBe(1);
  await close();
});

test("a long list, whose length hardly comes again, is not kept", async () => {
  const { db, close } = connectDatabase(database.url, { poolSize: 1 });
  const values = Array.from({ length: 101 }, (_, n) => sql`${n}::int`);

  await db.execute(sql`select 1 as long_list where 1 in (${sql.join(values, sql`, `)})`);

  expect(await keptWith(db, "long_list")).toBe(0);
  await close();
});

test("a kept query whose table changed meanwhile is answered all the same", async () => {
  const { db, close } = connectDatabase(database.url, { poolSize: 1 });
  await database.owner.execute(sql.raw("create table changing (id int); grant select on changing to fund_app"));
  const ask = () => db.execute(sql`select * from changing where id = ${1}`);
  await ask();
  await database.owner.execute(
    sql.raw("alter table changing add column name text; insert into changing values (1, 'x')"),
  );

  expect([...(await ask())]).toEqual([{ id: 1, name: "x" }]);
  await close();
});
