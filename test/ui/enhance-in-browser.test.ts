import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { campaignPages } from "../../src/campaigns/pages.ts";
import { formDrafts } from "../../src/db/schema/kept-input.ts";
import type { Deps } from "../../src/deps.ts";
import { partnerPages } from "../../src/partners/pages.ts";
import { linkIn, type TestApp, testApp } from "../support/app.ts";
import { openBrowser } from "../support/browser.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { giveRole } from "../support/grants.ts";
import { anAgreement, dayFromNow } from "../support/partners.ts";

const PATIENCE_MS = 120_000;
const database = testDatabase();
let deps: Deps;
let site: TestApp;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  deps = { ...(await testDeps(database.db)), baseUrl };
  site = testApp(deps, { pageRoutes: [...campaignPages, ...partnerPages] });
  server.on("request", site.app);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function enter(page: Page, email: string): Promise<void> {
  await page.locator('[name="email"]').fill(email);
  await page.locator("main form button").first().click();
  await page.waitForURL("**/connexion/envoye");
  await page.goto(deps.baseUrl + linkIn(site.letters.findLast((letter) => letter.to === email)));
  await page.locator("main form button").first().click();
}

async function signedIn(email: string): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const context = await browser.newContext({ locale: "fr-FR" });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${deps.baseUrl}/connexion`);
  await enter(page, email);
  return { page, faults };
}

test("what a holder types is saved by itself, and outlives the session it was typed in", {
  timeout: PATIENCE_MS,
}, async () => {
  const { owner, id } = await aCampaign(deps, "draft");
  const { page, faults } = await signedIn(owner.email);
  const path = `${deps.baseUrl}/mes-collectes/${id}/modification`;
  await page.goto(path);

  await page.locator('[name="pitch"]').fill("Saisi avec script");
  await page.waitForFunction(() => document.querySelector("[data-autosave-status]")?.textContent !== "");
  await page.goto(path);
  expect(await page.locator('[name="pitch"]').inputValue()).toBe("Saisi avec script");

  await page.locator('[name="title"]').fill("Tapé trop tard");
  await database.db.execute(sql`delete from sessions`);
  await page.locator("form[data-autosave] .buttons button").first().click();
  await page.locator('main a[href^="/saisie/"]').click();
  await enter(page, owner.email);
  expect(await page.locator("main").textContent()).toContain("Tapé trop tard");
  await page.locator("main .buttons button").first().click();
  await page.waitForURL(`**/mes-collectes/${id}`);
  expect(await page.locator("h1").textContent()).toContain("Tapé trop tard");
  expect(await database.db.$count(formDrafts, eq(formDrafts.form, `/mes-collectes/${id}/modification`))).toBe(0);
  expect(faults).toEqual([]);
  await page.context().close();
});

test("M13: a rule's sentence and trial follow what is typed, under our own policy", {
  timeout: PATIENCE_MS,
}, async () => {
  const { agreementId, potId, administrator } = await anAgreement(deps);
  await giveRole(deps, administrator.userId, "administrator");
  const { page, faults } = await signedIn(administrator.email);
  await page.goto(`${deps.baseUrl}/partenaires/${agreementId}/enveloppes/${potId}/regles/nouvelle`);

  await page.locator('[name="startsOn"]').fill(await dayFromNow(deps, 0));
  await page.locator('[name="endsOn"]').fill(await dayFromNow(deps, 20));
  await page.locator('[name="ratioNumerator"]').fill("1");
  await page.locator('[name="ratioDenominator"]').fill("3");

  await page.locator("[data-answer] strong", { hasText: /Pour 3\s€ donnés/ }).waitFor();
  await page.locator("[data-answer] figure svg").waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});
