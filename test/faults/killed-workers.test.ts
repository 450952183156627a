import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { campaigns } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { migrateQueues } from "../../src/jobs/queue-schema.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { createCipher } from "../../src/security/cipher.ts";
import { aFolder, crash, type Run, removeFolder, run, saying } from "../start/run-service.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aGrant, anOrder, giveStripeAccount, theDisbursement } from "../support/grants.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { TEST_SECRET_KEY, TEST_WEBHOOK_SECRET, testSandbox } from "../support/stripe-sandbox.ts";
import { backends, forgetKeys } from "../workers/backends.ts";
import { holdingProxy } from "./holding-proxy.ts";

const DATA_SECRET = "a secret only these tests know, long enough";
const PATIENCE = { timeout: 30_000, interval: 100 };

describe.each(await backends())("with jobs on $name", ({ redisUrl }) => {
  const database = testDatabase();
  const sandbox = testSandbox();
  const proxy = holdingProxy(() => sandbox.sandbox.url);
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

  const stateOf = async (campaignId: string) =>
    (await deps.db.select().from(campaigns).where(eq(campaigns.id, campaignId)))[0]?.state;

  async function startWorkers(): Promise<Run> {
    const workers = run("workers", folder, {
      DATABASE_URL: database.url,
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl, REDIS_PREFIX: redisPrefix }),
      STRIPE_SECRET_KEY: TEST_SECRET_KEY,
      STRIPE_WEBHOOK_SECRETS: TEST_WEBHOOK_SECRET,
      STRIPE_API_URL: proxy.url,
      DATA_SECRET,
      AUTH_SECRET: DATA_SECRET,
      BASE_URL: "http://localhost",
    });
    await saying(workers, /ready/);
    return workers;
  }

  test("S1: workers killed between the charge and its commit charge once", { timeout: 90_000 }, async () => {
    const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
    const pledgeId = await aFirmPledge(deps, campaign.id, 20_000n);
    await moveClock(database, sandbox, 31 * DAY);

    const charged = proxy.holdNextAnswer("/v1/payment_intents");
    const killed = await startWorkers();
    await charged;
    await crash(killed);
    expect((await thePledge(deps, pledgeId)).state).toBe("charging");
    await moveClock(database, sandbox, 180);
    await startWorkers();

    await expect.poll(async () => (await thePledge(deps, pledgeId)).state, PATIENCE).toBe("captured");
    await expect.poll(() => stateOf(campaign.id), PATIENCE).toBe("succeeded");
    const charges = (await sandbox.stripe.charges.list({ limit: 100 })).data.filter(
      (c) => c.metadata.pledge_id === pledgeId,
    );
    expect(charges).toHaveLength(1);
    expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  });

  test("S1: workers killed between the transfer and its commit pay once", { timeout: 90_000 }, async () => {
    const account = await sandbox.stripe.v2.core.accounts.create({
      contact_email: "asso@example.org",
      identity: { country: "FR" },
      dashboard: "express",
      defaults: { responsibilities: { fees_collector: "application", losses_collector: "application" } },
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    });
    await sandbox.controls.onboardAccount(account.id);
    await sandbox.controls.addFunds(200_000);
    const grant = await aGrant(database, deps, 100_000n);
    await giveStripeAccount(deps, grant.organisationId, account.id);
    const transferred = proxy.holdNextAnswer("/v1/transfers");
    const killed = await startWorkers();
    const { disbursementId } = await anOrder(deps, grant, 40_000n, "stripe");
    await transferred;
    await crash(killed);
    await moveClock(database, sandbox, 180);
    await startWorkers();

    await expect.poll(async () => (await theDisbursement(deps, disbursementId)).state, PATIENCE).toBe("paid");
    expect((await sandbox.stripe.transfers.list({ limit: 100 })).data).toHaveLength(1);
    expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  });
});
