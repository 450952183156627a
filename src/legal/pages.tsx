import type { Deps } from "../deps.ts";
import { type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { layoutTexts } from "../ui/messages.ts";
import { Facts, Words } from "../ui/show.tsx";
import { ACCESSIBILITY, accessibilityTitle, imprintTexts, type Part, PRIVACY } from "./messages.ts";

/** What the law wants to be said; the footer of every page leads here. */
export const legalPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/mentions-legales",
    access: "public",
    run: async ({ deps }) => page(imprintTexts.title, <ImprintPage deps={deps} />),
  }),
  reading("/donnees-personnelles", layoutTexts.privacy, PRIVACY),
  reading("/accessibilite", accessibilityTitle, ACCESSIBILITY),
];

function reading(path: string, title: Text, parts: readonly Part[]): PageRoute {
  return pageRoute({
    method: "get",
    path,
    access: "public",
    run: async () => page(title, <ReadingPage title={title} parts={parts} />),
  });
}

const ReadingPage = ({ title, parts }: { readonly title: Text; readonly parts: readonly Part[] }) => (
  <>
    <h1>
      <Words text={title} />
    </h1>
    {parts.map(({ heading, paragraphs }) => (
      <section key={heading.en}>
        <h2>
          <Words text={heading} />
        </h2>
        {paragraphs.map((paragraph, index) => (
          <Paragraph key={index} of={paragraph} />
        ))}
      </section>
    ))}
  </>
);

const Paragraph = ({ of }: { readonly of: Part["paragraphs"][number] }) =>
  "fr" in of ? (
    <p>
      <Words text={of} />
    </p>
  ) : (
    <ul>
      {of.map((point) => (
        <li key={point.en}>
          <Words text={point} />
        </li>
      ))}
    </ul>
  );

function ImprintPage({ deps }: { readonly deps: Deps }) {
  const { address, email, phone, director, hosting } = deps.imprint;
  const facts: [Text, string | preact.VNode | undefined][] = [
    [imprintTexts.publisher, deps.bankAccount.name],
    [imprintTexts.siret, deps.siret],
    [imprintTexts.address, address],
    [
      imprintTexts.email,
      <a key="email" href={`mailto:${email}`}>
        {email}
      </a>,
    ],
    [imprintTexts.phone, phone],
    [imprintTexts.director, director],
    [imprintTexts.hosting, hosting],
  ];
  return (
    <>
      <h1>
        <Words text={imprintTexts.title} />
      </h1>
      <Facts facts={facts.filter(([, value]) => value !== undefined)} />
      <p>
        <Words text={imprintTexts.software} />
      </p>
    </>
  );
}
