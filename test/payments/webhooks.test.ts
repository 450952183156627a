import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq } from "drizzle-orm";
import express from "express";
import Stripe from "stripe";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { outbox, stripeEvents } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { applyStripeEvent, type EventAppliers } from "../../src/payments/apply-stripe-event.ts";
import { createStripeGateway } from "../../src/payments/stripe-gateway.ts";
import { stripeWebhookRouter } from "../../src/payments/webhook-route.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { TEST_SECRET_KEY, TEST_WEBHOOK_SECRET } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const actor = worker("test");
const OLD_SECRET = "whsec_being_rotated_out";
const stripe = new Stripe(TEST_SECRET_KEY);
let deps: Deps;
let server: Server;

beforeAll(async () => {
  const gateway = createStripeGateway({
    secretKey: TEST_SECRET_KEY,
    webhookSecrets: [TEST_WEBHOOK_SECRET, OLD_SECRET],
  });
  deps = await testDeps(database.db, gateway);
  server = createServer(express().use(stripeWebhookRouter(deps)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());
beforeEach(() => database.owner.execute("truncate outbox"));

const anEvent = (more: object = {}) => ({
  id: `evt_${uuidv7()}`,
  object: "event",
  api_version: "2026-10-28.endive",
  created: Math.floor(Date.now() / 1000),
  livemode: false,
  type: "payment_intent.succeeded",
  data: { object: { id: "pi_1", object: "payment_intent" } },
  ...more,
});
type TestEvent = ReturnType<typeof anEvent>;

async function deliver(event: object, more: { secret?: string; timestamp?: number; payload?: string } = {}) {
  const payload = JSON.stringify(event);
  const { secret = TEST_WEBHOOK_SECRET, timestamp } = more;
  const header = stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    ...(timestamp === undefined ? {} : { timestamp }),
  });
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/webhooks/stripe`, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": header },
    body: more.payload ?? payload,
  });
  return answer.status;
}

const ofFund = () => eq(stripeEvents.fundId, deps.fundId);
const stored = (event: TestEvent) =>
  deps.db
    .select()
    .from(stripeEvents)
    .where(and(ofFund(), eq(stripeEvents.eventId, event.id)));
const nothing = async () => {};
const appliers: EventAppliers = {
  checkoutSession: nothing,
  setupIntent: nothing,
  payment: nothing,
  refund: nothing,
  transfer: nothing,
  paymentMethod: async () => {},
  dispute: nothing,
  cash: nothing,
};

test("a webhook is answered 200 and stored with the job that applies it (S2)", async () => {
  const event = anEvent();

  expect(await deliver(event)).toBe(200);

  expect(await stored(event)).toMatchObject([
    { source: "stripe", type: event.type, objectKind: "payment_intent", objectId: "pi_1", appliedAt: null },
  ]);
  expect(await deps.db.select().from(outbox)).toMatchObject([
    { job: "apply-stripe-event", payload: { source: "stripe", eventId: event.id } },
  ]);
});

test("the secret being rotated out still verifies (S5)", async () => {
  expect(await deliver(anEvent(), { secret: OLD_SECRET })).toBe(200);
});

test.each([
  ["signed with another secret", anEvent(), { secret: "whsec_of_somebody_else" }],
  ["signed more than five minutes ago", anEvent(), { timestamp: Math.floor(Date.now() / 1000) - 301 }],
  ["changed after it was signed", anEvent(), { payload: JSON.stringify(anEvent()) }],
  ["of the live mode", anEvent({ livemode: true }), {}],
  ["of a connected account", anEvent({ account: "acct_1" }), {}],
  ["a thin event", { ...anEvent(), object: "v2.core.event" }, {}],
  ["empty", anEvent(), { payload: "" }],
])("a webhook %s is answered 400, and nothing is stored (S5)", async (_, event, more) => {
  expect(await deliver(event, more)).toBe(400);

  expect(await stored(event)).toEqual([]);
  expect(await deps.db.select().from(outbox)).toEqual([]);
});

test("a webhook without a signature is answered 400 (S5)", async () => {
  const { port } = server.address() as AddressInfo;

  const answer = await fetch(`http://127.0.0.1:${port}/webhooks/stripe`, { method: "POST", body: "{}" });

  expect(answer.status).toBe(400);
});

test("the same webhook fifty times at once is one row and one job (S2)", async () => {
  const event = anEvent();

  const answers = await Promise.all(Array.from({ length: 50 }, () => deliver(event)));

  expect(new Set(answers)).toEqual(new Set([200]));
  expect(await stored(event)).toHaveLength(1);
  expect(await deps.db.select().from(outbox)).toHaveLength(1);
});

test("an event is applied once, by reading its object again (S2)", async () => {
  const event = anEvent();
  await deliver(event);
  const read: string[] = [];
  const noting = { ...appliers, payment: async (_: Deps, __: unknown, id: string) => read.push(id) };
  const job = { source: "stripe", eventId: event.id };

  const outcomes = [await applyStripeEvent(deps, actor, job, noting), await applyStripeEvent(deps, actor, job, noting)];

  expect(outcomes).toEqual(["applied", "known"]);
  expect(read).toEqual(["pi_1"]);
  expect(await stored(event)).toMatchObject([{ attempts: 1, lastError: null, appliedAt: expect.any(Date) }]);
});

test("a failure leaves the event to be applied again, with what went wrong (S2)", async () => {
  const event = anEvent();
  await deliver(event);
  const failing = { ...appliers, payment: () => Promise.reject(new Error("Stripe is away")) };
  const job = { source: "stripe", eventId: event.id };

  await expect(applyStripeEvent(deps, actor, job, failing)).rejects.toThrow("Stripe is away");
  const failed = await stored(event);
  await applyStripeEvent(deps, actor, job, appliers);

  expect(failed).toMatchObject([{ attempts: 1, appliedAt: null, lastError: "Error: Stripe is away" }]);
  expect(await stored(event)).toMatchObject([{ attempts: 2, lastError: null, appliedAt: expect.any(Date) }]);
});

test("an unknown type is stored and applied as nothing (S2)", async () => {
  const event = anEvent({ type: "weather.changed", data: { object: { object: "weather" } } });
  await deliver(event);

  expect(await applyStripeEvent(deps, actor, { source: "stripe", eventId: event.id }, appliers)).toBe("applied");

  expect(await stored(event)).toMatchObject([{ objectKind: "weather", objectId: event.id }]);
});

test("a job whose event is not there changes nothing", async () => {
  expect(await applyStripeEvent(deps, actor, { source: "stripe", eventId: "evt_unknown" }, appliers)).toBe("missing");
});
