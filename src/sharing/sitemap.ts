import { escapeXml } from "../feeds/escape-xml.ts";

/** Pages that everybody may find besides campaigns and places. */
const PAGES = [
  "/",
  "/collectes",
  "/tours",
  "/lieux",
  "/transparence",
  "/transparence/dictionnaire",
  "/accessibilite",
  "/contact",
  "/mentions-legales",
  "/donnees-personnelles",
];

type Published = { readonly slug: string; readonly changedOn: string };

/** Every page search engines are told of (sitemaps.org). */
export function writeSitemap(baseUrl: string, campaigns: readonly Published[]): string {
  const url = (path: string, more = "") => `<url><loc>${escapeXml(baseUrl + path)}</loc>${more}</url>`;
  const lines = [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`,
    ...PAGES.map((path) => url(path)),
    ...campaigns.map(({ slug, changedOn }) => url(`/collectes/${slug}`, `<lastmod>${changedOn}</lastmod>`)),
    "</urlset>",
  ];
  return `${lines.join("\n")}\n`;
}

/** Gifts have secret links; the rest of the pages may be found. */
export const writeRobots = (baseUrl: string): string =>
  `User-agent: *\nDisallow: /dons/\nDisallow: /paiement/\nDisallow: /nouvelles/\nDisallow: /api/\n\nSitemap: ${baseUrl}/sitemap.xml\n`;
