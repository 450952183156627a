import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aFolder, crash, ready, removeFolder, run, saying, stop } from "./run-service.ts";

const PORT = { PORT: "0" };
let folder: string;
let elsewhere: string;

beforeAll(async () => {
  folder = await aFolder();
  elsewhere = await aFolder();
});

afterAll(async () => {
  await removeFolder(folder);
  await removeFolder(elsewhere);
});

const running = async (where: string) => JSON.parse(await readFile(join(where, ".data", "running.json"), "utf8"));

async function asked<T>(databaseUrl: string, query: string): Promise<T[]> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    return [...(await sql.unsafe<T[] & postgres.Row[]>(query))];
  } finally {
    await sql.end();
  }
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !isSo(); ) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const LETTER_ID = "01900000-0000-7000-8000-000000000000";

/** The links of the letter this file puts into the mailbox, which the mailbox page lists. */
async function letterLinks(address: string): Promise<(string | undefined)[]> {
  const path = `/boite-aux-lettres/${LETTER_ID}`;
  expect(await (await fetch(`${address}/boite-aux-lettres`)).text()).toContain(`href="${path}"`);
  const letter = await (await fetch(address + path)).text();
  return [...letter.matchAll(/<p><a href="([^"]+)"/g)].map((link) => link[1]);
}

const json = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
};

test("a first start is ready with nothing configured, keeps its data, and ends cleanly at Ctrl-C", async () => {
  const first = run("all", folder, PORT);
  const address = await ready(first);
  expect(await json(`${address}/health/live`)).toEqual({ status: 200, body: { status: "ok" } });
  expect(await json(`${address}/health/ready`)).toEqual({
    status: 200,
    body: { status: "ok", checks: { database: "ok", migrations: "ok", queue: "ok" } },
  });
  expect(await (await fetch(`${address}/metrics`)).text()).toMatch(/^outbox_waiting \d+$/m);
  const before = await running(folder);
  const [fund] = await asked<{ id: string }>(before.databaseUrl, "select id from funds");
  await asked(
    before.databaseUrl,
    `insert into mailbox values ('${LETTER_ID}', 'dona@example.org', 'Bonjour', 'Bonjour,\n\nhttps://fonds.example.org/dons/1?cle=abc&x=1', now())`,
  );
  expect(await letterLinks(address)).toContain("https://fonds.example.org/dons/1?cle=abc&amp;x=1");
  expect(await stop(first)).toBe(0);
  expect(existsSync(join(folder, ".data", "postgres", "postmaster.pid"))).toBe(false);
  expect(existsSync(join(folder, ".data", "lock"))).toBe(false);

  const second = run("all", folder, PORT);
  await ready(second);

  const after = await running(folder);
  expect(await asked(after.databaseUrl, "select id from funds")).toEqual([fund]);
  expect(await asked(after.databaseUrl, "select count(*)::int as people from users")).toEqual([{ people: 9 }]);
  expect(after.stripe).toEqual(before.stripe);
}, 300_000);

test("after kill -9 the next start ends what was left running and goes on with the data", async () => {
  const first = run("all", folder, PORT);
  await ready(first);
  const before = await running(folder);
  await crash(first);
  expect(await asked(before.databaseUrl, "select 1 as alive")).toEqual([{ alive: 1 }]);

  const second = run("all", folder, PORT);
  const address = await ready(second);

  expect((await json(`${address}/health/ready`)).status).toBe(200);
  expect((await running(folder)).databaseUrl).toBe(before.databaseUrl);
}, 300_000);

test("two folders run side by side; in one folder a second start says where the first one is", async () => {
  const [here, there] = [run("all", folder), run("all", elsewhere)];
  const [address, other] = await Promise.all([ready(here), ready(there)]);
  expect(other).not.toBe(address);
  expect((await json(`${address}/health/ready`)).status).toBe(200);
  expect((await json(`${other}/health/ready`)).status).toBe(200);

  const again = run("all", folder);

  expect(await again.ended).toBe(1);
  expect(again.complaint()).toBe(
    `The fund already runs in this folder (process ${here.child.pid}): it answers at ${address}.\n`,
  );
}, 300_000);

test("the halves alone say what they miss, and beside a running start use its stand-ins", async () => {
  const alone = run("workers", elsewhere, PORT);
  expect(await alone.ended).toBe(1);
  expect(alone.complaint()).toMatch(/^Set DATABASE_URL, .*or run npm start in this folder first.*\.\n$/);
  await ready(run("all", elsewhere, PORT));

  const [web, workers] = [run("web", elsewhere, PORT), run("workers", elsewhere)];
  const address = await saying(web, /^Web: (\S+)/m);
  await saying(workers, /^Workers: ready/m);

  expect((await json(`${address}/health/ready`)).status).toBe(200);
  expect(await Promise.all([stop(web), stop(workers)])).toEqual([0, 0]);
}, 300_000);

test("Ctrl-C during the start ends it, and leaves nothing running", async () => {
  const started = run("all", elsewhere, PORT);
  const note = join(elsewhere, ".data", "postgres", "postmaster.pid");
  await until("the database is starting", () => existsSync(note));

  expect(await stop(started)).toBe(0);

  await until("the database is gone", () => !existsSync(note));
  expect(existsSync(join(elsewhere, ".data", "lock"))).toBe(false);
}, 180_000);

test("the same Ctrl-C passed on twice is one; a second one ends at once what does not end by itself", async () => {
  const started = run("neverEnds", elsewhere);
  await saying(started, /Ready\./);
  started.child.kill("SIGINT");
  started.child.kill("SIGTERM");
  await saying(started, /Closing\./);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(started.child.exitCode).toBeNull();

  expect(await stop(started)).toBe(1);
}, 180_000);

test("a wrong value stops the start with one sentence and nothing else", async () => {
  const started = run("all", elsewhere, { PORT: "many" });

  expect(await started.ended).toBe(1);
  expect(started.complaint()).toBe("PORT must be a number from 0 (any free port) to 65535.\n");
  expect(started.output()).toBe("");
}, 180_000);
