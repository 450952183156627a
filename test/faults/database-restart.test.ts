import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDatabase } from "../../src/db/client.ts";
import { migrateDatabase } from "../../src/db/migrate.ts";
import { matchingPots, pledges } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { migrateQueues } from "../../src/jobs/queue-schema.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";
import { createCipher } from "../../src/security/cipher.ts";
import { createDatabase } from "../../src/start/prepare-database.ts";
import { aFolder, removeFolder, run, saying } from "../start/run-service.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { TEST_SECRET_KEY, testSandbox } from "../support/stripe-sandbox.ts";
import { type FundServer, startFundServer } from "./fund-server.ts";
import { PATIENCE_MS, pledgeOnce, startLoad } from "./pledge-load.ts";

const DATA_SECRET = "a secret only these tests know, long enough";
const PATIENCE = { timeout: 60_000, interval: 100 };

const sandbox = testSandbox({ webhookRetryMs: Array.from({ length: 60 }, () => 500) });
let folder: string;
let server: FundServer;
let deps: Deps;
let closeDeps: () => Promise<void>;

beforeAll(async () => {
  folder = await aFolder();
  server = await startFundServer(folder);
  await createDatabase(server.serverUrl, "fund");
  await migrateDatabase(server.databaseUrl);
  await migrateQueues(server.databaseUrl);
  const { db, close } = connectDatabase(server.databaseUrl, { name: "test" });
  closeDeps = close;
  deps = { ...(await testDeps(db, sandbox.gateway)), cipher: createCipher(DATA_SECRET) };
});

afterAll(async () => {
  await closeDeps?.();
  await server?.stop();
  await removeFolder(folder);
});

async function startService() {
  const { id, secret } = await sandbox.stripe.webhookEndpoints.create({
    url: "http://127.0.0.1:9",
    enabled_events: ["*"],
  });
  const environment = {
    DATABASE_URL: server.databaseUrl,
    STRIPE_SECRET_KEY: TEST_SECRET_KEY,
    STRIPE_WEBHOOK_SECRETS: secret ?? "",
    STRIPE_API_URL: sandbox.sandbox.url,
    DATA_SECRET,
    AUTH_SECRET: DATA_SECRET,
    BASE_URL: "http://localhost",
    PORT: "0",
  };
  const web = run("web", folder, environment);
  const workers = run("workers", folder, environment);
  const [origin] = await Promise.all([saying(web, /^Web: (\S+)/m), saying(workers, /ready/)]);
  await sandbox.stripe.webhookEndpoints.update(id, { url: `${origin}/webhooks/stripe` });
  return { origin, web, workers };
}

const statusOf = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })).status;

test("a database that stops dead under load is answered by 503 in time, and all goes on when it is back (S1, M2)", {
  timeout: 240_000,
}, async () => {
  const { potId } = await aMatchingPot(deps, 10_500n);
  const campaign = await aCampaign(deps, "live", { goalCents: 300_000 });
  const { origin, web, workers } = await startService();
  const load = startLoad(origin, campaign.id);
  const heard = (status: number) => load.heard.filter((one) => one.status === status).length;

  await expect.poll(() => heard(201), PATIENCE).toBeGreaterThan(12);
  await server.crash();
  await expect.poll(() => heard(503), PATIENCE).toBeGreaterThan(12);
  const during = {
    live: await statusOf(`${origin}/health/live`),
    ready: await statusOf(`${origin}/health/ready`),
    page: await statusOf(`${origin}/collectes`),
    api: await statusOf(`${origin}/api/v1/campaigns`),
  };
  await server.startAgain();
  const before = heard(201);
  await expect.poll(() => heard(201), PATIENCE).toBeGreaterThan(before + 12);
  await load.stop();

  expect(during).toEqual({ live: 200, ready: 503, page: 503, api: 503 });
  expect(new Set(load.heard.map(({ status }) => status))).toEqual(new Set([201, 503]));
  const refused = load.heard.filter(({ status }) => status === 503);
  for (const { type, text } of refused) {
    expect(type).toContain("application/problem+json");
    expect(JSON.parse(text)).toMatchObject({ type: "http://localhost/problems/temporarily-unavailable", errors: [] });
    expect(text).not.toMatch(/postgres|ECONN|CONNECTION|127\.0\.0\.1|select|insert/i);
  }
  expect([web.child.exitCode, workers.child.exitCode]).toEqual([null, null]);
  expect(await statusOf(`${origin}/health/ready`)).toBe(200);

  await deps.db.execute(
    sql`update idempotency_keys set created_at = created_at - interval '2 minutes' where state = 'started'`,
  );
  const asked = [...new Set(load.heard.map(({ key }) => key))];
  for (const key of asked) expect(await pledgeOnce(origin, campaign.id, key)).toMatchObject({ status: 201 });
  const opened = await deps.db.select().from(pledges).where(eq(pledges.state, "draft"));
  expect(opened).toHaveLength(asked.length);
  for (const { id, checkoutUrl } of opened)
    await completeCheckout(checkoutUrl ?? "", { card: "4242424242424242", name: `Solène ${id}` });
  const firm = () => deps.db.select().from(pledges).where(eq(pledges.state, "authorised"));
  await expect.poll(async () => (await firm()).length, PATIENCE).toBe(asked.length);
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect(pot?.reservedCents).toBe(10_500n);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});
