import { beforeEach, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import type { Deps } from "../../src/deps.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { openStripeAccount } from "../../src/pots/open-stripe-account.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { noteWaitingCash } from "../../src/reconciliation/note-waiting-cash.ts";
import { sweepWaitingCash } from "../../src/reconciliation/place-waiting-cash.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { readCashDetail } from "../../src/reconciliation/stripe-cash.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aStaffMember, booksHold } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aPot, thePot } from "../support/pots.ts";
import { actor, testBooks } from "./stripe-support.ts";

const database = testDatabase();
const books = testBooks(database);
let deps: Deps;
let customerId: string;

beforeEach(async () => {
  deps = books().deps;
  customerId = (await books().at.stripe.customers.create()).id;
});

const arrive = (amount: number, customer = customerId) =>
  books().at.stripe.testHelpers.customers.fundCashBalance(customer, { amount, currency: "eur", reference: "DON 12" });
const waiting = async () => (await books().differences()).filter(({ kind }) => kind === "stripe-cash");
const theWaiting = async () => (await waiting())[0] ?? expect.fail("no difference");
const returns = async () => (await books().at.stripe.refunds.list({ limit: 100 })).data;
const payments = async () => (await books().at.stripe.paymentIntents.list({ limit: 100 })).data;
const doneOf = async () => (await waiting()).map(({ kind, detail }) => readCashDetail(kind, detail)?.done);
/** Stripe's events come in by the sweep, and the jobs they ask for run. */
async function hear() {
  await sweepStripe(deps, actor);
  await runJobs(deps);
}
/** One person proposes, another agrees. */
async function decide(resolution: string): Promise<void> {
  const { id: differenceId } = await theWaiting();
  await explainDifference(deps, await aStaffMember(deps, "paymaster"), { differenceId, resolution, reason: "Vu" });
  await closeDifference(deps, await aStaffMember(deps, "authoriser"), { differenceId, resolution });
}

test("R2: a transfer on an account that is no pot's is one difference, however often it is told of", async () => {
  await arrive(10_000);

  await hear();
  await Promise.all([noteWaitingCash(deps, actor, customerId), noteWaitingCash(deps, actor, customerId)]);
  await arrive(2_500);
  await hear();

  expect(await waiting()).toMatchObject([
    { amountCents: 10_000n, proposedCause: "cash-of-nobody", state: "open" },
    { amountCents: 2_500n, proposedCause: "cash-of-nobody", state: "open" },
  ]);
  await booksHold(deps);
});

test("R2: its page tells payer, words and the day Stripe returns it; two people send it back, once", async () => {
  await arrive(10_000);
  await hear();
  const site = testApp(deps, { apiRoutes, pageRoutes });
  const paymaster = await signIn(site, (await aStaffMember(deps, "paymaster")).email);
  const authoriser = await signIn(site, (await aStaffMember(deps, "authoriser")).email);
  const path = `/ecarts/${(await theWaiting()).id}`;

  const list = await paymaster.get("/ecarts?genre=stripe-cash");
  const shown = await paymaster.get(path);
  const wrong = await submitForm(paymaster, path, { reason: "Vu", resolution: "refund" }, `${path}/explication`);
  await submitForm(paymaster, path, { reason: "Vu", resolution: "return" }, `${path}/explication`);
  await sweepWaitingCash(deps, actor);
  expect(await returns()).toEqual([]);
  await submitForm(authoriser, path, { resolution: "return" }, `${path}/cloture`);
  await Promise.all([sweepWaitingCash(deps, actor), sweepWaitingCash(deps, actor)]);
  await sweepWaitingCash(deps, actor);
  await hear();

  expect(list.text).toContain("Rendu par Stripe de lui-même");
  expect(shown.text).toContain("Association des communes");
  expect(shown.text).toContain("DON 12");
  expect(shown.text).toContain("Virement reçu chez Stripe");
  expect(wrong.status).toBe(409);
  expect(await returns()).toMatchObject([{ amount: 10_000 }]);
  expect(await doneOf()).toEqual([(await returns())[0]?.id]);
  expect((await paymaster.get(path)).text).toContain((await returns())[0]?.id);
  await booksHold(deps);
});

test("S1: a return whose answer was lost is found again after Stripe forgot its key: no second one", async () => {
  await arrive(10_000);
  await arrive(10_000);
  await hear();
  await decide("return");

  const lost = { ...deps.gateway, returnCash: killedAfter(deps.gateway.returnCash) };
  await sweepWaitingCash({ ...deps, gateway: lost }, actor);
  expect(await doneOf()).toEqual([undefined, undefined]);
  await books().at.controls.advanceClock(40 * DAY);
  await sweepWaitingCash(deps, actor);

  expect(await returns()).toHaveLength(1);
  expect(await doneOf()).toEqual([(await returns())[0]?.id, undefined]);
});

/** The process dies once Stripe acted and before it was written down. */
const killedAfter =
  <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    await call(...args);
    throw new Error("killed");
  };

test("M9, R1: given to a pot it funds it once, also where the process died after Stripe took it; the books tie", async () => {
  const pot = await aPot(deps, 0n);
  await arrive(30_000);
  await hear();
  await decide(`pot:${pot.potId}`);

  const dying = { ...deps.gateway, collectCash: killedAfter(deps.gateway.collectCash) };
  await sweepWaitingCash({ ...deps, gateway: dying }, actor);
  await hear();
  await Promise.all([sweepWaitingCash(deps, actor), sweepWaitingCash(deps, actor)]);
  await sweepWaitingCash(deps, actor);
  await books().at.controls.idle();

  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 30_000n });
  expect(await payments()).toMatchObject([{ status: "succeeded", amount: 30_000 }]);
  expect(await reconcileStripe(deps, actor)).toMatchObject({ tied: 1, differing: 0, balance: "ties" });
  expect(await books().balance(accounts.stripe)).toBe(29_850n);
  await booksHold(deps);
});

test("R2: money gone meanwhile is neither returned nor given; what is left of it is a new difference", async () => {
  const pot = await aPot(deps, 0n);
  await arrive(30_000);
  await hear();
  await decide("return");
  const { stripe } = books().at;
  await stripe.refunds.create({ customer: customerId, origin: "customer_balance", amount: 20_000, currency: "eur" });

  await sweepWaitingCash(deps, actor);
  await sweepWaitingCash(deps, actor);

  expect(await returns()).toHaveLength(1);
  expect(await waiting()).toMatchObject([
    { amountCents: 30_000n, state: "closed" },
    { amountCents: 10_000n, state: "open", proposedCause: "cash-return-refused" },
  ]);
  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 0n });
});

test("R2: too small a rest on a pot's account is told after a week, and only sent back or explained", async () => {
  // The clock of this base may be ahead already.
  const ahead = (await fundNow(deps.db)).getTime() - Date.now();
  await books().at.controls.advanceClock(Math.max(1, Math.ceil(ahead / 1_000)));
  const pot = await aPot(deps, 0n);
  await openStripeAccount(deps, pot.owner, pot.potId);
  const own = (await books().at.stripe.customers.list({ limit: 1 })).data[0]?.id ?? expect.fail("no customer");
  await arrive(49, own);
  await hear();
  await sweepWaitingCash(deps, actor);
  expect(await waiting()).toEqual([]);

  await moveClock(database, undefined, 8 * DAY);
  await sweepWaitingCash(deps, actor);

  expect(await waiting()).toMatchObject([{ amountCents: 49n, proposedCause: "cash-too-small" }]);
  await expect(decide(`pot:${pot.potId}`)).rejects.toMatchObject({ status: 409 });
  await decide("return");
  await sweepWaitingCash(deps, actor);
  expect(await returns()).toMatchObject([{ amount: 49 }]);
});
