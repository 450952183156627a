import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { potCollections, potFundings, potStripeAccounts } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import { GatewayUnavailable } from "../../src/payments/gateway.ts";
import { collectCash } from "../../src/pots/collect-cash.ts";
import { openStripeAccount } from "../../src/pots/open-stripe-account.ts";
import { sweepPotCash } from "../../src/pots/sweep-pot-cash.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { testBooks } from "../reconciliation/stripe-support.ts";
import { testDatabase } from "../support/database.ts";
import { aStaffMember, booksHold } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aPot, type TestPot, thePot } from "../support/pots.ts";

const database = testDatabase();
const books = testBooks(database);
const actor = worker("test");
let deps: Deps;
let pot: TestPot;
let customerId: string;

beforeEach(async () => {
  deps = books().deps;
  pot = await aPot(deps, 0n);
  await openStripeAccount(deps, pot.owner, pot.potId);
  customerId = (await theAccount()).customerId;
});

async function theAccount(potId = pot.potId) {
  const [account] = await deps.db.select().from(potStripeAccounts).where(eq(potStripeAccounts.potId, potId));
  return account ?? expect.fail("no Stripe account");
}
/** The partner's transfer arrives on the pot's account at Stripe. */
const arrive = (amount: number, customer = customerId) =>
  books().at.stripe.testHelpers.customers.fundCashBalance(customer, { amount, currency: "eur" });
const collections = () => deps.db.select().from(potCollections).where(eq(potCollections.fundId, deps.fundId));
const fundings = () => deps.db.select().from(potFundings).where(eq(potFundings.potId, pot.potId));
const payments = async () => (await books().at.stripe.paymentIntents.list({ limit: 100 })).data;
/** A run that Stripe tells to come back later (its key is in flight) is met again by the next sweep. */
const patiently = (run: Promise<unknown>) =>
  run.catch((error: unknown) => {
    if (!(error instanceof GatewayUnavailable)) throw error;
  });

test("opening the pot's account twice, and at once, gives it one customer and one IBAN, sealed at rest", async () => {
  const other = await aPot(deps, 0n);

  await Promise.all([
    openStripeAccount(deps, other.owner, other.potId),
    openStripeAccount(deps, other.owner, other.potId),
  ]);

  const account = await theAccount(other.potId);
  expect(account.customerId).not.toBe(customerId);
  expect(account.ibanCiphertext).not.toContain("FR");
  expect(deps.cipher.decrypt(account.ibanCiphertext)).toMatch(/^FR\d{25}$/);
  await openStripeAccount(deps, other.owner, other.potId);
  expect((await theAccount(other.potId)).customerId).toBe(account.customerId);
});

test("S3, M9: a transfer no event told of funds the pot with exactly what arrived, once, when the sweep comes", async () => {
  await arrive(250_000);

  await sweepPotCash(deps);
  await sweepPotCash(deps);

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 250_000n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(pot.potId))).toBe(250_000n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.stripe)).toBe(250_000n);
  expect(await fundings()).toMatchObject([{ source: "stripe", amountCents: 250_000n }]);
  await booksHold(deps);
});

test("S2: the events of a transfer, swept in from Stripe's list, fund the pot once", async () => {
  await arrive(40_000);

  await sweepStripe(deps, actor);
  await runJobs(deps);
  await sweepStripe(deps, actor);
  await runJobs(deps);

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 40_000n });
  expect(await payments()).toHaveLength(1);
  await booksHold(deps);
});

test("S1, S2: told by event, by sweep and by both ten times at once, it is one payment and one funding", async () => {
  await arrive(60_000);
  const told = Array.from({ length: 10 }, () => patiently(collectCash(deps, actor, customerId)));

  await Promise.all([...told, sweepPotCash(deps), sweepStripe(deps, actor), sweepPotCash(deps)]);
  await runJobs(deps);
  await sweepPotCash(deps);

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 60_000n });
  expect(await fundings()).toHaveLength(1);
  expect((await payments()).filter((payment) => payment.status === "succeeded")).toHaveLength(1);
  expect(await collections()).toMatchObject([{ state: "captured", amountCents: 60_000n }]);
  await booksHold(deps);
});

test("S1: an answer lost after Stripe acted is found again: no second payment", async () => {
  await arrive(30_000);
  await books().at.controls.orderFault({
    action: "fail_after",
    how: "drop",
    method: "POST",
    path: "/v1/payment_intents",
    count: 2,
  });

  await sweepPotCash(deps);
  await books().at.controls.clearFaults();
  await sweepPotCash(deps);

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 30_000n });
  expect(await payments()).toHaveLength(1);
  await booksHold(deps);
});

test("two transfers, then a small one: each cent funds the pot; less than Stripe takes waits for more", async () => {
  await arrive(10_000);
  await arrive(5_000);
  await sweepPotCash(deps);
  await arrive(49);
  await sweepPotCash(deps);
  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 15_000n });

  await arrive(1);
  await sweepPotCash(deps);

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 15_050n });
  expect((await collections()).map((one) => one.amountCents).toSorted()).toEqual([15_000n, 50n]);
  await booksHold(deps);
});

test("money gone from the account before it is taken funds nothing, and what comes next is taken whole", async () => {
  await arrive(20_000);
  const { stripe } = books().at;
  const gateway = {
    ...deps.gateway,
    collectCash: async (request: Parameters<typeof deps.gateway.collectCash>[0]) => {
      if ((await payments()).length === 0)
        await stripe.refunds.create({
          customer: customerId,
          origin: "customer_balance",
          amount: 12_000,
          currency: "eur",
        });
      return await deps.gateway.collectCash(request);
    },
  };

  await collectCash({ ...deps, gateway }, actor, customerId);

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 8_000n });
  expect((await collections()).map((one) => one.state).toSorted()).toEqual(["cancelled", "captured"]);
  await arrive(3_000);
  await sweepPotCash(deps);
  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 11_000n });
  await booksHold(deps);
});

test("a payment left half-funded by a crash is cancelled, and its money taken by the next one", async () => {
  const { stripe } = books().at;
  const crashing = { ...deps.gateway, cancelPayment: () => Promise.reject(new Error("killed")) };
  await arrive(20_000);
  const stealing = {
    ...crashing,
    collectCash: async (request: Parameters<typeof deps.gateway.collectCash>[0]) => {
      await stripe.refunds.create({
        customer: customerId,
        origin: "customer_balance",
        amount: 20_000,
        currency: "eur",
      });
      return await deps.gateway.collectCash(request);
    },
  };
  await expect(collectCash({ ...deps, gateway: stealing }, actor, customerId)).rejects.toThrow("killed");
  await arrive(4_000);

  await sweepStripe(deps, actor);
  await runJobs(deps);
  await sweepPotCash(deps);

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 4_000n });
  expect((await payments()).map((payment) => payment.status).toSorted()).toEqual(["canceled", "succeeded"]);
  await booksHold(deps);
});

test("R1: Stripe's statement ties with the funding's entry, and its fee is the fund's cost", async () => {
  await arrive(100_000);
  await sweepPotCash(deps);
  await books().at.controls.idle();

  const reconciled = await reconcileStripe(deps, actor);
  const again = await reconcileStripe(deps, actor);

  expect(reconciled).toMatchObject({ tied: 1, differing: 0, balance: "ties" });
  expect(again).toMatchObject({ tied: 0, differing: 0, balance: "ties" });
  expect(await books().balance(accounts.processorFees)).toBe(500n);
  expect(await books().balance(accounts.stripe)).toBe(99_500n);
  expect(await books().differences()).toEqual([]);
  await booksHold(deps);
});

test("S2: cash of a customer who is no pot's changes nothing", async () => {
  const stranger = await books().at.stripe.customers.create();
  await arrive(10_000, stranger.id);

  await collectCash(deps, actor, stranger.id);

  expect(await collections()).toEqual([]);
});

test("X1: the partner's owner and the fund's paymaster open it, members and strangers do not", async () => {
  const other = await aPot(deps, 0n);

  await expect(openStripeAccount(deps, await aStaffMember(deps, "auditor"), other.potId)).rejects.toMatchObject({
    status: 403,
  });
  await expect(openStripeAccount(deps, pot.owner, other.potId)).rejects.toMatchObject({ status: 404 });
  await openStripeAccount(deps, await aStaffMember(deps, "paymaster"), other.potId);
});
