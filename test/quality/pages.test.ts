import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pageRoutes } from "../../src/routes.ts";
import { openBrowser } from "../support/browser.ts";
import { testDatabase } from "../support/database.ts";
import { type DemoSite, demoSite, signInAs } from "../support/demo-site.ts";
import { emptyFund } from "../support/deps.ts";
import { walk } from "../support/walk.ts";

const base = testDatabase();
const seen = new Set<string>();
let site: DemoSite;
let browser: Browser;

beforeAll(async () => {
  site = await demoSite(await emptyFund(base.db));
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const MOST_BYTES = 60_000;
const NARROW = { width: 320, height: 640 };

/** Axe runs in the page, which the policy of the pages would refuse: only the tests' browser looks away. */
const aPage = async (): Promise<Page> =>
  (await browser.newContext({ viewport: NARROW, colorScheme: "light", locale: "fr-FR", bypassCSP: true })).newPage();

/** What is wrong with the page in front of the reader: at 320 px (which is 1280 px at 400 %), in light and in dark. */
async function faultsOf(page: Page): Promise<readonly unknown[]> {
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  await page.emulateMedia({ colorScheme: "light" });
  const light = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
  return [
    ...(width > NARROW.width ? [`${width} px wide`] : []),
    ...[...light.violations, ...dark.violations].map((one) => [
      one.id,
      one.nodes.map(({ target }) => target.join(" ")),
    ]),
  ];
}

async function bytesOf(path: string): Promise<number> {
  const answer = await fetch(site.address + path, { headers: { "accept-encoding": "br" } });
  await answer.arrayBuffer();
  return Number(answer.headers.get("content-length"));
}

test("every page a visitor can walk to is accessible in light and dark, fits 320 px and weighs at most 60 kB", async () => {
  const page = await aPage();
  const wrong: unknown[] = [];
  let style = 0;
  for await (const { path } of walk(page, site.address, pageRoutes, { seen })) {
    style ||= await bytesOf(
      await page.evaluate<string>("document.querySelector('[rel=stylesheet]').getAttribute('href')"),
    );
    const bytes = (await bytesOf(path)) + style;
    const faults = await faultsOf(page);
    wrong.push(...faults.map((fault) => [path, fault]), ...(bytes > MOST_BYTES ? [[path, `${bytes} bytes`]] : []));
  }
  expect(wrong).toEqual([]);
  expect([...seen]).toEqual(
    expect.arrayContaining([
      "/",
      "/collectes",
      "/collectes/:slug",
      "/collectes/:slug/don",
      "/lieux/:placeId",
      "/tours",
    ]),
  );
  await page.context().close();
}, 240_000);

test.each(["porteuse@example.org", "partenaire@example.org", "administration@example.org"])(
  "so is every further page of %s",
  async (email) => {
    const page = await aPage();
    await signInAs(page, site.address, email);
    const wrong: unknown[] = [];
    const before = seen.size;
    for await (const { path } of walk(page, site.address, pageRoutes, { seen }))
      wrong.push(...(await faultsOf(page)).map((fault) => [path, fault]));
    expect(wrong).toEqual([]);
    expect(seen.size).toBeGreaterThan(before);
    await page.context().close();
  },
  240_000,
);
