import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEMO_PEOPLE } from "../../src/demo/people.ts";
import { pageRoutes } from "../../src/routes.ts";
import { openBrowser } from "../support/browser.ts";
import { testDatabase } from "../support/database.ts";
import { type DemoSite, demoSite, signInAs } from "../support/demo-site.ts";
import { emptyFund } from "../support/deps.ts";
import { pageFaults } from "../support/page-faults.ts";
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

const PATIENCE_MS = 240_000;
const MOST_BYTES = 60_000;
/** A desk's 1280 px at 400 %. */
const NARROW = { width: 320, height: 640 };

const aPage = async (): Promise<Page> => (await browser.newContext({ viewport: NARROW, locale: "fr-FR" })).newPage();

async function bytesOf(path: string): Promise<number> {
  const answer = await fetch(site.address + path, { headers: { "accept-encoding": "br" } });
  return Number(answer.headers.get("content-length") ?? (await answer.arrayBuffer()).byteLength);
}

test(
  "every page a visitor can walk to is accessible in light and dark, fits 320 px and weighs at most 60 kB",
  async () => {
    const page = await aPage();
    const wrong: unknown[] = [];
    for await (const { path } of walk(page, site.address, pageRoutes, { seen })) {
      const parts = await page.evaluate<readonly string[]>(
        "[...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((one) => new URL(one.href ?? one.src).pathname)",
      );
      const bytes = (await Promise.all([path, ...parts].map(bytesOf))).reduce((sum, one) => sum + one, 0);
      wrong.push(
        ...(await pageFaults(page)).map((fault) => [path, fault]),
        ...(bytes > MOST_BYTES ? [[path, `${bytes} bytes`]] : []),
      );
    }
    expect(wrong).toEqual([]);
    for (const one of ["/", "/collectes", "/collectes/:slug", "/collectes/:slug/don", "/lieux/:placeId", "/tours"])
      expect(seen).toContain(one);
    await page.context().close();
  },
  PATIENCE_MS,
);

test.each(DEMO_PEOPLE.map(({ email }) => email))(
  "so is every further page of %s",
  async (email) => {
    const page = await aPage();
    await signInAs(page, site.address, email);
    const wrong: unknown[] = [];
    for await (const { path } of walk(page, site.address, pageRoutes, { seen }))
      wrong.push(...(await pageFaults(page)).map((fault) => [path, fault]));
    expect(wrong).toEqual([]);
    await page.context().close();
  },
  PATIENCE_MS,
);
