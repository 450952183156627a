import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { DEMO_PEOPLE } from "../src/demo/people.ts";
import { pageRoutes } from "../src/routes.ts";
import { openBrowser } from "../test/support/browser.ts";
import { signInAs } from "../test/support/demo-site.ts";
import { walk } from "../test/support/walk.ts";

/**
 * Pictures of every page of a running demo (`npm start`), visitors' first, then what each person sees besides; at two
 * widths, in light and dark. `npm run screenshots -- http://localhost:3000 en` writes the English ones into
 * `screenshots/en/`; French ones without a language. Says at the end which pages nothing led to.
 */
const base = (process.argv[2] ?? "http://localhost:3000").replace(/\/$/, "");
const language = process.argv[3] === "en" ? "en" : "fr";
const FOLDER = join("screenshots", language);
const WIDTHS = [360, 1200] as const;

const fileName = (pattern: string) => pattern.replace(/[^\w-]+/g, "_").replace(/^_|_$/g, "") || "accueil";

const reached = new Set<string>();

async function picturesFor(browser: Browser, who: string, email: string | undefined, seen: Set<string>): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: language });
  const page = await context.newPage();
  if (email !== undefined) await signInAs(page, base, email);
  // A person's account has a language of its own, which goes before the browser's.
  await page.goto(`${base}/?lang=${language}`);
  const folder = join(FOLDER, who);
  await mkdir(folder, { recursive: true });
  for await (const { path, pattern } of walk(page, base, pageRoutes, { seen, unlisted: true })) {
    reached.add(pattern);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({
          path: join(folder, `${fileName(pattern)}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
      }
    }
    process.stdout.write(`${who.padEnd(16)}${path}\n`);
  }
  await context.close();
}

const browser = await openBrowser();
try {
  const publicPages = new Set<string>();
  await picturesFor(browser, "visite", undefined, publicPages);
  for (const { email } of DEMO_PEOPLE)
    await picturesFor(browser, email.replace(/@.*/, ""), email, new Set(publicPages));
} finally {
  await browser.close();
}
const missed = pageRoutes.filter(({ method, path }) => method === "get" && !reached.has(path)).map(({ path }) => path);
process.stdout.write(`${missed.length} pages nothing led to\n${missed.map((path) => `  ${path}\n`).join("")}`);
