import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { transferReversals } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { executeReversal, syncTransfer } from "../../src/disbursements/execute-reversal.ts";
import { confirmReversal, proposeReversal } from "../../src/disbursements/reversal-requests.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { cancelInstalment } from "../../src/instalments/move-limit.ts";
import { returnCancelled } from "../../src/instalments/return-cancelled.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aStaffMember,
  booksHold,
  firstInstalment,
  giveStripeAccount,
  race,
  theDisbursement,
  theGrant,
} from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const at = testSandbox();

/** A transfer of 400 € that the connected account has received. */
async function aTransfer(deps: Deps) {
  const grant = await aGrant(database, deps, 100_000n);
  await at.controls.addFunds(100_000);
  const account = await at.stripe.v2.core.accounts.create({
    contact_email: "asso@example.org",
    identity: { country: "FR" },
    dashboard: "express",
    defaults: { responsibilities: { fees_collector: "application", losses_collector: "application" } },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  });
  await at.controls.onboardAccount(account.id);
  await giveStripeAccount(deps, grant.organisationId, account.id);
  const order = await anOrder(deps, grant, 40_000n, "stripe");
  await runJobs(deps);
  const { stripeTransferId } = await theDisbursement(deps, order.disbursementId);
  return { grant, order, transferId: stripeTransferId ?? expect.fail("no transfer") };
}

const reason = "Mauvaise structure";

test("D6: two people take a transfer back, in part and then wholly; each part restores the grant once", async () => {
  const deps = await testDeps(database.db, at.gateway);
  const { grant, order, transferId } = await aTransfer(deps);
  const { disbursementId } = order;

  const { id } = await proposeReversal(deps, order.paymaster, { disbursementId, amountCents: 15_000n, reason });
  await expect(confirmReversal(deps, order.paymaster, order)).rejects.toMatchObject({ type: "second-person-needed" });
  expect((await theGrant(deps, grant.grantId)).paidCents).toBe(40_000n);
  await confirmReversal(deps, order.authoriser, order);
  await Promise.all([1, 2].map(() => executeReversal(deps, worker("test"), { reversalId: id })));
  await Promise.all([1, 2].map(() => syncTransfer(deps, worker("test"), transferId)));

  expect((await at.stripe.transfers.retrieve(transferId)).amount_reversed).toBe(15_000);
  expect((await theGrant(deps, grant.grantId)).paidCents).toBe(25_000n);
  expect(await theDisbursement(deps, disbursementId)).toMatchObject({ state: "paid", reversedCents: 15_000n });
  await expect(
    proposeReversal(deps, order.paymaster, { disbursementId, amountCents: 25_001n, reason }),
  ).rejects.toMatchObject({ type: "reversal-exceeds-transfer" });

  const whole = { disbursementId, amountCents: 25_000n, reason };
  const proposed = await race([
    proposeReversal(deps, order.paymaster, whole),
    proposeReversal(deps, order.authoriser, whole),
  ]);
  expect([proposed.done.length, proposed.refused]).toEqual([1, ["reversal-pending"]]);
  await Promise.allSettled([
    confirmReversal(deps, order.authoriser, order),
    confirmReversal(deps, order.paymaster, order),
  ]);
  await runJobs(deps);

  expect((await theGrant(deps, grant.grantId)).paidCents).toBe(0n);
  expect(await theDisbursement(deps, disbursementId)).toMatchObject({ state: "returned", reversedCents: 40_000n });
  await booksHold(deps);
});

test("D6, S2: a transfer taken back on Stripe's own pages restores the grant once", async () => {
  const deps = await testDeps(database.db, at.gateway);
  const { grant, order, transferId } = await aTransfer(deps);
  await at.stripe.transfers.createReversal(transferId, { amount: 40_000 });

  await Promise.all([1, 2, 3].map(() => syncTransfer(deps, worker("test"), transferId)));

  expect((await theGrant(deps, grant.grantId)).paidCents).toBe(0n);
  expect((await theDisbursement(deps, order.disbursementId)).state).toBe("returned");
  await booksHold(deps);
});

test("D2, F2: what comes back after its instalment was cancelled goes on to where it came from, once", async () => {
  const deps = await testDeps(database.db, at.gateway);
  const { grant, transferId } = await aTransfer(deps);
  const officer = await aStaffMember(deps, "case_officer");
  const instalmentId = await firstInstalment(deps, grant.grantId);
  const reserve = () => balanceOf(deps.db, deps.fundId, accounts.reserve);
  await cancelInstalment(deps, officer, { instalmentId, reason: "Abandon" });
  expect(await reserve()).toBe(60_000n);

  for (const amount of [15_000, 25_000]) {
    await at.stripe.transfers.createReversal(transferId, { amount });
    await syncTransfer(deps, worker("test"), transferId);
    await Promise.all([1, 2].map(() => returnCancelled(deps)));
  }

  expect(await reserve()).toBe(100_000n);
  expect(await theGrant(deps, grant.grantId)).toMatchObject({ paidCents: 0n, reducedCents: 100_000n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.grant(grant.grantId))).toBe(0n);
  await booksHold(deps);
});

test("D6: what Stripe refuses to take back is said, and nothing moves", async () => {
  const deps = await testDeps(database.db, at.gateway);
  const { grant, order, transferId } = await aTransfer(deps);
  const { disbursementId } = order;
  const { id } = await proposeReversal(deps, order.paymaster, { disbursementId, amountCents: 40_000n, reason });
  await confirmReversal(deps, order.authoriser, order);
  await at.stripe.transfers.createReversal(transferId, { amount: 10_000 });

  await executeReversal(deps, worker("test"), { reversalId: id });

  const [row] = await deps.db.select().from(transferReversals).where(eq(transferReversals.id, id));
  expect(row?.state).toBe("refused");
  expect((await theGrant(deps, grant.grantId)).paidCents).toBe(40_000n);
  await syncTransfer(deps, worker("test"), transferId);
  expect((await theGrant(deps, grant.grantId)).paidCents).toBe(30_000n);
  await booksHold(deps);

  for (const [constraint, statement] of [
    ["transfer_reversals_frozen", "update transfer_reversals set amount_cents = 1 where state = 'refused'"],
    [
      "transfer_reversals_state_transition",
      "update transfer_reversals set state = 'confirmed' where state = 'refused'",
    ],
    ["transfer_reversals_append_only", "delete from transfer_reversals"],
    ["disbursements_reversed_within_amount", "update disbursements set reversed_cents = amount_cents + 1"],
  ] as const) {
    const error = await database.owner
      .transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.tx', 'test', true)`);
        await tx.execute(sql.raw(statement));
      })
      .catch((failed: unknown) => failed);
    expect(postgresError(error)?.constraint).toBe(constraint);
  }
});
