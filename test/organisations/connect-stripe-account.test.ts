import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { organisations } from "../../src/db/schema/organisations.ts";
import type { Deps } from "../../src/deps.ts";
import { connectStripeAccount } from "../../src/organisations/connect-stripe-account.ts";
import { organisationPages } from "../../src/organisations/pages.ts";
import { readStripeAccount } from "../../src/organisations/read-stripe-account.ts";
import { signIn, testApp } from "../support/app.ts";
import { aHolder } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { testGateway, testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

test("D6: an owner opens the organisation's account at Stripe once, and can receive transfers once it is complete", async () => {
  const { organisationId, owner } = await aHolder(deps);

  const [url] = await Promise.all([
    connectStripeAccount(deps, owner, organisationId),
    connectStripeAccount(deps, owner, organisationId),
  ]);
  const [{ stripeAccountId } = { stripeAccountId: null }] = await deps.db
    .select({ stripeAccountId: organisations.stripeAccountId })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  const before = await sandbox.gateway.canReceiveTransfers(stripeAccountId ?? "");
  await fetch(url, { method: "POST", redirect: "manual" });

  expect(before).toBe(false);
  expect(await sandbox.gateway.canReceiveTransfers(stripeAccountId ?? "")).toBe(true);
  await connectStripeAccount(deps, owner, organisationId);
  expect(
    (await sandbox.controls.requests({ method: "POST", path: "/v2/core/accounts" })).filter(
      (r) => !r.replayed && r.path.endsWith("/accounts"),
    ),
  ).toHaveLength(1);
});

test("D6: what Stripe says of the account is asked anew each time, and none or no answer is said as such", async () => {
  const { organisationId, owner } = await aHolder(deps);
  const none = await readStripeAccount(deps, owner, organisationId);
  const url = await connectStripeAccount(deps, owner, organisationId);

  expect(none).toBe("none");
  expect(await readStripeAccount(deps, owner, organisationId)).toBe("incomplete");
  await fetch(url, { method: "POST", redirect: "manual" });
  expect(await readStripeAccount(deps, owner, organisationId)).toBe("ready");
  const silent = { ...deps, gateway: testGateway("http://127.0.0.1:9") };
  expect(await readStripeAccount(silent, owner, organisationId)).toBe("unknown");
});

test("D6: Stripe sends the owner back to a page that says what is left, also from a link that was too old", async () => {
  const { organisationId, owner } = await aHolder(deps);
  const browser = await signIn(testApp(deps, { pageRoutes: organisationPages }), owner.email);
  const url = await connectStripeAccount(deps, owner, organisationId);
  const path = `/structures/${organisationId}/compte-stripe`;

  const early = await browser.get(path).expect(200);
  const expired = await browser.get(`${path}?lien=expire`).expect(200);
  const completed = await fetch(url, { method: "POST", redirect: "manual" });
  const done = await browser.get(path).expect(200);
  const organisation = await browser.get(`/structures/${organisationId}`).expect(200);

  expect(completed.headers.get("location")).toBe(`${deps.baseUrl}${path}`);
  expect(early.text).toContain("Stripe attend encore des informations");
  expect(early.text).toContain("Compléter le compte Stripe");
  expect(expired.text).toContain("Le lien vers Stripe a expiré");
  expect(done.text).toContain("Votre compte Stripe est complet");
  expect(done.text).not.toContain("Compléter le compte Stripe");
  expect(organisation.text).toContain("Peut recevoir des transferts");
});

test("X1: others' organisations do not exist, and members who are not owners may not", async () => {
  const { organisationId } = await aHolder(deps);
  const stranger = await aUser(deps.db);
  const member = await aUser(deps.db, { memberships: [{ organisationId, role: "member" }] });

  await expect(connectStripeAccount(deps, stranger, organisationId)).rejects.toMatchObject({ status: 404 });
  await expect(connectStripeAccount(deps, member, organisationId)).rejects.toMatchObject({ status: 403 });
});
