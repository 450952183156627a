import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";

/** Empty where the process may run PostgreSQL itself; PostgreSQL refuses to run as root. */
export type RunAs = { readonly uid?: number; readonly gid?: number };

/** Whom the server runs as: ourselves, or as root the owner of existing data, else `postgres`, else `nobody`. */
export function whomToRunAs(dataDir: string): RunAs {
  if (process.getuid?.() !== 0) return {};
  const owner = ownerOf(join(dataDir, "PG_VERSION"));
  if (owner !== undefined && owner.uid !== 0) return owner;
  const user = lookUp("postgres") ?? createUser("postgres") ?? lookUp("nobody");
  if (user === undefined) throw new Error("PostgreSQL refuses to run as root, and no other user could be found.");
  return user;
}

/** Whether that user can use a path, judged by asking as that user: modes, groups and access lists included. */
export function canUse(runAs: RunAs, test: "-x" | "-r" | "-w", path: string): boolean {
  return spawnSync("test", [test, path], { ...runAs, cwd: "/", stdio: "ignore" }).status === 0;
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : { uid: stats.uid, gid: stats.gid };
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function createUser(name: string): { uid: number; gid: number } | undefined {
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", name], { stdio: "ignore" });
  return lookUp(name);
}
