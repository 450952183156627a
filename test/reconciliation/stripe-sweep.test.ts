import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq, sql } from "drizzle-orm";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox, stripeEvents, stripePayouts } from "../../src/db/schema/index.ts";
import { heartbeats } from "../../src/db/schema/platform.ts";
import type { Deps } from "../../src/deps.ts";
import { applyStripeEvent, type EventAppliers } from "../../src/payments/apply-stripe-event.ts";
import { webhookBeat } from "../../src/payments/receive-webhook.ts";
import { stripeWebhookRouter } from "../../src/payments/webhook-route.ts";
import { importBalanceTransactions } from "../../src/reconciliation/import-balance-transactions.ts";
import { recordPayout } from "../../src/reconciliation/record-payout.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { startTestSandbox, type TestSandbox } from "../support/stripe-sandbox.ts";
import { actor, testBooks } from "./stripe-support.ts";

const database = testDatabase();
const books = testBooks(database);

let server: Server;
let at: TestSandbox;
let deps: Deps;

/** A service that hears of Stripe by its real webhooks. */
beforeAll(async () => {
  const app = express();
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  at = await startTestSandbox({ webhookUrl: () => `http://127.0.0.1:${port}/webhooks/stripe` });
  deps = await testDeps(database.db, at.gateway);
  app.use(stripeWebhookRouter(deps));
});
afterAll(async () => {
  await at.sandbox.close();
  server.close();
});

const webhookHeardAt = async () =>
  (
    await database.db
      .select()
      .from(heartbeats)
      .where(eq(heartbeats.name, webhookBeat(deps.fundId)))
  )[0]?.lastSuccessAt;
const sweep = () => sweepStripe(books().deps, actor);
const eventsOf = (fundId: string) => database.db.select().from(stripeEvents).where(eq(stripeEvents.fundId, fundId));
const atStripe = async (type?: string) => (await at.controls.events(type)).map((event) => event.id).toSorted();
const known = async (type?: string) =>
  (await eventsOf(deps.fundId))
    .filter((event) => type === undefined || event.type === type)
    .map((event) => event.eventId)
    .toSorted();

test("webhooks that come twice, late, or never lead to the same inbox once swept (S2, S3)", async () => {
  await at.controls.orderWebhooks({ action: "duplicate", types: ["customer.created"] });
  await at.controls.orderWebhooks({ action: "drop", count: 2, types: ["payment_intent.created", "charge.succeeded"] });
  await at.stripe.customers.create({ email: "donor@example.org" });
  await at.stripe.paymentIntents.create({
    amount: 1_000,
    currency: "eur",
    payment_method: "pm_card_visa",
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  await at.controls.idle();
  const missing = (await atStripe()).length - (await known()).length;
  const heardAt = await webhookHeardAt();

  const outcome = await sweepStripe(deps, actor);

  expect(missing).toBe(2);
  expect(outcome).toMatchObject({ healed: 2, transactions: 1 });
  expect(await known()).toEqual(await atStripe());
  expect(await sweepStripe(deps, actor)).toMatchObject({ healed: 0, transactions: 0 });
  expect(heardAt).toBeInstanceOf(Date);
  expect(await webhookHeardAt()).toEqual(heardAt);
});

test("charge.updated brings the charge's line into the statement, and its payment is read again (S2)", async () => {
  const read: string[] = [];
  const noting = async (_: Deps, __: unknown, id: string) => read.push(id);
  const appliers: EventAppliers = {
    checkoutSession: noting,
    setupIntent: noting,
    payment: noting,
    refund: noting,
    transfer: noting,
    dispute: noting,
    cash: noting,
    paymentMethod: noting,
  };
  const payment = await books().at.stripe.paymentIntents.create({
    amount: 1_000,
    currency: "eur",
    payment_method: "pm_card_visa",
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  await books().at.controls.idle();
  await sweep();
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`delete from balance_transactions where fund_id = ${books().deps.fundId}`);
  });
  const [updated] = (await eventsOf(books().deps.fundId)).filter((event) => event.type === "charge.updated");

  await applyStripeEvent(books().deps, actor, { source: "stripe", eventId: updated?.eventId ?? "" }, appliers);

  expect(read).toEqual([payment.id]);
  expect(await books().transactions()).toMatchObject([{ sourceId: payment.latest_charge, amountCents: 1_000n }]);
});

test("an event that was never applied is sent to the queue again, each time a little later (S3)", async () => {
  await books().at.stripe.customers.create({ email: "donor@example.org" });
  await sweep();
  await database.owner.execute(sql`truncate outbox`);

  const soon = await sweep();
  await moveClock(database, undefined, 6 * 60);
  const later = await sweep();

  expect([soon.recovered, later.recovered]).toEqual([0, 1]);
  expect(await database.db.select().from(outbox)).toMatchObject([{ job: "apply-stripe-event" }]);
});

test("a payout no webhook told of is found in the statement, and its items sum to it (R1, S3)", async () => {
  await books().charge(10_000);
  await books().charge(2_500);
  const payout = await books().at.controls.runPayout();
  await books().at.controls.payPayout(payout?.id ?? "");

  const outcome = await sweep();

  expect(outcome).toMatchObject({ transactions: 3, payouts: 1 });
  const isPayout = and(eq(stripePayouts.fundId, books().deps.fundId), eq(stripePayouts.id, payout?.id ?? ""));
  const [kept] = await database.db.select().from(stripePayouts).where(isPayout);
  expect(kept).toMatchObject({ state: "paid", reconciled: true, amountCents: BigInt(payout?.amount ?? 0) });
  expect((await books().transactions()).map((each) => each.payoutId)).toEqual([payout?.id, payout?.id, payout?.id]);
  expect(await sweep()).toMatchObject({ transactions: 0, payouts: 0 });
});

test("a payout only moves forward, also when its events are applied in the wrong order (S2)", async () => {
  await books().charge(10_000);
  const payout = await books().at.controls.runPayout();
  const id = payout?.id ?? "";
  const stale = { ...books().deps.gateway, findPayout: books().deps.gateway.findPayout };
  const early = await stale.findPayout(id);
  await books().at.controls.payPayout(id);
  await recordPayout(books().deps, actor, id);
  await recordPayout({ ...books().deps, gateway: { ...stale, findPayout: async () => early } }, actor, id);
  const paid = await database.db.select().from(stripePayouts).where(eq(stripePayouts.id, id));

  await books().at.controls.failPayout(id);
  await sweep();
  const failed = await database.db.select().from(stripePayouts).where(eq(stripePayouts.id, id));

  expect([paid[0]?.state, failed[0]?.state]).toEqual(["paid", "failed"]);
});

test("a payout whose items don't sum to it is a difference (R1, R2)", async () => {
  await books().charge(10_000);
  const payout = await books().at.controls.runPayout();
  await books().at.controls.payPayout(payout?.id ?? "");
  const { gateway } = books().deps;
  const lacking = {
    ...gateway,
    findPayout: async (id: string) => ({ ...(await gateway.findPayout(id)), amountCents: 9_900n }),
  };

  await recordPayout({ ...books().deps, gateway: lacking }, actor, payout?.id ?? "");

  expect(await books().differences()).toMatchObject([
    { kind: "stripe-payout", subject: `payout:${payout?.id}`, amountCents: 75n, proposedCause: "payout-items-differ" },
  ]);
});

test("a reading of the statement that broke off begins again where the last whole one ended (S3)", async () => {
  await books().charge(1_000);
  await books().charge(2_000);
  const { gateway } = books().deps;
  const breaking = {
    ...gateway,
    async *listBalanceTransactions(since: Date) {
      for await (const line of gateway.listBalanceTransactions(since)) {
        await importBalanceTransactions(books().deps, [line]);
        yield line;
        throw new Error("Stripe went away");
      }
    },
  };

  await expect(sweepStripe({ ...books().deps, gateway: breaking }, actor)).rejects.toThrow("went away");
  await moveClock(database, undefined, 3 * 3600);
  await sweep();

  expect(await books().transactions()).toHaveLength(2);
});

test("a line imported again stays as it is (R3)", async () => {
  await books().book(await books().charge(1_000), 1_000n);
  await sweep();
  const before = await books().transactions();
  const lines = [];
  for await (const line of books().deps.gateway.listBalanceTransactions(new Date(0))) lines.push(line);

  expect(await importBalanceTransactions(books().deps, lines)).toBe(0);

  expect(await books().transactions()).toEqual(before);
});
