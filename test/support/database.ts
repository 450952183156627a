import { randomBytes } from "node:crypto";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { type Connection, connectDatabase, type Database } from "../../src/db/client.ts";

export type TestDatabase = {
  /** As the service connects: role `fund_app`. */
  readonly db: Database;
  /** As the owner, without any guard but the database's own: for breaking constraints with raw SQL. */
  readonly owner: PostgresJsDatabase;
  readonly url: string;
};

/** A fresh copy of the migrated database for this test file, dropped after it. Call it at the top of the file. */
export function testDatabase(): TestDatabase {
  const name = `fund_test_${process.pid}_${randomBytes(4).toString("hex")}`;
  let admin: postgres.Sql;
  let ownerClient: postgres.Sql;
  let connection: Connection;
  const handle: { db?: Database; owner?: PostgresJsDatabase; url?: string } = {};

  beforeAll(async () => {
    const url = new URL(inject("postgresUrl"));
    admin = postgres(url.href, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${name} ${inject("copyOfTemplate")}`);
    url.pathname = `/${name}`;
    connection = connectDatabase(url.href, { name });
    ownerClient = postgres(url.href, { max: 2, onnotice: () => {} });
    Object.assign(handle, { db: connection.db, owner: drizzle(ownerClient), url: url.href });
  });

  afterAll(async () => {
    await connection?.close();
    await ownerClient?.end({ timeout: 5 });
    await admin?.unsafe(`drop database if exists ${name} with (force)`);
    await admin?.end();
  });

  const ready = <K extends keyof TestDatabase>(key: K): TestDatabase[K] => {
    const value = handle[key];
    if (value === undefined) throw new Error("the test database is ready only inside tests and hooks");
    return value as TestDatabase[K];
  };
  return {
    get db() {
      return ready("db");
    },
    get owner() {
      return ready("owner");
    },
    get url() {
      return ready("url");
    },
  };
}
