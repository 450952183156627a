import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const project = fileURLToPath(new URL("../../", import.meta.url));
const ENTRIES = {
  all: ["dist/src/server.js"],
  web: ["dist/src/server.js", "--only=web"],
  workers: ["dist/workers/main.js"],
  neverEnds: ["test/start/never-ends.ts"],
} as const;

export type Run = {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly complaint: () => string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
};

/** A folder that other users can reach, as an ordinary project's is; removed after the test with what runs in it. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fund-start-"));
  await chmod(folder, 0o755);
  return folder;
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });

/** Starts the real program, built as for `npm start`, in a folder, with nothing of this process's environment but the path. */
export function run(entry: keyof typeof ENTRIES, folder: string, environment: Record<string, string> = {}): Run {
  const [file, ...options] = ENTRIES[entry];
  const loader = file.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [];
  const child = spawn(process.execPath, [...loader, join(project, file), ...options], {
    cwd: folder,
    env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: join(project, "tsconfig.json"), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "gone"));
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return { child, output: () => output, complaint: () => complaint, ended };
}

/** Waits until the program says so, or fails with what it said instead. */
export async function saying(started: Run, pattern: RegExp, patienceMs = 110_000): Promise<string> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = pattern.exec(started.output());
    if (found !== null) return found[1] ?? found[0];
    const over = await Promise.race([started.ended, new Promise<undefined>((resolve) => setTimeout(resolve, 30))]);
    if (over !== undefined || Date.now() > end) {
      throw new Error(`never said ${pattern} (${over}): ${started.output()}${started.complaint()}`);
    }
  }
}

/** Waits until `npm start` is ready. @returns the address it answers at */
export async function ready(started: Run): Promise<string> {
  const address = await saying(started, /^Fonds de solidarité +(\S+)/m);
  await saying(started, /Ready\./);
  return address;
}

export async function stop(started: Run): Promise<number | string> {
  started.child.kill("SIGINT");
  return started.ended;
}

export async function crash(started: Run): Promise<void> {
  started.child.kill("SIGKILL");
  await started.ended;
}
