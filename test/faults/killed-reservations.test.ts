import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pledges } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { aCampaign } from "../support/campaigns.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { booksHold, matchesOf, sum, thePot } from "../support/reservations.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const running: ChildProcess[] = [];
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

type Told = { readonly pledgeId: string; readonly cents: number };

/** A process of its own that gives as `donors` people at once; `told` grows with its answers. */
function startGiving(campaignId: string, donors: number) {
  const script = fileURLToPath(new URL("reserving-child.ts", import.meta.url));
  const asked = { url: database.url, fundId: deps.fundId, campaignId, donors, giftCents: 1_000 };
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script, JSON.stringify(asked)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const told = (): Told[] =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  return { told, exit: once(child, "exit"), kill: () => child.kill("SIGKILL") };
}

const PATIENCE = { timeout: 90_000, interval: 20 };

test("M2: two processes share one pot to the cent among three hundred donors", { timeout: 180_000 }, async () => {
  const { potId } = await aMatchingPot(deps, 120_700n);
  const { id } = await aCampaign(deps);

  const processes = [startGiving(id, 150), startGiving(id, 150)];
  const exits = await Promise.all(processes.map(({ exit }) => exit));

  const told = processes.flatMap((process) => process.told());
  expect(exits.map(([code]) => code)).toEqual([0, 0]);
  expect(told).toHaveLength(300);
  expect(told.filter(({ cents }) => cents === 1_000)).toHaveLength(120);
  expect(told.filter(({ cents }) => cents === 700)).toHaveLength(1);
  expect((await thePot(deps, potId)).reservedCents).toBe(120_700n);
  await booksHold(deps);
});

test("a process killed while it reserves holds nobody up; what it told stands, what it left is swept", {
  timeout: 180_000,
}, async () => {
  const { potId } = await aMatchingPot(deps, 1_000_000n);
  const { id } = await aCampaign(deps);
  const [doomed, other] = [startGiving(id, 200), startGiving(id, 100)];

  await expect.poll(() => doomed.told().length, PATIENCE).toBeGreaterThan(0);
  doomed.kill();
  await doomed.exit;
  const [code] = await other.exit;

  expect(code).toBe(0);
  expect(other.told().map(({ cents }) => cents)).toEqual(Array.from({ length: 100 }, () => 1_000));
  const matches = await matchesOf(deps, id);
  const matched = new Set(matches.map(({ pledgeId }) => pledgeId));
  for (const { pledgeId } of doomed.told()) expect(matched).toContain(pledgeId);
  expect((await thePot(deps, potId)).reservedCents).toBe(sum(matches.map(({ amountCents }) => amountCents)));
  await booksHold(deps);

  await moveClock(database, sandbox, 32 * 60);
  const states = async () => new Set((await pledgesOf(id)).map(({ state }) => state));
  for (let sweep = 0; sweep < 3; sweep += 1) await sweepCheckouts(deps, worker("sweep"));
  expect(await states()).toEqual(new Set(["expired"]));
  expect((await thePot(deps, potId)).reservedCents).toBe(0n);
  await booksHold(deps);
});

const pledgesOf = (campaignId: string) => deps.db.select().from(pledges).where(eq(pledges.campaignId, campaignId));
