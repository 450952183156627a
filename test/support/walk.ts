import type { Page } from "playwright-core";
import type { PageRoute } from "../../src/http/page-kit.tsx";

/** Which route a path belongs to: its pattern, the fixed ones first. */
export function routeFinder(routes: readonly PageRoute[]): (path: string) => string | undefined {
  const patterns = routes
    .filter((route) => route.method === "get")
    .map(({ path }) => ({ path, pattern: new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`) }))
    .toSorted((a, b) => Number(a.path.includes(":")) - Number(b.path.includes(":")));
  return (path) => patterns.find(({ pattern }) => pattern.test(path))?.path;
}

/**
 * Follows the links of the pages as a person does, from `start` on, and stands still on each kind of page once: one
 * campaign, one place. Files and what is not a page of the service are left out.
 * @param seen patterns already visited; grows
 * @param unlisted whether pages besides `routes` count too: signing in, one's account, those of the sandbox
 */
export async function* walk(
  page: Page,
  base: string,
  routes: readonly PageRoute[],
  {
    start = "/",
    seen = new Set<string>(),
    unlisted = false,
  }: { readonly start?: string; readonly seen?: Set<string>; readonly unlisted?: boolean } = {},
): AsyncGenerator<{ readonly path: string; readonly pattern: string }> {
  const patternOf = routeFinder(routes);
  const waiting = [start];
  for (let path = waiting.shift(), first = true; path !== undefined; path = waiting.shift(), first = false) {
    const place = path.split(/[?#]/)[0] ?? "";
    const pattern = patternOf(place) ?? (unlisted ? place.replace(UUID, ":id") : undefined);
    if (pattern === undefined || (seen.has(pattern) && !first)) continue;
    const isNew = !seen.has(pattern);
    seen.add(pattern);
    const answer = await page.request.get(base + path, { maxRedirects: 0 });
    if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    await page.goto(base + path);
    if (isNew) yield { path, pattern };
    waiting.push(...(await linksOf(page, base)));
  }
}

const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

async function linksOf(page: Page, base: string): Promise<readonly string[]> {
  const hrefs = await page.evaluate<string[]>("[...document.links].map((link) => link.href)");
  return hrefs.filter((href) => href.startsWith(`${base}/`)).map((href) => href.slice(base.length));
}
