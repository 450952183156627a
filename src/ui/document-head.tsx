import type { Language, Text } from "../i18n/text.ts";

/** A feed or calendar that tells of the same as a page. */
export type Feed = { readonly href: string; readonly type: string; readonly title: Text };

/** What a public page says of itself to search engines, feed readers and networks. */
export type PageHead = {
  /** The path it is known by, where it may be reached by others too. */
  readonly canonicalPath?: string | undefined;
  readonly feeds?: readonly Feed[] | undefined;
};

export const PREVIEW_HREF = "/image-de-partage.png";
export const PREVIEW_SIZE = { width: 1200, height: 630 } as const;

type Props = {
  readonly language: Language;
  readonly title: Text;
  /** Only public pages are described; of the others nothing is told. */
  readonly description: Text | undefined;
  readonly fundName: string;
  readonly url: URL;
  readonly about: PageHead | undefined;
};

/** Description, preview for networks, address and feeds of a public page. Its query, which may hold a secret, is left out. */
export function Describing({ language, title, description, fundName, url, about }: Props) {
  if (description === undefined) return null;
  const address = `${url.origin}${about?.canonicalPath ?? url.pathname}`;
  return (
    <>
      <meta name="description" content={description[language]} />
      <link rel="canonical" href={address} />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={fundName} />
      <meta property="og:locale" content={language === "fr" ? "fr_FR" : "en_GB"} />
      <meta property="og:url" content={address} />
      <meta property="og:title" content={title[language]} />
      <meta property="og:description" content={description[language]} />
      <meta property="og:image" content={url.origin + PREVIEW_HREF} />
      <meta property="og:image:width" content={String(PREVIEW_SIZE.width)} />
      <meta property="og:image:height" content={String(PREVIEW_SIZE.height)} />
      <meta property="og:image:alt" content={fundName} />
      <meta name="twitter:card" content="summary_large_image" />
      {about?.feeds?.map((feed) => (
        <link rel="alternate" type={feed.type} title={feed.title[language]} href={feed.href} key={feed.href} />
      ))}
    </>
  );
}
