import { expect, test } from "vitest";
import { executeTransfer } from "../../src/disbursements/execute-transfer.ts";
import { retryTransfer } from "../../src/disbursements/retry-transfer.ts";
import { worker } from "../../src/domain/actor.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aGrant, anOrder, booksHold, giveStripeAccount, theDisbursement } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const at = testSandbox();

test("D6, S1: through Stripe's own SDK: refused until the account is ready, then paid once however often it is run", async () => {
  const deps = await testDeps(database.db, at.gateway);
  const grant = await aGrant(database, deps, 100_000n);
  await at.controls.addFunds(100_000);
  const account = await at.stripe.v2.core.accounts.create({
    contact_email: "asso@example.org",
    identity: { country: "FR" },
    dashboard: "express",
    defaults: { responsibilities: { fees_collector: "application", losses_collector: "application" } },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  });
  await giveStripeAccount(deps, grant.organisationId, account.id);
  const order = await anOrder(deps, grant, 40_000n, "stripe");

  await runJobs(deps);
  expect(await theDisbursement(deps, order.disbursementId)).toMatchObject({ state: "ordered", transferAttempt: 1 });
  await at.controls.onboardAccount(account.id);
  await retryTransfer(deps, order.paymaster, order);
  await runJobs(deps);
  await executeTransfer(deps, worker("test"), order);

  const paid = await theDisbursement(deps, order.disbursementId);
  const transfers = await at.stripe.transfers.list({ destination: account.id });
  expect(paid.state).toBe("paid");
  expect(transfers.data.map((one) => [one.id, one.amount])).toEqual([[paid.stripeTransferId, 40_000]]);
  await booksHold(deps);
});
