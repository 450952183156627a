import { accessSync, constants, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ConfigurationError } from "../config.ts";
import { identityOf } from "./process-identity.ts";
import { readRunning } from "./running.ts";

const MOMENT_MS = 5_000;

/**
 * Takes the folder for this process, so that its stand-ins run once. A lock whose process is gone is taken over.
 * @returns what gives the folder back
 * @throws ConfigurationError saying where the other one runs
 */
export async function lockFolder(dataDir: string): Promise<() => void> {
  makeFolder(dataDir);
  const file = join(dataDir, "lock");
  const mine = identityOf(process.pid) ?? String(process.pid);
  for (;;) {
    if (writeNew(file, mine)) {
      return () => {
        if (read(file) === mine) rmSync(file, { force: true });
      };
    }
    const holder = read(file);
    if (holder === "" && isYoung(file)) {
      await wait(20);
      continue;
    }
    if (holder !== undefined && isRunning(holder)) {
      const address = readRunning(dataDir)?.baseUrl;
      const where = address === undefined ? "it is still starting" : `it answers at ${address}`;
      throw new ConfigurationError(`The fund already runs in this folder (process ${holder.split(" ")[0]}): ${where}.`);
    }
    await removeStale(file);
  }
}

/** One at a time looks again and removes, so that a fresh lock of another process is never removed for the stale one. */
async function removeStale(file: string): Promise<void> {
  const turn = `${file}.takeover`;
  try {
    mkdirSync(turn);
  } catch {
    if (!isYoung(turn)) rmSync(turn, { recursive: true, force: true });
    await wait(20);
    return;
  }
  const holder = read(file);
  if (holder !== undefined && !isRunning(holder)) rmSync(file, { force: true });
  rmdirSync(turn);
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`DATA_DIR ${dataDir} cannot be written to: ${reason}.`);
  }
}

/** Another process may be in the middle of making it. */
function isYoung(path: string): boolean {
  const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - changedAt < MOMENT_MS;
}

const isRunning = (identity: string) => identityOf(Number(identity.split(" ")[0])) === identity;

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function writeNew(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
