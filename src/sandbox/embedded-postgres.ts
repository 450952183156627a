import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { chown } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { npmPostgresFolder } from "./postgres/binaries.ts";
import { freePort } from "./postgres/free-port.ts";
import { placeFor } from "./postgres/place.ts";
import { endOrphan, readPostmaster } from "./postgres/postmaster.ts";
import { type RunAs, whomToRunAs } from "./postgres/run-as.ts";

export type EmbeddedServer = {
  readonly port: number;
  /** The folder its data lies in, wherever that had to be. */
  readonly data: string;
  readonly url: (database: string) => string;
  stop(): Promise<void>;
};

type Settings = { readonly data: string; readonly native: string; readonly runAs: RunAs; readonly fsync: boolean };

/**
 * Starts the PostgreSQL that npm ships, with its data in `dataDir`, on the loopback address: on `port` where that
 * is free, else on any free one. A server left there by a killed run is ended first.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  { fsync = true, port = 0 }: { fsync?: boolean; port?: number } = {},
): Promise<EmbeddedServer> {
  const runAs = whomToRunAs(dataDir);
  const settings = { ...placeFor(dataDir, npmPostgresFolder(), runAs), runAs, fsync };
  const passwordFile = `${dataDir}.password`;
  await endOrphan(settings.data);
  if (!existsSync(passwordFile)) setAside(settings.data);
  if (!existsSync(join(settings.data, "PG_VERSION"))) {
    writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
    await initialise(settings, readFileSync(passwordFile, "utf8"));
  }
  const { server, port: found } = await startOnFreePort(settings, port, `${dataDir}.log`);
  const password = readFileSync(passwordFile, "utf8");
  return {
    port: found,
    data: settings.data,
    url: (database) => `postgres://postgres:${password}@127.0.0.1:${found}/${database}`,
    stop: () => stop(server),
  };
}

/** Data of this project whose `.data` was deleted, left in a folder of the machine: kept once, never opened. */
function setAside(data: string): void {
  if (!existsSync(join(data, "PG_VERSION"))) return;
  rmSync(`${data}.set-aside`, { recursive: true, force: true });
  renameSync(data, `${data}.set-aside`);
}

/** Into a folder aside, renamed once complete: a start interrupted here begins again, it never finds half a cluster. */
async function initialise({ data, native, runAs, fsync }: Settings, password: string): Promise<void> {
  const half = `${data}.new`;
  const secret = `${data}.initdb`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    for (const path of [half, secret]) await chown(path, runAs.uid, runAs.gid);
  }
  // The collation built into PostgreSQL: accents fold, and no locale of the machine is needed.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const flags = ["-U", "postgres", "-A", "scram-sha-256", `--pwfile=${secret}`, ...locale];
  const child = spawn(join(native, "bin", "initdb"), ["-D", half, ...flags, ...(fsync ? [] : ["--no-sync"])], {
    ...runAs,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  rmSync(secret, { force: true });
  if (code !== 0) throw new Error(`PostgreSQL could not lay out its data: ${complaint.trim()}`);
  rmSync(data, { recursive: true, force: true });
  renameSync(half, data);
}

/** The port may be taken between the look and the start, and dying processes of an earlier server may linger. */
async function startOnFreePort(settings: Settings, wanted: number, logFile: string) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt < 3 ? wanted : 0);
    try {
      return { server: await launch(settings, port, logFile), port };
    } catch (error) {
      if (attempt === 20) throw error;
      await wait(250);
    }
  }
}

async function launch({ data, native, runAs, fsync }: Settings, port: number, logFile: string): Promise<ChildProcess> {
  const log = openSync(logFile, "w", 0o600);
  const options = ["max_connections=200", ...(fsync ? [] : ["fsync=off", "synchronous_commit=off"])];
  const child = spawn(
    join(native, "bin", "postgres"),
    ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", "", ...options.flatMap((option) => ["-c", option])],
    // A group of its own, so that Ctrl-C reaches it only through us, after the work in flight is done.
    { ...runAs, cwd: "/", stdio: ["ignore", log, log], detached: true },
  );
  closeSync(log);
  const ended = new Promise<Error>((resolve) => {
    child.once("error", resolve);
    child.once("exit", () => resolve(new Error(`PostgreSQL did not start: ${lastLines(logFile)}`)));
  });
  process.once("exit", () => child.kill("SIGINT"));
  for (let tries = 0; tries < 6000; tries += 1) {
    const outcome = await Promise.race([ended, wait(20)]);
    if (outcome instanceof Error) throw outcome;
    const postmaster = readPostmaster(data);
    if (postmaster?.pid === child.pid && postmaster?.ready) return child;
  }
  child.kill("SIGINT");
  throw new Error(`PostgreSQL is not ready after two minutes: ${lastLines(logFile)}`);
}

const lastLines = (file: string) => readFileSync(file, "utf8").trim().split("\n").slice(-3).join(" ");

/** Fast shutdown: sessions are ended, everything is written; immediate shutdown when that takes too long. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const patience = setTimeout(() => child.kill("SIGQUIT"), 20_000);
  await gone;
  clearTimeout(patience);
}
