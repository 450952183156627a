import chromiumBinary from "@sparticuz/chromium";
import { type LaunchedChrome, launch } from "chrome-launcher";
import { eq } from "drizzle-orm";
import lighthouse, { type Flags } from "lighthouse";
import { afterAll, beforeAll, expect, test } from "vitest";
import { campaigns } from "../../src/db/schema/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { type DemoSite, demoSite } from "../support/demo-site.ts";
import { emptyFund } from "../support/deps.ts";

const base = testDatabase();
let site: DemoSite;
let chrome: LaunchedChrome | undefined;
let paths: readonly string[];

beforeAll(async () => {
  const deps = await emptyFund(base.db);
  site = await demoSite(deps);
  const [live] = await deps.db
    .select({ slug: campaigns.slug })
    .from(campaigns)
    .where(eq(campaigns.state, "live"))
    .limit(1);
  paths = ["/", `/collectes/${live?.slug}`, `/collectes/${live?.slug}/don`];
  chrome = await launch({
    chromePath: await chromiumBinary.executablePath(),
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    logLevel: "silent",
  }).catch((error: unknown) => {
    process.stdout.write(`Lighthouse is skipped: Chromium does not start here (${String(error)})\n`);
    return undefined;
  });
});

afterAll(async () => {
  chrome?.kill();
  await site?.close();
});

/** What a page is made of; its speed hangs on the machine, and robots.txt is asked for in a way our policy refuses. */
const OPTIONS: Flags = {
  onlyCategories: ["accessibility", "best-practices", "seo"],
  skipAudits: ["robots-txt"],
  output: "json",
  logLevel: "silent",
};

test("home, a campaign and its gift page score 100 for accessibility, good practice and search in Lighthouse", async (context) => {
  if (chrome === undefined) return context.skip("Chromium does not start here");
  const wrong: unknown[] = [];
  for (const path of paths) {
    const run = await lighthouse(site.address + path, { ...OPTIONS, port: chrome.port });
    expect(run?.lhr.runtimeError).toBeUndefined();
    const audits = run?.lhr.audits ?? {};
    for (const category of Object.values(run?.lhr.categories ?? {})) {
      if (category.score === 1) continue;
      const lost = category.auditRefs
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
        .map(({ id }) => `${id} ${audits[id]?.displayValue ?? ""}`);
      wrong.push([path, category.id, category.score, lost]);
    }
  }
  expect(wrong).toEqual([]);
}, 300_000);
