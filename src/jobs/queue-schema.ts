import { runMigrations } from "bullmq";
import pg from "pg";

const SCHEMA = "bullmq";

/** Lays out or updates the queue's tables; the one place that does. */
export async function migrateQueues(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: `-c search_path=${SCHEMA}` });
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}

/** Connections of one queue or one worker: `most` for short statements, and one that a worker keeps to listen. */
export const queueConnection = (databaseUrl: string, most: number) => ({
  connectionString: databaseUrl,
  schema: SCHEMA,
  max: most,
  application_name: "solidarity-fund-queues",
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
});
