import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { openFund, prepareTables, settleClock } from "../../src/start/prepare-database.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();

test("however many processes start at once on a new database, it keeps one fund", async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => openFund(database.db, "Fonds")));

  expect(new Set(ids).size).toBe(1);
});

test("tables are brought up to date by several processes at once", async () => {
  await Promise.all(Array.from({ length: 4 }, () => prepareTables(database.url, true)));

  const [row] = await database.owner.execute(sql`select to_regnamespace('bullmq') is not null as there`);
  expect(row?.there).toBe(true);
});

test("the clock may move beside a sandbox; a database where it moved is refused with real payments", async () => {
  await settleClock(database.db, true);
  await settleClock(database.db, false);
  await settleClock(database.db, true);
  await database.db.execute(sql`update fund_clock set ahead = interval '1 day'`);

  await expect(settleClock(database.db, false)).rejects.toThrow(/^DATABASE_URL names a database whose fund clock/);
});

test("a database that does not answer is told in one sentence", async () => {
  await expect(prepareTables("postgres://nobody@127.0.0.1:1/none", false)).rejects.toThrow(
    /^DATABASE_URL leads to no usable database: [^\n]+\.$/,
  );
});
