import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { linkIn, type TestApp, testApp } from "../support/app.ts";
import { openBrowser } from "../support/browser.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { pageFaults } from "../support/page-faults.ts";
import { anAgreement } from "../support/partners.ts";

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
  site = testApp(deps, { apiRoutes, pageRoutes });
  server.on("request", site.app);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A browser on a busy machine takes its time. */
const PATIENCE_MS = 120_000;

/** A page as narrow as they come, signed in by the link that arrives. */
async function signedIn(email: string, { scripts = false }: { readonly scripts?: boolean } = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 320, height: 640 },
    javaScriptEnabled: scripts,
    locale: "fr-FR",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${deps.baseUrl}/connexion`);
  await page.locator('[name="email"]').fill(email);
  await page.locator("main form button").first().click();
  await page.goto(deps.baseUrl + linkIn(site.letters.findLast((letter) => letter.to === email)));
  await page.locator("main form button").first().click();
  return page;
}

test(
  "without scripts, on a small phone: a partner compares its signed rule with a draft",
  async () => {
    const { member, addRule } = await anAgreement(deps, 50_000);
    await addRule({ capPerGiftCents: 2_000 });
    const page = await signedIn(member.email);

    await page.goto(`${deps.baseUrl}/partenaires`);
    await page.getByRole("link", { name: "Simuler une règle" }).click();
    const [first, last] = [
      await page.locator('[name="a.startsOn"]').inputValue(),
      await page.locator('[name="a.endsOn"]').inputValue(),
    ];
    await page.locator('[name="a.rule"]').selectOption({ index: 2 });
    await page.locator('[name="b.rule"]').selectOption("draft");
    await page.locator('[name="b.potCents"]').fill("2 000");
    await page.getByText("Écrire le brouillon").nth(1).click();
    await page.locator('[name="b.ratioNumerator"]').fill("1");
    await page.locator('[name="b.ratioDenominator"]').fill("2");
    await page.locator('[name="b.startsOn"]').fill(first);
    await page.locator('[name="b.endsOn"]').fill(last);
    await page.getByRole("button", { name: "Simuler", exact: true }).click();

    await page.getByRole("heading", { name: "Résultat" }).waitFor();
    expect(page.url()).toContain("/simulateur?source=crowd");
    await page.getByRole("img", { name: "Abondement au fil du temps" }).waitFor();
    expect(await page.locator("svg polyline").count()).toBe(2);
    await page.context().close();
  },
  PATIENCE_MS,
);

test(
  "blank and with a result, the simulator has no accessibility fault and is no wider than a small phone",
  async () => {
    const { member, addRule } = await anAgreement(deps, 50_000);
    const rule = `${await addRule()}.1`;
    const page = await signedIn(member.email, { scripts: true });
    const crowd = { kind: "few_large", seed: "3", gifts: "90", meanCents: "40", days: "20", campaigns: "3" };
    const shown = { source: "crowd", "a.rule": rule, "b.rule": rule, "b.potCents": "700", goalCents: "900", ...crowd };

    for (const path of ["/simulateur", `/simulateur?${new URLSearchParams(shown)}`]) {
      await page.goto(deps.baseUrl + path);
      expect({ path, faults: await pageFaults(page) }).toEqual({ path, faults: [] });
    }
    await page.context().close();
  },
  PATIENCE_MS,
);
