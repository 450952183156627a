import { join } from "node:path";
import { type Config, ConfigurationError } from "../config.ts";
import { type Connection, connectDatabase } from "../db/client.ts";
import { migrateDatabase } from "../db/migrate.ts";
import { startEmbeddedPostgres } from "../sandbox/embedded-postgres.ts";
import { lockFolder } from "../start/lock.ts";
import { createDatabase } from "../start/prepare-database.ts";
import { readRunning } from "../start/running.ts";

/**
 * The database a command works on: the configured one, else that of the `npm start` running in this folder, else the
 * folder's own, started for as long as the command lasts. Brought to this version of the tables.
 */
export async function openDatabase(config: Config): Promise<Connection> {
  const url = config.databaseUrl ?? (config.production ? undefined : readRunning(config.dataDir)?.databaseUrl);
  if (url !== undefined) return connect(url);
  if (config.production) throw new ConfigurationError("DATABASE_URL is missing.");
  const release = await lockFolder(config.dataDir);
  try {
    const server = await startEmbeddedPostgres(join(config.dataDir, "postgres"));
    await createDatabase(server.url("postgres"), "fund");
    const connection = await connect(server.url("fund"));
    const close = async () => {
      await connection.close();
      await server.stop();
      release();
    };
    return { db: connection.db, close };
  } catch (error) {
    release();
    throw error;
  }
}

async function connect(url: string): Promise<Connection> {
  await migrateDatabase(url);
  return connectDatabase(url, { poolSize: 2, name: "solidarity-fund-command" });
}
