import { join } from "node:path";
import { type EmbeddedServer, startEmbeddedPostgres } from "../../src/sandbox/embedded-postgres.ts";
import { readPostmaster } from "../../src/sandbox/postgres/postmaster.ts";

/** A PostgreSQL of its own for a test that stops it; `databaseUrl` stays the same over restarts. */
export async function startFundServer(folder: string) {
  const data = join(folder, "postgres");
  let server: EmbeddedServer = await startEmbeddedPostgres(data);
  const { port } = server;
  return {
    databaseUrl: server.url("fund"),
    serverUrl: server.url("postgres"),
    /** Immediate shutdown: sessions are cut where they stand, the next start recovers from the log. */
    async crash() {
      const running = readPostmaster(server.data) ?? { pid: 0 };
      process.kill(running.pid, "SIGQUIT");
      for (const end = Date.now() + 20_000; isAlive(running.pid); ) {
        if (Date.now() > end) throw new Error("PostgreSQL does not stop");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async startAgain() {
      server = await startEmbeddedPostgres(data, { port });
      if (server.port !== port) throw new Error("the port was taken in the meantime");
    },
    stop: () => server.stop(),
  };
}

export type FundServer = Awaited<ReturnType<typeof startFundServer>>;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
