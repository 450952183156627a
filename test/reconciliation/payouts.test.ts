import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { stripePayouts } from "../../src/db/schema/index.ts";
import { readPayout } from "../../src/reconciliation/payout-queries.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { recordPayout } from "../../src/reconciliation/record-payout.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { signIn, testApp } from "../support/app.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aStaffMember } from "../support/grants.ts";
import { actor, testBooks } from "./stripe-support.ts";

const database = testDatabase();
const books = testBooks(database);
const read = (id: string) => recordPayout(books().deps, actor, id);
const kept = async (id: string) =>
  (
    await database.db
      .select()
      .from(stripePayouts)
      .where(and(eq(stripePayouts.fundId, books().deps.fundId), eq(stripePayouts.id, id)))
  )[0];
const payoutDifferences = async () => (await books().differences()).filter(({ kind }) => kind === "stripe-payout");

async function aPaidPayout(): Promise<string> {
  await books().charge(10_000);
  await books().charge(2_500);
  const payout = await books().at.controls.runPayout();
  await books().at.controls.payPayout(payout?.id ?? "");
  return payout?.id ?? "";
}

test("R1: a payout shows what it is made of by reporting category, on its page and in the API", async () => {
  const id = await aPaidPayout();
  await sweepStripe(books().deps, actor);
  const site = testApp(books().deps, { apiRoutes, pageRoutes });
  const auditor = await aStaffMember(books().deps, "auditor");
  const browser = await signIn(site, auditor.email);

  const detail = await readPayout(books().deps, auditor, id);
  const list = await browser.get("/virements-de-stripe").expect(200);
  const page = await browser.get(`/virements-de-stripe/${id}`).expect(200);

  expect(detail).toMatchObject({
    reconciled: true,
    automatic: true,
    partsCents: detail.amountCents,
    parts: [{ category: "charge", transactions: 2, grossCents: 12_500n }],
  });
  expect(list.text).toContain(`/virements-de-stripe/${id}`);
  expect(page.text).toContain("la somme des mouvements est exacte");
});

test("R1, S3: a payout whose itemising no webhook told of is taken apart by the sweep", async () => {
  const id = await aPaidPayout();
  const { deps } = books();
  const early = {
    ...deps.gateway,
    findPayout: async (po: string) => ({ ...(await deps.gateway.findPayout(po)), itemised: false }),
  };
  await sweepStripe({ ...deps, gateway: early }, actor);
  const before = await kept(id);

  await sweepStripe(deps, actor);

  expect([before?.reconciled, (await kept(id))?.reconciled]).toEqual([false, true]);
});

test("R1, R2, S3: an item too few is a difference of its amount, and the sweep closes it by the payout's entry once Stripe lists it", async () => {
  await aPaidPayout();
  const { deps } = books();
  await reconcileStripe(deps, actor);
  async function* allButOne(payoutId: string) {
    let isFirst = true;
    for await (const item of deps.gateway.listPayoutTransactions(payoutId)) {
      if (item.sourceId === payoutId || !isFirst) yield item;
      else isFirst = false;
    }
  }

  await sweepStripe({ ...deps, gateway: { ...deps.gateway, listPayoutTransactions: allButOne } }, actor);
  const open = await payoutDifferences();
  const atOnce = (await sweepStripe(deps, actor)).payouts;
  await moveClock(database, books().at, 3_601);
  await sweepStripe(deps, actor);

  expect(open).toMatchObject([{ state: "open", proposedCause: "payout-items-differ" }]);
  expect(open[0]?.amountCents).toBeGreaterThan(0n);
  expect(atOnce).toBe(0);
  expect(await payoutDifferences()).toMatchObject([{ state: "closed", closingEntryId: expect.any(String) }]);
});

test("R1, R2: a movement kept for a payout that Stripe no longer lists is a difference", async () => {
  const id = await aPaidPayout();
  const { deps } = books();
  await read(id);
  async function* moved(payoutId: string) {
    for await (const item of deps.gateway.listPayoutTransactions(payoutId)) if (item.sourceId === payoutId) yield item;
  }

  await recordPayout({ ...deps, gateway: { ...deps.gateway, listPayoutTransactions: moved } }, actor, id);

  expect(await payoutDifferences()).toMatchObject([
    { state: "open", amountCents: 0n, proposedCause: "payout-items-changed" },
  ]);
});

test("R1: what somebody sent by hand is never itemised, and its page says so", async () => {
  await books().charge(10_000);
  const payout = await books().at.stripe.payouts.create({ amount: 5_000, currency: "eur" });
  await books().at.controls.payPayout(payout.id);
  await read(payout.id);
  const site = testApp(books().deps, { apiRoutes, pageRoutes });
  const browser = await signIn(site, (await aStaffMember(books().deps, "paymaster")).email);

  const page = await browser.get(`/virements-de-stripe/${payout.id}`).expect(200);

  expect(await kept(payout.id)).toMatchObject({ automatic: false, reconciled: false, state: "paid" });
  expect(page.text).toContain("n’est pas détaillé");
});

test("R2: a payout shown as paid that the bank sends back says so, and no one waits for it at the bank any more", async () => {
  const id = await aPaidPayout();
  await read(id);
  await books().at.controls.failPayout(id);

  await read(id);
  await reconcileStripe(books().deps, actor);

  expect(await kept(id)).toMatchObject({ state: "failed", failureCode: "account_closed" });
  expect((await books().differences()).map(({ proposedCause }) => proposedCause)).toContain("payout-returned");
});
