import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { stripeAt, successUrl } from "./support.ts";

const main = new URL("../../../src/sandbox/stripe/main.ts", import.meta.url).pathname;

async function run(dataDir: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    env: { ...process.env, STRIPE_SANDBOX_PORT: "0", STRIPE_SANDBOX_DATA: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  for await (const chunk of child.stdout ?? []) {
    const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(String(chunk))?.[1];
    if (port !== undefined) return { child, port: Number(port) };
  }
  throw new Error("The sandbox didn't say where it listens.");
}

test("killed in the middle of its work, it comes back with every charge it answered for, once; SIGINT stops it cleanly (S1)", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "stripe-sandbox-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const first = await run(dataDir);
  const answered: string[] = [];
  const pay = (port: number, index: number) =>
    stripeAt(port).paymentIntents.create(
      { amount: 500 + index, currency: "eur", payment_method: "pm_card_visa", confirm: true, return_url: successUrl },
      { idempotencyKey: `pledge:${index}:charge:1` },
    );
  const paying = Array.from({ length: 40 }, (_, index) =>
    pay(first.port, index).then(
      (intent) => {
        answered.push(intent.id);
        if (answered.length === 10) first.child.kill("SIGKILL");
      },
      () => undefined,
    ),
  );
  await Promise.all(paying);

  const second = await run(dataDir);
  const replayed = await Promise.all(Array.from({ length: 40 }, (_, index) => pay(second.port, index)));
  const charges = await stripeAt(second.port).charges.list({ limit: 100 });
  const exited = once(second.child, "exit");
  second.child.kill("SIGINT");

  expect(replayed.map((intent) => intent.id)).toEqual(expect.arrayContaining(answered));
  expect(charges.data).toHaveLength(40);
  expect(await exited).toEqual([0, null]);
}, 20_000);
