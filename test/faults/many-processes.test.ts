import { randomBytes } from "node:crypto";
import { eq, isNull, ne, sql } from "drizzle-orm";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { campaigns, grants, matchingPots, pledges, settlements, stripeEvents } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { migrateQueues } from "../../src/jobs/queue-schema.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { createCipher } from "../../src/security/cipher.ts";
import { aFolder, removeFolder, run, saying } from "../start/run-service.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { TEST_SECRET_KEY, testSandbox } from "../support/stripe-sandbox.ts";
import { backends, forgetKeys } from "../workers/backends.ts";
import { type Donor, pledgeAndPay } from "./many-donors.ts";

const DATA_SECRET = "a secret only these tests know, long enough";
const PATIENCE = { timeout: 90_000, interval: 250 };
const GIFT_CENTS = 1_000;
// Twenty whole matches and half of one more.
const POT_CENTS = 20_500;

const DONORS: readonly Donor[] = Array.from({ length: 60 }, (_, n) => ({
  key: `donor-${n}-${randomBytes(8).toString("hex")}`,
  body: { amountCents: GIFT_CENTS, email: `donor-${n}@example.org`, displayName: `Donateur ${n}` },
  again: (["never", "at-once", "afterwards"] as const)[n % 3] ?? "never",
}));

describe.each(await backends())("with jobs on $name", ({ redisUrl }) => {
  const database = testDatabase();
  const sandbox = testSandbox({ webhookRetryMs: Array.from({ length: 20 }, () => 500) });
  const redisPrefix = `test-${randomBytes(6).toString("hex")}`;
  let folder = "";
  let deps: Deps;

  beforeAll(async () => {
    folder = await aFolder();
    deps = { ...(await testDeps(database.db, sandbox.gateway)), cipher: createCipher(DATA_SECRET) };
    if (redisUrl === undefined) await migrateQueues(database.url);
  });

  afterAll(async () => {
    if (redisUrl !== undefined) await forgetKeys(redisUrl, redisPrefix);
    await removeFolder(folder);
  });

  /** Stripe gives each endpoint a secret of its own; where it leads is known once the web process listens. */
  const anEndpoint = async () => {
    const { id, secret } = await sandbox.stripe.webhookEndpoints.create({
      url: "http://127.0.0.1:9/webhooks/stripe",
      enabled_events: ["*"],
      api_version: Stripe.API_VERSION,
    });
    return { id, secret: secret ?? "" };
  };

  async function startProcesses(): Promise<readonly [string, string]> {
    const endpoints = [await anEndpoint(), await anEndpoint()];
    const environment = {
      DATABASE_URL: database.url,
      DATABASE_POOL: "4",
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl, REDIS_PREFIX: redisPrefix }),
      STRIPE_SECRET_KEY: TEST_SECRET_KEY,
      STRIPE_WEBHOOK_SECRETS: endpoints.map(({ secret }) => secret).join(","),
      STRIPE_API_URL: sandbox.sandbox.url,
      DATA_SECRET,
      AUTH_SECRET: DATA_SECRET,
      BASE_URL: "http://localhost",
    };
    const webs = endpoints.map(async ({ id }) => {
      const origin = await saying(run("web", folder, { ...environment, PORT: "0" }), /^Web: (\S+)/m, 90_000);
      await sandbox.stripe.webhookEndpoints.update(id, { url: `${origin}/webhooks/stripe` });
      return origin;
    });
    const workers = Array.from({ length: 3 }, () => saying(run("workers", folder, environment), /ready/, 90_000));
    const [[one = "", two = ""]] = await Promise.all([Promise.all(webs), Promise.all(workers)]);
    return [one, two];
  }

  const countOf = async (state: string) =>
    (await deps.db.select().from(pledges).where(eq(pledges.state, state))).length;
  const unapplied = async () =>
    (await deps.db.select().from(stripeEvents).where(isNull(stripeEvents.appliedAt))).length;
  const theCampaign = async (id: string) =>
    (await deps.db.select().from(campaigns).where(eq(campaigns.id, id)))[0] ?? expect.fail("no campaign");
  const deliveries = async () => {
    const answer = await fetch(`${sandbox.sandbox.url}/_sandbox/deliveries`);
    return ((await answer.json()) as { deliveries: { event: string; state: string }[] }).deliveries;
  };

  test("P4, S1, S2, M2: two web and three worker processes charge sixty donors once and make one grant", {
    timeout: 300_000,
  }, async () => {
    const { potId } = await aMatchingPot(deps, BigInt(POT_CENTS));
    const goalCents = DONORS.length * GIFT_CENTS + POT_CENTS;
    const campaign = await aCampaign(deps, "live", { goalCents });
    const [one, two] = await startProcesses();

    const pledged = await Promise.all(
      DONORS.map((donor, n) => pledgeAndPay(n % 2 === 0 ? [one, two] : [two, one], campaign.id, donor)),
    );
    await expect.poll(() => countOf("authorised"), PATIENCE).toBe(DONORS.length);
    await moveClock(database, sandbox, 31 * DAY);
    await expect.poll(async () => (await theCampaign(campaign.id)).state, PATIENCE).toBe("succeeded");
    await expect.poll(async () => (await deliveries()).every((one) => one.state === "delivered"), PATIENCE).toBe(true);
    await expect.poll(unapplied, PATIENCE).toBe(0);

    expect(new Set(pledged.map(({ id }) => id)).size).toBe(DONORS.length);
    expect(pledged.reduce((sum, { matchCents }) => sum + matchCents, 0)).toBe(POT_CENTS);
    expect(await countOf("captured")).toBe(DONORS.length);
    const charges = await sandbox.stripe.charges.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
    expect(charges.map((charge) => charge.metadata.pledge_id).toSorted()).toEqual(
      pledged.map(({ id }) => id).toSorted(),
    );
    expect(charges.every((charge) => charge.status === "succeeded" && charge.amount === GIFT_CENTS)).toBe(true);
    const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
    expect(pot).toMatchObject({ reservedCents: 0n, committedCents: BigInt(POT_CENTS) });
    expect(await deps.db.select().from(settlements)).toHaveLength(1);
    const made = await deps.db.select().from(grants);
    expect(made).toMatchObject([{ campaignId: campaign.id, amountCents: BigInt(goalCents) }]);
    const balances = await listBalances(deps.db, deps.fundId);
    expect(balances.find(({ account }) => account === `grant:${made[0]?.id}`)?.balanceCents).toBe(BigInt(goalCents));
    const sent = await deliveries();
    // On a slow machine a line of the statement may be read for want of its event: a hint of ours, no webhook.
    const [stored] = await deps.db
      .select({ events: sql<number>`count(*)::int` })
      .from(stripeEvents)
      .where(ne(stripeEvents.source, "stripe-statement"));
    expect(sent.length).toBe(2 * new Set(sent.map((one) => one.event)).size);
    expect(stored?.events).toBe(sent.length / 2);
    expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  });
});
