import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { campaigns, chargeAttempts, methodChanges, outbox } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { canChangeMethod, endsBeforeCharge } from "../../src/domain/saved-method.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { announceCardEndings } from "../../src/pledges/announce-card-endings.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { findOpenChange } from "../../src/pledges/change-method.ts";
import { readLink, renewLink } from "../../src/pledges/open-by-link.ts";
import { openMethodChange } from "../../src/pledges/open-method-change.ts";
import { latestLink, linkUrl } from "../../src/pledges/payment-link.ts";
import { refreshMethod } from "../../src/pledges/refresh-method.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { syncCheckoutSession } from "../../src/pledges/sync-checkout-session.ts";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock, moveClockTo } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, CARDS, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const guest = { kind: "guest" } as const;
const sweep = worker("sweep");
const MASTERCARD = "5555555555554444";
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const aFirm = async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  return await aFirmPledge(deps, campaign.id, 20_000n);
};
const open = (pledgeId: string) =>
  openMethodChange(deps, guest, { pledgeId, token: accessToken(deps.cipher, pledgeId) });

async function work(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}

/** The donor saves another card on the page that was opened, and the service hears of it. */
async function save(url: string | undefined, pledgeId: string, card = MASTERCARD): Promise<void> {
  await completeCheckout(url ?? "", { card, name: `Solène ${pledgeId}` });
  const change = await findOpenChange(deps.db, deps.fundId, pledgeId);
  await syncCheckoutSession(deps, sweep, change?.checkoutSessionId ?? "");
}

const isForgotten = async (method: string | null) =>
  (await sandbox.stripe.paymentMethods.retrieve(method ?? "")).customer === null;
const changesOf = (pledgeId: string) =>
  deps.db.select().from(methodChanges).where(eq(methodChanges.pledgeId, pledgeId));
const lettersOf = async (pledgeId: string) =>
  (await deps.db.select().from(outbox).where(sql`payload ->> 'subjectId' = ${pledgeId}`)).filter(
    ({ payload }) => (payload as { template: string }).template === "card-ending",
  ).length;

test("P8: until its charge starts a donor puts another card in the place of the saved one, which is forgotten", async () => {
  const pledgeId = await aFirm();
  const before = await thePledge(deps, pledgeId);
  expect(before).toMatchObject({ methodKind: "card", cardLast4: "4242", cardExpiresOn: "2034-12-31" });

  const urls = await Promise.all([open(pledgeId), open(pledgeId)]);
  expect(new Set(urls).size).toBe(1);
  expect((await thePledge(deps, pledgeId)).paymentMethodId).toBe(before.paymentMethodId);
  await save(urls[0], pledgeId);
  await runJobs(deps);

  const after = await thePledge(deps, pledgeId);
  expect(after).toMatchObject({ state: "authorised", cardLast4: "4444" });
  expect(await isForgotten(before.paymentMethodId)).toBe(true);
  // What Stripe tells of the first card again changes nothing any more (S2).
  await syncCheckoutSession(deps, sweep, before.checkoutSessionId ?? "");
  expect((await thePledge(deps, pledgeId)).paymentMethodId).toBe(after.paymentMethodId);

  await moveClock(database, sandbox, 31 * DAY);
  await work();
  const charges = (await sandbox.stripe.charges.list({ limit: 100 })).data.filter(
    (charge) => charge.metadata.pledge_id === pledgeId,
  );
  expect(charges.map((charge) => charge.payment_method)).toEqual([after.paymentMethodId]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("P8: a card saved when the gift is charged already is not kept; the charge stands, once", async () => {
  const pledgeId = await aFirm();
  const { paymentMethodId, campaignId } = await thePledge(deps, pledgeId);
  const [campaign] = await deps.db.select().from(campaigns).where(eq(campaigns.id, campaignId));
  const deadline = campaign?.deadlineAt.getTime() ?? 0;
  await moveClockTo(database, sandbox, new Date(deadline - 600_000));
  const url = await open(pledgeId);
  await moveClock(database, sandbox, 1_200);

  const { checkoutSessionId } = (await findOpenChange(deps.db, deps.fundId, pledgeId)) ?? {};
  await Promise.all([
    work(),
    completeCheckout(url ?? "", { card: MASTERCARD }).then(() =>
      syncCheckoutSession(deps, sweep, checkoutSessionId ?? ""),
    ),
  ]);
  await work();

  const pledge = await thePledge(deps, pledgeId);
  expect(pledge.state).toBe("captured");
  const last = (await changesOf(pledgeId)).find((change) => change.checkoutSessionId === checkoutSessionId);
  const unused = last?.outcome === "replaced" ? paymentMethodId : last?.unusedMethodId;
  expect(pledge.paymentMethodId).not.toBe(unused);
  expect(await isForgotten(unused ?? null)).toBe(true);
  await expect(open(pledgeId)).rejects.toMatchObject({ type: "method-stays" });
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("P4: between two tries another card is charged at once, on the same payment", async () => {
  const pledgeId = await aFirm();
  await sandbox.controls.letCardBehave((await thePledge(deps, pledgeId)).paymentMethodId ?? "", CARDS.noFunds);
  await moveClock(database, sandbox, 31 * DAY);
  await work();
  const waiting = await thePledge(deps, pledgeId);
  expect(waiting).toMatchObject({ state: "charging", lastDeclineCode: "insufficient_funds" });

  await save(await open(pledgeId), pledgeId);
  await runJobs(deps);

  expect(await thePledge(deps, pledgeId)).toMatchObject({
    state: "captured",
    paymentIntentId: waiting.paymentIntentId,
  });
  const attempts = await deps.db.select().from(chargeAttempts).where(eq(chargeAttempts.pledgeId, pledgeId));
  expect(attempts.map(({ state }) => state).toSorted()).toEqual(["declined", "succeeded"]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("a gift taken back closes the page on which another card would be saved, and forgets both", async () => {
  const pledgeId = await aFirm();
  const url = await open(pledgeId);
  await cancelPledge(deps, guest, { pledgeId, token: accessToken(deps.cipher, pledgeId) });
  await runJobs(deps);

  expect((await thePledge(deps, pledgeId)).state).toBe("cancelled");
  await expect(completeCheckout(url ?? "", { card: MASTERCARD })).rejects.toThrow();
  expect((await changesOf(pledgeId)).map(({ outcome }) => outcome)).toEqual(["expired"]);
});

test("a card that ends before the last charge is announced a month ahead, once a gift and card", async () => {
  const pledgeId = await aFirm();
  const { paymentMethodId } = await thePledge(deps, pledgeId);
  const [end] = await database.owner.execute<{ month: number; year: number }>(
    sql`select extract(month from fund_now())::int as month, extract(year from fund_now())::int as year`,
  );
  await announceCardEndings(deps, sweep);
  expect(await lettersOf(pledgeId)).toBe(0);

  await sandbox.controls.renewCard(paymentMethodId ?? "", end?.month ?? 1, end?.year ?? 2026);
  await refreshMethod(deps, sweep, paymentMethodId ?? "");
  await Promise.all([announceCardEndings(deps, sweep), announceCardEndings(deps, sweep)]);
  await announceCardEndings(deps, sweep);
  expect(await lettersOf(pledgeId)).toBe(1);
  const link = await latestLink(deps.db, deps.fundId, pledgeId);
  const token = link && linkUrl(deps, link).split("/").at(-1);
  expect(await readLink(deps, token ?? "")).toMatchObject({ asks: "card_before_charge" });

  await save(await open(pledgeId), pledgeId);
  await announceCardEndings(deps, sweep);
  await renewLink(deps, token ?? "");
  expect(await readLink(deps, token ?? "")).toMatchObject({ asks: "nothing", link: { state: "used" } });
  expect(await lettersOf(pledgeId)).toBe(1);
});

test("a card is changed before its charge and between tries, never while an answer is awaited", () => {
  const facts = { nextChargeAt: null, isHeld: false } as const;
  expect(canChangeMethod({ ...facts, state: "authorised" })).toBe(true);
  expect(canChangeMethod({ ...facts, state: "charging" })).toBe(false);
  expect(canChangeMethod({ ...facts, state: "charging", nextChargeAt: new Date() })).toBe(true);
  expect(canChangeMethod({ ...facts, state: "authorised", isHeld: true })).toBe(false);
  expect(canChangeMethod({ ...facts, state: "captured" })).toBe(false);
  const deadline = new Date("2027-03-25T22:00:00Z");
  expect(endsBeforeCharge("2027-03-31", deadline)).toBe(true);
  expect(endsBeforeCharge("2027-04-30", deadline)).toBe(false);
  expect(endsBeforeCharge(null, deadline)).toBe(false);
});

test("one open change of card a gift, also by raw SQL", async () => {
  const pledgeId = await aFirm();
  await open(pledgeId);
  const second = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`insert into method_changes (fund_id, id, pledge_id, opened_at)
      values (${deps.fundId}, gen_random_uuid(), ${pledgeId}, now())`);
  });
  await expect(second).rejects.toMatchObject({ cause: { constraint_name: "method_changes_one_open" } });
});
