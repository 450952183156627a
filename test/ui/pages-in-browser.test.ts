import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { apiRoutes } from "../../src/routes.ts";
import { linkIn, type TestApp, testApp } from "../support/app.ts";
import { openBrowser } from "../support/browser.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { galleryPage } from "../support/gallery.tsx";
import { pageFaults } from "../support/page-faults.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;
let server: Server;
let browser: Browser;
let address: string;

const demoPeople = [
  { email: "demo@example.org", name: "Anne Admin", role: { fr: "administration", en: "administrator" } },
];

beforeAll(async () => {
  deps = await testDeps(database.db);
  await aUser(database.db, { email: "demo@example.org" });
  site = testApp(deps, { pageRoutes: [galleryPage], apiRoutes, demoPeople });
  server = createServer(site.app).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

async function open(path: string, viewport = PHONE): Promise<Page> {
  const context = await browser.newContext({ viewport, javaScriptEnabled: true, locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(address + path);
  return page;
}

/** `SCREENSHOTS=folder` keeps pictures to look at. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

test.each(["/connexion", "/galerie", "/inconnue"])(
  "%s has no accessibility fault in light and dark, and nothing wider than 320 px",
  async (path) => {
    const page = await open(path, { width: 320, height: 640 });
    await picture(page, path.slice(1));

    expect(await pageFaults(page)).toEqual([]);
    await page.context().close();
  },
);

test("everything that can be pressed is at least 44 px high", async () => {
  const page = await open("/galerie");

  const small =
    await page.evaluate(`[...document.querySelectorAll("button, .button, nav a, input:not([type=hidden]), select, label.option")]
    .map((one) => one.closest("label.option") ?? one)
    .filter((one) => one.getBoundingClientRect().height < 44)
    .map((one) => one.outerHTML)`);

  expect(small).toEqual([]);
  await page.context().close();
});

test("a person signs in with a real browser and scripts off", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(`${address}/connexion`);
  await page.getByLabel("Adresse e-mail").fill("clavier@example.org");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/connexion/envoye");

  await page.goto(address + linkIn(site.letters.findLast((letter) => letter.to === "clavier@example.org")));
  await page.getByRole("button", { name: "Me connecter" }).click();

  await page.waitForURL("**/compte");
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Mon compte");
  await picture(page, "compte");
  await context.close();
});

test("the reference page of the API draws itself under its own policy, with nothing from elsewhere", async () => {
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  const faults: string[] = [];
  const elsewhere: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (asked) => {
    if (!asked.url().startsWith(address) && !asked.url().startsWith("data:")) elsewhere.push(asked.url());
  });

  await page.goto(`${address}/api/docs/`);
  await page.waitForSelector(".opblock");

  expect([faults, elsewhere]).toEqual([[], []]);
  await picture(page, "api-docs");
  await context.close();
});
