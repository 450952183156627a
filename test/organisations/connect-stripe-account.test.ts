import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { organisations } from "../../src/db/schema/organisations.ts";
import type { Deps } from "../../src/deps.ts";
import { connectStripeAccount } from "../../src/organisations/connect-stripe-account.ts";
import { aHolder } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

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

test("X1: others' organisations do not exist, and members who are not owners may not", async () => {
  const { organisationId } = await aHolder(deps);
  const stranger = await aUser(deps.db);
  const member = await aUser(deps.db, { memberships: [{ organisationId, role: "member" }] });

  await expect(connectStripeAccount(deps, stranger, organisationId)).rejects.toMatchObject({ status: 404 });
  await expect(connectStripeAccount(deps, member, organisationId)).rejects.toMatchObject({ status: 403 });
});
