import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "../../src/start/lock.ts";
import { identityOf } from "../../src/start/process-identity.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fund-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder is one process's until it gives it back", async () => {
  const unlock = await lockFolder(folder);

  await expect(lockFolder(folder)).rejects.toThrow(
    `The fund already runs in this folder (process ${process.pid}): it is still starting.`,
  );
  unlock();
  (await lockFolder(folder))();
});

test("the lock of a process that is gone is taken over, by one of many", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"]);
  const identity = identityOf(child.pid ?? 0);
  child.kill("SIGKILL");
  await once(child, "exit");
  await writeFile(join(folder, "lock"), identity ?? "");

  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));

  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a process number given to another program does not keep the lock", async () => {
  const stranger = `${process.pid} 1 00000000-0000-0000-0000-000000000000`;
  await writeFile(join(folder, "lock"), stranger);

  const unlock = await lockFolder(folder);

  expect(await readFile(join(folder, "lock"), "utf8")).toBe(identityOf(process.pid));
  unlock();
});
