import { crc32, inflateSync } from "node:zlib";
import { XMLValidator } from "fast-xml-parser";
import { beforeAll, expect, test } from "vitest";
import { campaignPages } from "../../src/campaigns/pages.ts";
import type { Deps } from "../../src/deps.ts";
import { sharingRoutes } from "../../src/sharing/open-routes.tsx";
import { sharingPages } from "../../src/sharing/pages.tsx";
import { aBrowser, type Browser, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let browser: Browser;
let slug: string;
let draft: string;

beforeAll(async () => {
  deps = await testDeps(database.db);
  slug = (await aCampaign(deps, "live", { title: 'Un "atelier" <b>ouvert</b> & vivant' })).slug;
  draft = (await aCampaign(deps, "draft", { title: "Brouillon" })).slug;
  browser = aBrowser(testApp(deps, { openRoutes: sharingRoutes, pageRoutes: [...campaignPages, ...sharingPages] }).app);
});

const policyOf = (headers: Record<string, string>) => headers["content-security-policy"] ?? "";

test("only the card may stand in pages of others: no script, no form, no cookie, its links open beside", async () => {
  const card = await browser.get(`/collectes/${slug}/carte`).expect(200);
  const page = await browser.get(`/collectes/${slug}`).expect(200);

  expect(policyOf(card.headers)).toContain("frame-ancestors *");
  expect(policyOf(card.headers)).not.toContain("script-src");
  expect(card.headers["x-frame-options"]).toBeUndefined();
  expect(card.headers["set-cookie"]).toBeUndefined();
  expect(card.text).not.toMatch(/<script|<form|<b>ouvert/);
  expect(card.text.match(/<a [^>]*>/g)?.every((link) => /target="_blank" rel="noopener"/.test(link))).toBe(true);
  expect(policyOf(page.headers)).toContain("frame-ancestors 'none'");
  expect(page.headers["x-frame-options"]).toBeDefined();
});

test("X1: what is not published is not shared, by any way", async () => {
  for (const way of ["carte", "partager", "affiche"]) await browser.get(`/collectes/${draft}/${way}`).expect(404);
  expect((await browser.get("/sitemap.xml")).text).not.toContain(draft);
});

test("a campaign's page tells networks its title, its address without a query, and a picture", async () => {
  const { text } = await browser.get(`/collectes/${slug}?x=1`).expect(200);

  expect(text).toContain(`<link rel="canonical" href="http://localhost/collectes/${slug}"/>`);
  expect(text).toContain(`<meta property="og:url" content="http://localhost/collectes/${slug}"/>`);
  expect(text).toContain(
    '<meta property="og:title" content="Un &quot;atelier&quot; &lt;b>ouvert&lt;/b> &amp; vivant"/>',
  );
  expect(text).toContain('<meta property="og:image" content="http://localhost/image-de-partage.png"/>');
});

test("the picture for networks is a whole PNG of 1200 by 630", async () => {
  const { body } = await browser.get("/image-de-partage.png").expect("Content-Type", "image/png").expect(200);

  const image: Buffer = body;
  const size = image.readUInt32BE(33);
  const content = image.subarray(41, 41 + size);
  expect(image.subarray(1, 4).toString()).toBe("PNG");
  expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([1200, 630]);
  expect(image.readUInt32BE(41 + size)).toBe(crc32(image.subarray(37, 41 + size)));
  expect(inflateSync(content)).toHaveLength(630 * (1 + 1200 * 3));
});

test("a search's page names its feed and its calendar, by the same fields", async () => {
  const { text } = await browser.get("/collectes?q=atelier&departement=23").expect(200);

  expect(text).toContain('type="application/atom+xml"');
  expect(text).toContain('href="/collectes.ics?q=atelier&amp;departement=23"');
});

test("the way to share shows code to copy that is whole HTML, and a poster with its address", async () => {
  const share = await browser.get(`/collectes/${slug}/partager`).expect(200);
  const poster = await browser.get(`/collectes/${slug}/affiche`).expect(200);

  expect(share.text).toContain(`&lt;iframe src=&quot;http://localhost/collectes/${slug}/carte&quot;`);
  expect(share.text).toContain("&amp;lt;b&amp;gt;ouvert");
  expect(poster.text).toContain(`localhost/collectes/${slug}`);
  expect(poster.text).toContain('<svg class="qr"');
});

test("search engines find a whole sitemap, named by robots.txt, without secret links", async () => {
  const robots = await browser
    .get("/robots.txt")
    .expect("Content-Type", /text\/plain/)
    .expect(200);
  const map = await browser.get("/sitemap.xml").expect(200);

  expect(robots.text).toContain("Sitemap: http://localhost/sitemap.xml");
  expect(robots.text).toContain("Disallow: /dons/");
  expect(XMLValidator.validate(map.text)).toBe(true);
  expect(map.text).toMatch(new RegExp(`/collectes/${slug}</loc><lastmod>20\\d\\d-\\d\\d-\\d\\d</lastmod>`));
});
