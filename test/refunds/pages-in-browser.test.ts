import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refundRequests } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { syncDispute } from "../../src/disputes/sync-dispute.ts";
import { worker } from "../../src/domain/actor.ts";
import { pledgeUrl } from "../../src/pledges/access-token.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { linkIn, type TestApp, testApp } from "../support/app.ts";
import { openBrowser } from "../support/browser.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember } from "../support/grants.ts";
import { aMatchingPot } from "../support/matching.ts";
import { pageFaults } from "../support/page-faults.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP, matchesOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let site: TestApp;
let server: Server;
let browser: Browser;
let campaignId: string;

beforeAll(async () => {
  server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  deps = { ...(await testDeps(database.db, sandbox.gateway)), baseUrl };
  site = testApp(deps, { apiRoutes, pageRoutes });
  server.on("request", site.app);
  browser = await openBrowser();
  await aMatchingPot(deps, 500_000n);
  campaignId = (await aCampaign(deps, "live", KEEP)).id;
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A browser on a busy machine takes its time. */
const PATIENCE_MS = 120_000;
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1200, height: 900 };

/** The site sends no script and forbids any: only the judge of accessibility runs one. */
async function aPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, locale: "fr-FR", bypassCSP: true });
  return context.newPage();
}

async function signedIn(email: string): Promise<Page> {
  const page = await aPage();
  await page.goto(`${deps.baseUrl}/connexion`);
  await page.locator('[name="email"]').fill(email);
  await page.locator("main form button").first().click();
  await page.goto(deps.baseUrl + linkIn(site.letters.findLast((letter) => letter.to === email)));
  await page.locator("main form button").first().click();
  return page;
}

/** `SCREENSHOTS=folder` keeps pictures to look at, on a phone and on a desk. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(folder, `${name}-${viewport.width}.png`), fullPage: true });
  }
  await page.setViewportSize(PHONE);
}

const isFit = async (page: Page) => expect(await pageFaults(page)).toEqual([]);

test("F3: a donor asks, staff see what it does and propose it, a second person confirms", {
  timeout: PATIENCE_MS,
}, async () => {
  const pledgeId = await aFirmPledge(deps, campaignId, 80_000n, { tipCents: 500n });
  const donor = await aPage();
  await donor.goto(pledgeUrl(deps, pledgeId));
  await donor.locator("summary", { hasText: "Demander un remboursement" }).click();
  await donor.locator('[name="reason"]').fill("J’ai donné deux fois.");
  await isFit(donor);
  await shot(donor, "refund-ask");
  await donor.locator("button", { hasText: "Envoyer ma demande" }).click();
  expect(await donor.locator("main").textContent()).toContain("une personne du fonds vous répond");

  const officer = await signedIn((await aStaffMember(deps, "case_officer")).email);
  await officer.goto(`${deps.baseUrl}/remboursements`);
  await isFit(officer);
  await shot(officer, "refund-list");
  await officer.locator("main table a").first().click();
  await officer.locator('[name="giftCents"]').fill("600,00");
  await officer.locator('[name="tipCents"]').fill("0");
  await officer.locator("button", { hasText: "Voir les conséquences" }).click();
  const told = await officer.locator("main").textContent();
  expect(told?.replaceAll(/\s/g, " ")).toContain("de 800 € à 200 €");
  await isFit(officer);
  await shot(officer, "refund-preview");
  await officer.locator("button", { hasText: "Proposer ce remboursement" }).click();
  expect(await officer.locator("main").textContent()).toContain("Une deuxième personne doit confirmer");
  expect(await matchesOf(deps, pledgeId)).toMatchObject([{ amountCents: 80_000n }]);

  const second = await signedIn((await aStaffMember(deps, "authoriser")).email);
  await second.goto(`${deps.baseUrl}/dons/${pledgeId}/remboursement`);
  await shot(second, "refund-confirm");
  await second.locator("button", { hasText: "Confirmer le remboursement" }).click();
  await isFit(second);
  await shot(second, "refund-done");
  expect(await matchesOf(deps, pledgeId)).toMatchObject([{ amountCents: 20_000n, state: "committed" }]);
  await donor.goto(pledgeUrl(deps, pledgeId));
  await shot(donor, "refund-donor");
  await booksHold(deps);
});

test("F3: what is refused keeps what was typed; a refusal tells the donor why", { timeout: PATIENCE_MS }, async () => {
  const pledgeId = await aFirmPledge(deps, campaignId, 5_000n);
  const donor = await aPage();
  await donor.goto(pledgeUrl(deps, pledgeId));
  await donor.locator("summary", { hasText: "Demander un remboursement" }).click();
  await donor.locator('[name="giftCents"]').fill("51");
  await donor.locator('[name="reason"]').fill("Trop donné.");
  await donor.locator("button", { hasText: "Envoyer ma demande" }).click();
  expect(await donor.locator('[name="reason"]').inputValue()).toBe("Trop donné.");
  await isFit(donor);
  await shot(donor, "refund-ask-refused");
  await donor.locator('[name="giftCents"]').fill("");
  await donor.locator("button", { hasText: "Envoyer ma demande" }).click();

  const officer = await signedIn((await aStaffMember(deps, "case_officer")).email);
  await officer.goto(`${deps.baseUrl}/dons/${pledgeId}/remboursement`);
  await officer.locator('main form[action$="/refus"] [name="refusal"]').fill("La collecte a déjà payé la machine.");
  await officer.locator("button", { hasText: "Refuser" }).click();

  const [request] = await deps.db.select().from(refundRequests).where(eq(refundRequests.pledgeId, pledgeId));
  expect(request).toMatchObject({ state: "refused", refusal: "La collecte a déjà payé la machine." });
  await donor.goto(pledgeUrl(deps, pledgeId));
  expect(await donor.locator("main").textContent()).toContain("La collecte a déjà payé la machine.");
});

test("F3: an owner sees from the list of gifts what giving one back would do, and asks; staff see who asked", {
  timeout: PATIENCE_MS,
}, async () => {
  const { id, owner } = await aCampaign(deps, "live", KEEP);
  const pledgeId = await aFirmPledge(deps, id, 60_000n);
  const page = await signedIn(owner.email);
  await page.goto(`${deps.baseUrl}/mes-collectes/${id}/dons`);
  await isFit(page);
  await shot(page, "holder-gifts");
  await page.locator("main a", { hasText: "Demander qu’il soit rendu" }).click();
  await page.locator('[name="giftCents"]').fill("700");
  await page.locator('[name="reason"]').fill("Donné deux fois.");
  await page.locator("button", { hasText: "Voir les conséquences" }).click();
  expect(await page.locator('[name="reason"]').inputValue()).toBe("Donné deux fois.");
  await isFit(page);
  await shot(page, "holder-ask-refused");
  await page.locator('[name="giftCents"]').fill("550");
  await page.locator("button", { hasText: "Voir les conséquences" }).click();
  expect((await page.locator("main").textContent())?.replaceAll(/\s/g, " ")).toContain("de 600 € à 50 €");
  await isFit(page);
  await shot(page, "holder-preview");
  await page.locator("button", { hasText: "Envoyer la demande au fonds" }).click();
  expect(await page.locator("main").textContent()).toContain("attend la réponse du fonds");
  await isFit(page);
  await shot(page, "holder-asked");

  const officer = await signedIn((await aStaffMember(deps, "case_officer")).email);
  await officer.goto(`${deps.baseUrl}/remboursements`);
  expect(await officer.locator("main table").textContent()).toContain("le porteur du projet");
  await isFit(officer);
  await shot(officer, "holder-staff-list");
  await officer.goto(`${deps.baseUrl}/dons/${pledgeId}/remboursement`);
  await isFit(officer);
  await shot(officer, "holder-staff-answers");
  await officer.locator('main form[action$="/refus"] [name="refusal"]').fill("La machine est payée.");
  await officer.locator("button", { hasText: "Refuser" }).click();
  await page.goto(`${deps.baseUrl}/mes-collectes/${id}/dons`);
  expect(await page.locator("main").textContent()).toContain("La machine est payée.");
  await isFit(page);
  await shot(page, "holder-refused");
});

test("F4: a disputed payment is told to staff and donor", { timeout: PATIENCE_MS }, async () => {
  const pledgeId = await aFirmPledge(deps, campaignId, 5_000n);
  const { chargeId } = await thePledge(deps, pledgeId);
  const { id } = await sandbox.controls.openDispute(chargeId ?? "");
  await syncDispute(deps, worker("test"), id);
  const officer = await signedIn((await aStaffMember(deps, "case_officer")).email);

  await officer.goto(`${deps.baseUrl}/contestations`);
  await isFit(officer);
  await shot(officer, "dispute-list");
  await officer.locator("main table a").first().click();
  await isFit(officer);
  await shot(officer, "dispute-gift");
  const donor = await aPage();
  await donor.goto(pledgeUrl(deps, pledgeId));

  expect(await donor.locator("main").textContent()).toContain("Votre banque conteste ce paiement");
});

test("an administrator takes a match back on its page, and the reason is asked for", {
  timeout: PATIENCE_MS,
}, async () => {
  const pledgeId = await aFirmPledge(deps, campaignId, 5_000n);
  const page = await signedIn((await aStaffMember(deps, "administrator")).email);

  await page.goto(`${deps.baseUrl}/dons/${pledgeId}/abondements`);
  await page.locator("button", { hasText: "Retirer cet abondement" }).click();
  await isFit(page);
  await shot(page, "match-revoke");
  await page.locator('[name="reason"]').fill("Le lieu a fermé avant le don.");
  await page.locator("button", { hasText: "Retirer cet abondement" }).click();

  expect(await matchesOf(deps, pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "reversed" }]);
  await booksHold(deps);
});
