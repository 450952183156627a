import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Actor, STAFF_ROLES } from "../../src/domain/actor.ts";
import { renderDocument } from "../../src/ui/layout.tsx";
import { ASSETS, STYLE_HREF } from "../../src/ui/stylesheet.ts";
import { openBrowser } from "../support/browser.ts";
import { tabTo } from "../support/keyboard.ts";
import { pageFaults } from "../support/page-faults.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

const administrator: Actor = {
  kind: "user",
  userId: "u",
  email: "anne@example.org",
  memberships: [],
  staffRoles: [...STAFF_ROLES],
};

async function open(viewport: { width: number; height: number }, path = "/ecarts"): Promise<Page> {
  const context = await browser.newContext({ viewport, javaScriptEnabled: true });
  const page = await context.newPage();
  const html = renderDocument({
    language: "fr",
    formToken: "",
    title: { fr: "Écarts", en: "Differences" },
    fundName: "Fonds de solidarité numérique",
    actor: administrator,
    url: new URL(path, "http://localhost"),
    hasPage: () => true,
    rolesWithheld: false,
    waiting: 3,
    children: <h1>Écarts</h1>,
  });
  await page.setContent(html.replace("</head>", `<style>${ASSETS.get(STYLE_HREF)?.body}</style></head>`));
  return page;
}

/** `SCREENSHOTS=folder` keeps pictures to look at. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
}

const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
const headerHeight = async (page: Page) => (await page.locator(".site-header").boundingBox())?.height ?? 0;

test("on a phone the menu of staff takes one row below the name, with what waits for them in sight", async () => {
  const page = await open(PHONE);
  await picture(page, "menu-360");

  expect(await headerHeight(page)).toBeLessThan(130);
  expect(await page.getByRole("link", { name: /À décider/ }).isVisible()).toBe(true);
  expect(await link(page, "Collectes").isVisible()).toBe(false);
  expect(await page.locator(".folded > summary").getAttribute("aria-current")).toBe("true");
  await page.context().close();
});

test("the keyboard opens the menu of a phone, then the group where one is, and comes to the current page", async () => {
  const page = await open(PHONE);

  await tabTo(page, page.locator(".folded > summary"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.locator(".menu > summary", { hasText: "Gestion du fonds" }));
  await page.keyboard.press("Enter");
  await tabTo(page, link(page, "Écarts"));
  await picture(page, "menu-360-open");

  expect(await link(page, "Écarts").getAttribute("aria-current")).toBe("page");
  await page.context().close();
});

test("a click on what waits goes there, although the folded menu shares its row", async () => {
  const page = await open(PHONE);

  await page.getByRole("link", { name: /À décider/ }).click({ trial: true });

  expect(await page.locator(".folded").getAttribute("open")).toBeNull();
  await page.context().close();
});

test("on a desk every entry stands in one row, nothing has to be unfolded first, and a group fits the window", async () => {
  const page = await open(DESK);
  await picture(page, "menu-1280");

  expect(await headerHeight(page)).toBeLessThan(130);
  expect(await page.locator(".folded > summary").isVisible()).toBe(false);
  for (const name of ["Collectes", "Mon compte"]) expect(await link(page, name).isVisible()).toBe(true);
  await tabTo(page, page.locator(".menu > summary", { hasText: "Gestion du fonds" }));
  await page.keyboard.press("Enter");
  await picture(page, "menu-1280-open");
  const last = await link(page, "Équipe").boundingBox();
  expect((last?.y ?? DESK.height) + (last?.height ?? 0)).toBeLessThan(DESK.height);
  await page.context().close();
});

test.each([320, 360, 1280])("the menu has no accessibility fault at %i px, and nothing is wider", async (width) => {
  const page = await open({ width, height: 740 });

  expect(await pageFaults(page)).toEqual([]);
  const low = await page.evaluate(`[...document.querySelectorAll("nav a, nav summary")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)`);
  expect(low).toEqual([]);
  await page.context().close();
});
