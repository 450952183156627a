import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { paymentLinks } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { sendMail } from "../../src/mail/send-mail.ts";
import { linkPages } from "../../src/pledges/link-pages.tsx";
import { openByLink, readLink, renewLink } from "../../src/pledges/open-by-link.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { syncCheckoutSession } from "../../src/pledges/sync-checkout-session.ts";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aBrowser, submitForm, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, CARDS, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const guest = { kind: "guest" } as const;
const sweep = worker("sweep");
const EXPIRED = "4000000000000069";
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

async function work(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}

/** A pledge that waits for its donor after the deadline. */
async function aWaitingPledge(card?: string): Promise<string> {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  const pledgeId = await aFirmPledge(deps, campaign.id, 20_000n, { card: card ?? CARDS.good });
  if (card === undefined)
    await sandbox.controls.letCardBehave((await thePledge(deps, pledgeId)).paymentMethodId ?? "", EXPIRED);
  await moveClock(database, sandbox, 31 * DAY);
  await work();
  expect((await thePledge(deps, pledgeId)).state).toBe("action_required");
  return pledgeId;
}

/** The token of the link in the letter as it is written now. */
async function letterLink(pledgeId: string): Promise<{ token: string; subject: string }> {
  const letters: { subject: string; text: string }[] = [];
  const mailer = {
    kind: "smtp",
    deliverMail: async (letter: { subject: string; text: string }) => void letters.push(letter),
    close: () => {},
  } as const;
  await sendMail({ ...deps, mailer }, { template: "authentication-needed", subjectId: pledgeId });
  const token = /\/paiement\/(\S+)/.exec(letters[0]?.text ?? "")?.[1];
  if (token === undefined) throw new Error("the letter holds no link");
  return { token, subject: letters[0]?.subject ?? "" };
}

const charges = async (pledgeId: string) =>
  (await sandbox.stripe.charges.list({ limit: 100 })).data.filter(
    (charge) => charge.metadata.pledge_id === pledgeId && charge.status === "succeeded",
  );
const linksOf = (pledgeId: string) =>
  deps.db.select().from(paymentLinks).where(eq(paymentLinks.pledgeId, pledgeId)).orderBy(paymentLinks.id);

async function payOnPage(url: string | undefined, pledgeId: string, card: string): Promise<void> {
  await completeCheckout(url ?? "", { card });
  await syncCheckoutSession(deps, sweep, (await thePledge(deps, pledgeId)).checkoutSessionId ?? "");
}

test("P4: the letter's link leads through a button to the bank, is used once, and the gift charged once", async () => {
  const pledgeId = await aWaitingPledge(CARDS.authenticateAlways);
  const { token } = await letterLink(pledgeId);
  expect((await letterLink(pledgeId)).token).toBe(token);
  const { app } = testApp(deps, { pageRoutes: linkPages, formOrigins: [new URL(sandbox.sandbox.url).origin] });
  const browser = aBrowser(app);

  const opened = await browser.get(`/paiement/${token}`).expect(200);
  expect(opened.text).toContain("Confirmer le paiement");
  const sent = await submitForm(browser, `/paiement/${token}`, {});
  expect(sent.status).toBe(303);
  expect(await openByLink(deps, guest, token)).toBe(sent.headers.location);
  await payOnPage(sent.headers.location, pledgeId, CARDS.authenticateAlways);

  expect((await thePledge(deps, pledgeId)).state).toBe("captured");
  expect(await charges(pledgeId)).toHaveLength(1);
  expect(await readLink(deps, token)).toMatchObject({ link: { state: "used" }, asks: "nothing" });
  await expect(openByLink(deps, guest, token)).rejects.toMatchObject({ type: "link-ended" });
  const after = await browser.get(`/paiement/${token}`).expect(200);
  expect(after.text).toContain("Il ne vous reste rien à faire");
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("P4: who paid and comes back before we heard of it is not led to pay again", async () => {
  const pledgeId = await aWaitingPledge();
  const { token } = await letterLink(pledgeId);
  const url = await openByLink(deps, guest, token);
  await completeCheckout(url ?? "", { card: CARDS.good, email: "donor@example.org", name: `Solène ${pledgeId}` });

  expect(await openByLink(deps, guest, token)).toBeUndefined();

  expect((await thePledge(deps, pledgeId)).state).toBe("captured");
  expect((await readLink(deps, token)).link.state).toBe("used");
  const sessions = (await sandbox.stripe.checkout.sessions.list({ limit: 100 })).data;
  expect(sessions.filter(({ metadata, status }) => metadata?.pledge_id === pledgeId && status === "open")).toEqual([]);
  expect(await charges(pledgeId)).toHaveLength(1);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("P4: an expired card is never tried again: its donor pays by another card, once", async () => {
  const pledgeId = await aWaitingPledge();
  expect(await thePledge(deps, pledgeId)).toMatchObject({ lastDeclineCode: "expired_card", nextChargeAt: null });
  const { token, subject } = await letterLink(pledgeId);
  expect(subject).toContain("un autre moyen de paiement");
  expect((await readLink(deps, token)).asks).toBe("another_card");

  await payOnPage(await openByLink(deps, guest, token), pledgeId, CARDS.good);
  await work();

  expect((await thePledge(deps, pledgeId)).state).toBe("captured");
  expect(await charges(pledgeId)).toHaveLength(1);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("P4: a link expires; a new one comes by letter alone, once in a while, and ends the one before", async () => {
  const pledgeId = await aWaitingPledge(CARDS.authenticateAlways);
  const { token } = await letterLink(pledgeId);
  await renewLink(deps, token);
  expect(await linksOf(pledgeId)).toHaveLength(1);

  await moveClock(database, sandbox, 3 * DAY + 1);
  expect(await readLink(deps, token)).toMatchObject({ link: { state: "expired" }, asks: "authentication" });
  await expect(openByLink(deps, guest, token)).rejects.toMatchObject({ type: "link-ended" });
  const { app } = testApp(deps, { pageRoutes: linkPages });
  const browser = aBrowser(app);
  const shown = await browser.get(`/paiement/${token}`).expect(200);
  expect(shown.text).toContain("Ce lien a expiré");
  const renewed = await submitForm(browser, `/paiement/${token}`, {}, `/paiement/${token}/nouveau-lien`);
  expect(renewed.headers.location).toBe(`/paiement/${token}?envoye=1`);
  const told = await browser.get(renewed.headers.location ?? "").expect(200);
  expect(told.text).toContain("un message part à l’adresse");

  const { token: second } = await letterLink(pledgeId);
  expect(second).not.toBe(token);
  expect(told.text).not.toContain(second);
  expect(await readLink(deps, token)).toMatchObject({ link: { state: "replaced" } });
  expect(await openByLink(deps, guest, second)).toMatch(/^http/);
});

test("P4: a link's token is signed and not stored; what we did not sign is answered 404", async () => {
  const pledgeId = await aWaitingPledge(CARDS.authenticateAlways);
  const { token } = await letterLink(pledgeId);
  const stored = JSON.stringify(await linksOf(pledgeId));

  expect(stored).not.toContain(token.split(".")[1]);
  const forged = `${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`;
  for (const wrong of [forged, "", "x", `${token.split(".")[0]}.`])
    await expect(readLink(deps, wrong)).rejects.toMatchObject({ status: 404 });
});

test("P4: one live link a gift, and one that ended never works again, also by raw SQL", async () => {
  const pledgeId = await aWaitingPledge(CARDS.authenticateAlways);
  const { token } = await letterLink(pledgeId);
  await moveClock(database, sandbox, 4 * DAY);
  await renewLink(deps, token);
  const asOwner = (statement: ReturnType<typeof sql>) =>
    database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(statement);
    });

  const copy = sql`insert into payment_links (fund_id, id, pledge_id, purpose, token_hash, created_at, expires_at)
    values (${deps.fundId}, gen_random_uuid(), ${pledgeId}, 'payment', 'other', now(), now() + interval '1 day')`;
  await expect(asOwner(copy)).rejects.toMatchObject({ cause: { constraint_name: "payment_links_one_live" } });
  const reopen = sql`update payment_links set ended_at = null, ended = null where pledge_id = ${pledgeId} and ended_at is not null`;
  await expect(asOwner(reopen)).rejects.toMatchObject({ cause: { constraint_name: "payment_links_end_once" } });
});
