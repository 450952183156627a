import { createHash } from "node:crypto";
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { canUse, type RunAs } from "./run-as.ts";

/**
 * Where the server's data and programs lie. Normally the project's own folders; where the server's user cannot
 * reach those (a project in root's home), a folder of the machine named by a hash of the project's data folder.
 */
export function placeFor(dataDir: string, native: string, runAs: RunAs): { data: string; native: string } {
  const wanted = resolve(dataDir);
  mkdirSync(dirname(wanted), { recursive: true });
  if (runAs.uid === undefined) return { data: wanted, native };
  const elsewhere = () => reachableFolder(wanted, runAs);
  return {
    data: canHold(wanted, runAs) ? wanted : join(elsewhere(), "data"),
    native: canRun(native, runAs) ? native : copyOnce(native, elsewhere()),
  };
}

/** An empty or existing folder of the server's user; says whether that user can work in it. */
function canHold(folder: string, runAs: RunAs): boolean {
  const existed = existsSync(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existed && runAs.uid !== undefined && runAs.gid !== undefined) chownSync(folder, runAs.uid, runAs.gid);
  const usable = canUse(runAs, "-w", folder) && canUse(runAs, "-x", folder);
  if (!usable && !existed) rmSync(folder, { recursive: true });
  return usable;
}

const canRun = (native: string, runAs: RunAs) =>
  canUse(runAs, "-x", join(native, "bin", "initdb")) &&
  canUse(runAs, "-r", join(native, "share", "postgresql", "postgres.bki"));

function reachableFolder(dataDir: string, runAs: RunAs): string {
  const name = `solidarity-fund-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
  for (const base of ["/var/lib", "/var/tmp", tmpdir()]) {
    const folder = join(base, name);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
    } catch {
      continue;
    }
    const stats = lstatSync(folder);
    if (stats.isDirectory() && stats.uid === 0 && canUse(runAs, "-x", folder)) return folder;
  }
  throw new Error("PostgreSQL's user can reach neither the project's folder nor /var/lib; set DATABASE_URL instead.");
}

function copyOnce(native: string, folder: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8"));
  const target = join(folder, `postgresql-${version}`);
  if (!existsSync(target)) {
    const half = `${target}.${process.pid}`;
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, target);
  }
  return target;
}
