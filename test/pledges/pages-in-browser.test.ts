import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { pledgeUrl } from "../../src/pledges/access-token.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { linkIn, type TestApp, testApp } from "../support/app.ts";
import { openBrowser } from "../support/browser.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { giveRole } from "../support/grants.ts";
import { pageFaults } from "../support/page-faults.ts";
import { anAgreement } from "../support/partners.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let site: TestApp;
let server: Server;
let browser: Browser;
let campaign: Awaited<ReturnType<typeof aCampaign>>;
let partner: Awaited<ReturnType<typeof anAgreement>>;
let ruleId: string;

beforeAll(async () => {
  server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  deps = { ...(await testDeps(database.db, sandbox.gateway)), baseUrl };
  site = testApp(deps, { apiRoutes, pageRoutes, formOrigins: [sandbox.sandbox.url] });
  server.on("request", site.app);
  browser = await openBrowser();
  campaign = await aCampaign(deps, "live", {
    rewards: [{ title: "Une carte postale", thresholdCents: 2_000, fairValueCents: 100, stock: 10 }],
  });
  partner = await anAgreement(deps, 60_000);
  ruleId = await partner.addRule({ capPerGiftCents: 2_000, filter: { rural: true } });
  await partner.addRule({ ratioDenominator: 2, capPerDonorCents: 5_000, minimumGiftCents: 5_000, priority: 200 });
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A browser on a busy machine takes its time. */
const PATIENCE_MS = 240_000;

const SCREENS = [
  ["phone", { width: 360, height: 740 }],
  ["desk", { width: 1280, height: 900 }],
] as const;

const SMALL_PHONE = { width: 320, height: 640 };

async function open(path: string, viewport: { width: number; height: number }, scripts = true): Promise<Page> {
  const context = await browser.newContext({ viewport, javaScriptEnabled: scripts, locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(path.startsWith("http") ? path : deps.baseUrl + path);
  return page;
}

/** `SCREENSHOTS=folder` keeps pictures to look at. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

test.each(SCREENS)(
  "a person without scripts gives on a %s: form, total, Stripe's page, the gift",
  async (device, viewport) => {
    const page = await open(`/collectes/${campaign.slug}`, viewport, false);
    const sentToStripe: (string | undefined)[] = [];
    page.on("request", (request) => {
      if (request.url().startsWith(sandbox.sandbox.url)) sentToStripe.push(request.headers().referer);
    });

    await page.getByRole("link", { name: "Donner" }).first().click();
    await page.getByLabel("Votre don au projet").fill("25,50");
    await page.getByLabel("Une carte postale").check();
    await page.getByLabel("Votre adresse e-mail").fill(`${device}@example.org`);
    await page.getByLabel("Votre nom", { exact: true }).fill("Camille");
    await picture(page, `give-form-${device}`);
    await page.getByRole("button", { name: "Voir le total avant de payer" }).click();
    await picture(page, `give-check-${device}`);
    const total = await wordsOf(page);
    await page.getByRole("button", { name: "Continuer vers le paiement" }).click();
    await page.waitForURL((url) => url.origin === sandbox.sandbox.url);
    await page.locator('[name="number"]').fill("4242424242424242");
    await page.locator('[name="email"]').fill("camille@example.org");
    await page.locator('[name="name"]').fill("Camille");
    await page.locator('button[type="submit"]').first().click();
    await page.waitForURL((url) => url.pathname.startsWith("/dons/"));
    await picture(page, `gift-${device}`);
    const gift = await wordsOf(page);
    await page.context().close();

    expect(total).toContain("Votre don déclencherait 20 € de Fondation du Lien");
    expect(gift).toContain("Promesse enregistrée");
    // The secret of the gift's link is not told to the payment page.
    expect(sentToStripe.filter((referer) => referer?.includes("cle="))).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  "the donor's pages have no accessibility fault and no sideways scrolling on a small phone",
  async () => {
    const donor = await aUser(database.db);
    const firm = await aFirmPledge(deps, campaign.id, 6_000n, { actor: donor });
    const draft = await aPledge(deps, campaign.id, 6_000n);
    const page = await open(`/collectes/${campaign.slug}/don`, SMALL_PHONE);
    await page.getByRole("button", { name: "Voir le total" }).click();
    await picture(page, "give-errors");
    await judge(page);
    for (const [name, id] of [
      ["firm", firm],
      ["draft", draft.pledgeId],
    ] as const) {
      await page.goto(pledgeUrl(deps, id));
      await picture(page, `gift-${name}`);
      await judge(page);
    }
    await signInOn(page, donor.email);
    await page.goto(`${deps.baseUrl}/mes-dons`);
    await judge(page);
    await page.context().close();
  },
  PATIENCE_MS,
);

test(
  "the pages of a rule have no accessibility fault and no sideways scrolling on a small phone",
  async () => {
    const { userId, email } = await aUser(database.db);
    for (const role of ["administrator", "paymaster"] as const) await giveRole(database, userId, role);
    const page = await open("/", SMALL_PHONE);
    await signInOn(page, email);
    const own = `/partenaires/${partner.agreementId}`;
    for (const [name, path] of [
      ["matches", `${own}/abondements`],
      ["rule", `${own}/enveloppes/${partner.potId}/regles/nouvelle`],
      ["versions", `${own}/regles/${ruleId}/versions`],
      ["gifts", `/mes-collectes/${campaign.id}/dons`],
    ] as const) {
      await page.goto(deps.baseUrl + path);
      await picture(page, `partner-${name}`);
      await judge(page);
    }
    await page.context().close();
  },
  PATIENCE_MS,
);

const wordsOf = async (page: Page) => ((await page.getByRole("main").textContent()) ?? "").replace(/\s+/g, " ");

const judge = async (page: Page) => expect(await pageFaults(page)).toEqual([]);

async function signInOn(page: Page, email: string): Promise<void> {
  await page.goto(`${deps.baseUrl}/connexion`);
  await page.locator('input[name="email"]').first().fill(email);
  await page.locator("main form button").first().click();
  await expect.poll(() => site.letters.some((letter) => letter.to === email)).toBe(true);
  await page.goto(deps.baseUrl + linkIn(site.letters.findLast((letter) => letter.to === email)));
  await page.locator("main form button").first().click();
}
