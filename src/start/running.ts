import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { identityOf } from "./process-identity.ts";

const RUNNING = z.object({
  identity: z.string(),
  baseUrl: z.string(),
  databaseUrl: z.string(),
  redisUrl: z.string().optional(),
  stripe: z.object({ secretKey: z.string(), webhookSecrets: z.array(z.string()), apiUrl: z.string().optional() }),
});

/** Where the stand-ins of a running `npm start` are, for the halves started beside it. */
export type Running = z.infer<typeof RUNNING>;

const fileIn = (dataDir: string) => join(dataDir, "running.json");

/** Readable by its owner only: it holds the passwords of the stand-ins. */
export function writeRunning(dataDir: string, running: Omit<Running, "identity">): void {
  const half = `${fileIn(dataDir)}.new`;
  const identity = identityOf(process.pid) ?? String(process.pid);
  writeFileSync(half, JSON.stringify({ identity, ...running }, null, 2), { mode: 0o600 });
  renameSync(half, fileIn(dataDir));
}

export function forgetRunning(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** Undefined where none runs: the note of a killed process does not count. */
export function readRunning(dataDir: string): Running | undefined {
  try {
    const running = RUNNING.parse(JSON.parse(readFileSync(fileIn(dataDir), "utf8")));
    return identityOf(Number(running.identity.split(" ")[0])) === running.identity ? running : undefined;
  } catch {
    return undefined;
  }
}
