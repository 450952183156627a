import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export type Postmaster = { readonly pid: number; readonly ready: boolean };

/** What the server wrote about itself in its data folder: process id on line 1, state on line 8. */
export function readPostmaster(data: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === "ready" };
  } catch {
    return undefined;
  }
}

/**
 * Ends a server that an earlier run left behind on this data folder, so that two never work on it, and clears
 * a `postmaster.pid` whose process is gone or by now another program.
 */
export async function endOrphan(data: string): Promise<void> {
  const left = readPostmaster(data);
  if (left === undefined) return;
  if (!isPostgresOn(left.pid, data)) {
    rmSync(join(data, "postmaster.pid"), { force: true });
    return;
  }
  process.kill(left.pid, "SIGINT");
  for (let tries = 0; tries < 300 && isAlive(left.pid); tries += 1) await wait(100);
  if (isAlive(left.pid)) throw new Error(`An earlier PostgreSQL (process ${left.pid}) on ${data} does not stop.`);
}

function isPostgresOn(pid: number, data: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return stdout?.includes("postgres") && stdout.includes(data);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
