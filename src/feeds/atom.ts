import { escapeXml } from "./escape-xml.ts";

export type AtomEntry = {
  /** The same for ever, whatever else changes. */
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly updatedAt: Date;
  readonly summary: string;
};

export type AtomFeed = {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  /** Where the feed itself is, and the page it tells of. */
  readonly selfHref: string;
  readonly href: string;
  readonly updatedAt: Date;
  readonly entries: readonly AtomEntry[];
};

const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

/** A feed as news readers take it (RFC 4287). */
export function writeAtom(feed: AtomFeed): string {
  const lines = [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(feed.language)}">`,
    element("id", feed.selfHref),
    element("title", feed.title),
    element("updated", feed.updatedAt.toISOString()),
    `<author>${element("name", feed.author)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(feed.selfHref)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(feed.href)}"/>`,
    ...feed.entries.flatMap((entry) => [
      "<entry>",
      element("id", entry.id),
      element("title", entry.title),
      element("updated", entry.updatedAt.toISOString()),
      `<link rel="alternate" type="text/html" href="${escapeXml(entry.href)}"/>`,
      element("summary", entry.summary),
      "</entry>",
    ]),
    "</feed>",
  ];
  return `${lines.join("\n")}\n`;
}
