import { sql } from "drizzle-orm";
import postgres from "postgres";
import { v7 as uuidv7 } from "uuid";
import { ConfigurationError } from "../config.ts";
import type { Database } from "../db/client.ts";
import { migrateDatabase } from "../db/migrate.ts";
import { fundClock, funds } from "../db/schema/fund.ts";
import { inTransaction } from "../db/transaction.ts";
import { migrateQueues } from "../jobs/queue-schema.ts";

const OLDEST_VERSION = 15;

/** Brings the tables of the fund, and those of the queue where it lives there too, to this version. */
export async function prepareTables(databaseUrl: string, queuesInDatabase: boolean): Promise<void> {
  await refuseUnusable(databaseUrl);
  await migrateDatabase(databaseUrl);
  if (queuesInDatabase) await migrateQueues(databaseUrl);
}

/** Creates the database of that name where the server has none. */
export async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    const [known] = await client`select 1 from pg_database where datname = ${name}`;
    if (known === undefined) await client`create database ${client(name)}`;
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function refuseUnusable(databaseUrl: string): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [row] = await client`select current_setting('server_version_num')::int / 10000 as version`;
    const version = Number(row?.version);
    if (version < OLDEST_VERSION) {
      throw new ConfigurationError(
        `DATABASE_URL names a PostgreSQL ${version}: the fund needs ${OLDEST_VERSION} or later.`,
      );
    }
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(`DATABASE_URL leads to no usable database: ${sentence(error)}.`);
  } finally {
    await client.end({ timeout: 5 });
  }
}

const sentence = (error: unknown) =>
  (error instanceof Error && error.message !== "" ? error.message : String(error)).replace(/\.$/, "").split("\n")[0];

/** The fund this database keeps; made at the first start. Several processes may ask at once. */
export async function openFund(db: Database, name: string): Promise<string> {
  return inTransaction(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('open-fund'))`);
    const [known] = await tx.select({ id: funds.id }).from(funds).orderBy(funds.id).limit(1);
    if (known !== undefined) return known.id;
    const id = uuidv7();
    await tx.insert(funds).values({ id, name });
    return id;
  });
}

/**
 * Only beside a sandbox may the fund's clock be moved ahead.
 * @throws ConfigurationError when a database whose clock was moved meets real payments
 */
export async function settleClock(db: Database, sandbox: boolean): Promise<void> {
  const [clock] = await db
    .select({ ahead: sql<boolean>`${fundClock.ahead} > interval '0'`, sandbox: fundClock.sandbox })
    .from(fundClock);
  if (!sandbox && clock?.ahead === true) {
    throw new ConfigurationError(
      "DATABASE_URL names a database whose fund clock was moved ahead in a sandbox: real payments need another one.",
    );
  }
  if (clock?.sandbox !== sandbox) await db.update(fundClock).set({ sandbox });
}
