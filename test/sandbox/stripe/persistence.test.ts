import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { completeCheckout, sandboxControls } from "../../../src/sandbox/stripe/client.ts";
import { startStripeSandbox } from "../../../src/sandbox/stripe/index.ts";
import { aPaymentSession, aSetupSession, aWebhookReceiver, stripeAt, successUrl } from "./support.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stripe-sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string, more: Parameters<typeof startStripeSandbox>[0] = {}) {
  const sandbox = await startStripeSandbox({ dataDir, asyncDelayMs: 20, webhookRetryMs: [50], ...more });
  onTestFinished(() => sandbox.close());
  return { ...sandbox, stripe: stripeAt(sandbox.port), controls: sandboxControls(sandbox.url) };
}

test("everything is there after a restart: objects, clock, keys, saved cards", async () => {
  const dataDir = aFolder();
  const before = await start(dataDir);
  const customer = await before.stripe.customers.create({ email: "a@example.com" }, { idempotencyKey: "k1" });
  const { session, url } = await aSetupSession(before.stripe, customer.id);
  await completeCheckout(url, { card: "4242424242424242" });
  await before.controls.advanceClock(3_600);
  await before.close();

  const { stripe, controls } = await start(dataDir);
  const again = await stripe.customers.create({ email: "a@example.com" }, { idempotencyKey: "k1" });
  const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data;
  const paid = await stripe.paymentIntents.create({
    amount: 500,
    currency: "eur",
    customer: customer.id,
    payment_method: method?.id ?? "",
    off_session: true,
    confirm: true,
  });

  expect(again.id).toBe(customer.id);
  expect(paid.status).toBe("succeeded");
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("complete");
  expect((await controls.now()) - Date.now() / 1000).toBeGreaterThan(3_590);
});

test("what was about to happen happens after the restart: balance transaction, webhook, expiry", async () => {
  const dataDir = aFolder();
  const { url, received } = await aWebhookReceiver();
  const webhookEndpoints = [{ url, secret: "whsec_1" }];
  const before = await start(dataDir, { asyncDelayMs: 60_000 });
  const { session } = await aPaymentSession(before.stripe);
  const paid = await before.stripe.paymentIntents.create({
    amount: 500,
    currency: "eur",
    payment_method: "pm_card_visa",
    confirm: true,
    return_url: successUrl,
  });
  await before.close();

  const { stripe, controls } = await start(dataDir, { webhookEndpoints });
  await controls.advanceClock(2 * 86_400);
  await controls.idle();
  const charge = await stripe.charges.retrieve(String(paid.latest_charge));

  expect(charge.balance_transaction).toMatch(/^txn_/);
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("expired");
  expect(received.map(({ body }) => JSON.parse(body).type).toSorted()).toEqual([
    "charge.updated",
    "checkout.session.expired",
  ]);
});

test("a webhook that nobody took before the stop is sent after the start; endpoints of the start replace earlier ones", async () => {
  const dataDir = aFolder();
  const before = await start(dataDir, {
    webhookEndpoints: [{ url: "http://127.0.0.1:9/nobody", secret: "whsec_1" }],
    webhookRetryMs: [600_000],
  });
  await before.stripe.customers.create();
  await before.controls.idle();
  await before.close();
  const { url, received } = await aWebhookReceiver();

  const { stripe, controls } = await start(dataDir, { webhookEndpoints: [{ url, secret: "whsec_2" }] });
  await stripe.customers.create();
  await controls.idle();

  expect((await stripe.webhookEndpoints.list()).data.map((endpoint) => endpoint.url)).toEqual([url]);
  expect(received).toHaveLength(1);
});

test("a line torn by a kill is dropped whole, what came before stays, and writing goes on", async () => {
  const dataDir = aFolder();
  const before = await start(dataDir);
  const kept = await before.stripe.customers.create({ name: "Ünïcode" });
  await before.close();
  appendFileSync(join(dataDir, "objects.jsonl"), '[["customer@","cus_torn",{"id":"cus_to');

  const during = await start(dataDir);
  const added = await during.stripe.customers.create();
  await during.close();
  const { stripe } = await start(dataDir);
  const { data } = await stripe.customers.list();

  expect(data.map((customer) => customer.id)).toEqual([added.id, kept.id]);
});

test("a line damaged in the middle stops the start and names the line", async () => {
  const dataDir = aFolder();
  const before = await start(dataDir);
  await before.close();
  appendFileSync(join(dataDir, "objects.jsonl"), '[["customer@"\n[]\n');

  await expect(startStripeSandbox({ dataDir })).rejects.toThrow(/Line \d+ of the sandbox's objects.jsonl is damaged/);
});

test("one request is one line of the journal, so that a charge and its key are kept or lost together (S1)", async () => {
  const dataDir = aFolder();
  const { stripe } = await start(dataDir);
  const lines = () => readFileSync(join(dataDir, "objects.jsonl"), "utf8").split("\n").length;
  const before = lines();

  await stripe.paymentIntents.create({ amount: 500, currency: "eur" }, { idempotencyKey: "k" });

  expect(lines() - before).toBe(1);
});
