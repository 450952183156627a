import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

const project = fileURLToPath(new URL("../../", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-test-"));
  await chmod(folder, 0o755);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Plays `npm run demo` with `folder` for its temporary files. */
function demo(...args: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, ["dist/src/demo/main.js", ...args], {
    cwd: project,
    env: { PATH: process.env.PATH, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { output: "", complaint: "" };
  child.stdout?.on("data", (chunk) => {
    said.output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    said.complaint += chunk;
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "gone"));
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return { child, said, ended };
}

/** Programs may keep files of their own there: only the demo's folder must be gone, and its processes. */
async function expectNothingLeft() {
  expect((await readdir(folder)).filter((name) => name.startsWith("fund-demo-"))).toEqual([]);
  expect(spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout).not.toContain(folder);
}

test("the story comes true from the places to the paid grant, every invariant holds and nothing is left behind", async () => {
  const { said, ended } = demo("--places", "src/demo/places.csv");

  expect([await ended, said.complaint]).toEqual([0, ""]);

  const steps = said.output.match(/^ *\d+ +[\d,]+ s .+$/gm) ?? [];
  expect(steps).toHaveLength(20);
  expect(steps[5]).toMatch(/37 promesses pour 2\s130\s€/);
  expect(steps[10]).toMatch(/Objectif atteint : 2\s135\s€ de dons/);
  expect(said.output).not.toContain("BROKEN");
  expect(said.output).toMatch(/All invariants hold\.\n\nTout s’est passé comme prévu, en [\d,]+ s\.\n$/);
  await expectNothingLeft();
}, 400_000);

test("Ctrl-C in the middle of the story leaves nothing behind", async () => {
  const { child, said, ended } = demo();
  await expect.poll(() => said.output, { timeout: 60_000 }).toMatch(/^ 4 /m);

  child.kill("SIGINT");

  expect([await ended, said.complaint]).toEqual([0, ""]);
  await expectNothingLeft();
}, 90_000);

test("a file that is not there ends the story with one sentence and code 1", async () => {
  const { said, ended } = demo("--places", "no-such-file.csv");

  expect(await ended).toBe(1);
  expect(said.complaint).toMatch(/no-such-file\.csv.*\n$/);
  await expectNothingLeft();
}, 90_000);
