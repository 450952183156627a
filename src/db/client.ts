import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { safeBegin } from "./lost-connection.ts";
import { prepareStatements } from "./prepare-statements.ts";
import * as schema from "./schema/index.ts";

export type Database = PostgresJsDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** Reads take either: inside a transaction they see its own writes. */
export type Reader = Database | Transaction;

export type Connection = { readonly db: Database; close(): Promise<void> };

/** Opens a pool that acts as the role `fund_app`, which writes the journal only through `post_entry` (L6). */
export function connectDatabase(url: string, { poolSize = 10, name = "solidarity-fund" } = {}): Connection {
  const pool = { closedJustNow: false };
  const client = postgres(url, {
    max: poolSize,
    idle_timeout: 60,
    connect_timeout: 10,
    // Left alone, the driver waits up to 20 s before it looks again, and every request with it.
    backoff: (failures) => Math.min(2 ** failures / 20, 1),
    onnotice: () => {},
    onclose: () => {
      pool.closedJustNow = true;
      setImmediate(() => {
        pool.closedJustNow = false;
      });
    },
    connection: {
      application_name: name,
      role: "fund_app",
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
    },
  });
  Object.assign(prepareStatements(client), { begin: safeBegin(client, pool) });
  return { db: drizzle(client, { schema }), close: () => client.end({ timeout: 5 }) };
}
