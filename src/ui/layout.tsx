import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Actor } from "../domain/actor.ts";
import type { Text } from "../i18n/text.ts";
import { type FieldLabels, PageSurroundings, type Surroundings } from "./context.ts";
import { Describing, type PageHead } from "./document-head.tsx";
import { layoutTexts } from "./messages.ts";
import { NAVIGATION, type NavigationEntry } from "./navigation.ts";
import { Notice } from "./show.tsx";
import { ENHANCE_HREF, ICON_HREF, STYLE_HREF } from "./stylesheet.ts";
import { type Viewed, ViewingBanner } from "./viewing-banner.tsx";

export type LayoutProps = Surroundings & {
  readonly title: Text;
  readonly description?: Text | undefined;
  readonly about?: PageHead | undefined;
  readonly fundName: string;
  readonly actor: Actor;
  /** Path and query of this page, for the language switch and the current menu entry. */
  readonly url: URL;
  readonly hasPage: (path: string) => boolean;
  readonly rolesWithheld: boolean;
  /** Decisions that wait for this person, beside the entry that leads to them. */
  readonly waiting?: number | undefined;
  /** Support looks at this page as the person it is for. */
  readonly viewing?: Viewed | undefined;
  readonly width?: "wide" | "reading" | undefined;
  readonly children: ComponentChildren;
};

/** The whole document of a page. */
export function renderDocument(props: LayoutProps): string {
  const fieldLabels: FieldLabels = { known: new Map(), areAsked: false };
  const draw = () => `<!doctype html>${renderToString(<Layout {...props} fieldLabels={fieldLabels} />)}`;
  const html = draw();
  // A summary of errors stands above its fields: what they are called is known once they were drawn.
  return fieldLabels.areAsked ? draw() : html;
}

function Layout(props: LayoutProps) {
  const { language, formToken, formOnce, fieldLabels, title, fundName } = props;
  return (
    <PageSurroundings.Provider value={{ language, formToken, formOnce, fieldLabels }}>
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <title>{`${title[language]} – ${fundName}`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <Describing {...props} description={props.description} about={props.about} />
          <link rel="icon" href={ICON_HREF} type="image/svg+xml" />
          <link rel="stylesheet" href={STYLE_HREF} />
          <script src={ENHANCE_HREF} defer />
        </head>
        <body>
          <a class="skip" href="#contenu">
            {layoutTexts.skip[language]}
          </a>
          {props.viewing && <ViewingBanner {...props.viewing} />}
          <Header {...props} />
          <main id="contenu" class={props.width ?? "reading"} tabIndex={-1}>
            {props.rolesWithheld && (
              <Notice tone="warning">
                {layoutTexts.rolesWithheld[language]}{" "}
                <a href="/compte/securite">{layoutTexts.setUpSecondFactor[language]}</a>
              </Notice>
            )}
            {props.children}
          </main>
          <Footer {...props} />
        </body>
      </html>
    </PageSurroundings.Provider>
  );
}

type EntriesProps = Pick<LayoutProps, "language" | "url" | "waiting"> & {
  readonly entries: readonly NavigationEntry[];
};

const Entries = ({ entries, language, url, waiting = 0 }: EntriesProps) => (
  <ul>
    {entries.map((entry) => (
      <li key={entry.href}>
        <a href={entry.href} aria-current={isHere(url.pathname, entry.href) ? "page" : undefined}>
          {entry.label[language]}
          {entry.href === "/a-decider" && waiting > 0 && (
            <span class="count">
              {waiting}
              <span class="visually-hidden"> {layoutTexts.waiting[language]}</span>
            </span>
          )}
        </a>
      </li>
    ))}
  </ul>
);

function Header({ language, fundName, actor, url, hasPage, waiting }: LayoutProps) {
  const entries = NAVIGATION.filter((entry) => hasPage(entry.href) && entry.shownTo(actor));
  const own = entries.filter((entry) => entry.own);
  const office = entries.filter((entry) => entry.office);
  const first = entries.filter((entry) => entry.first);
  const plain = entries.filter((entry) => !entry.own && !entry.office && !entry.first);
  const account: NavigationEntry =
    actor.kind === "user"
      ? { href: "/compte", label: layoutTexts.account, shownTo: () => true }
      : { href: "/connexion", label: layoutTexts.signIn, shownTo: () => true };
  return (
    <header class="site-header">
      <div class="inner">
        <a class="brand" href="/">
          <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
            <path class="left" d="M16 5a11 11 0 0 0 0 22z" />
            <path class="right" d="M16 9a7 7 0 0 1 0 14z" />
          </svg>
          <span>{fundName}</span>
        </a>
        <nav aria-label={layoutTexts.menu[language]}>
          {first.length > 0 && <Entries entries={first} language={language} url={url} waiting={waiting} />}
          <Folded
            when={actor.kind === "user"}
            holdsPage={[...entries, account].some((entry) => !entry.first && isHere(url.pathname, entry.href))}
            language={language}
          >
            <Entries entries={plain} language={language} url={url} />
            <Menu label={layoutTexts.own} entries={own} language={language} url={url} />
            <Menu label={layoutTexts.office} entries={office} language={language} url={url} />
            <Entries entries={[account]} language={language} url={url} />
          </Folded>
        </nav>
      </div>
    </header>
  );
}

type FoldedProps = Pick<LayoutProps, "language" | "children"> & { readonly when: boolean; readonly holdsPage: boolean };

/** The long menu of somebody signed in: behind one word on a small screen, always open on a wide one. */
const Folded = ({ when, holdsPage, language, children }: FoldedProps) =>
  when ? (
    <details class="folded">
      <summary aria-current={holdsPage ? "true" : undefined}>{layoutTexts.folded[language]}</summary>
      <div class="entries">{children}</div>
    </details>
  ) : (
    <div class="entries">{children}</div>
  );

/** Entries behind one word, opened without a script. */
function Menu({ label, entries, language, url }: EntriesProps & { readonly label: Text }) {
  if (entries.length === 0) return null;
  return (
    <details class="menu">
      <summary aria-current={entries.some(({ href }) => isHere(url.pathname, href)) ? "true" : undefined}>
        {label[language]}
      </summary>
      <Entries entries={entries} language={language} url={url} />
    </details>
  );
}

const isHere = (path: string, href: string) => path === href || path.startsWith(`${href}/`);

function Footer({ language, fundName, url }: LayoutProps) {
  const other = language === "fr" ? "en" : "fr";
  const switched = new URL(url);
  switched.searchParams.set("lang", other);
  return (
    <footer class="site-footer">
      <div class="inner">
        <p>{fundName}</p>
        <ul>
          <li>
            <a href={`${switched.pathname}${switched.search}`} lang={other} hreflang={other}>
              {layoutTexts.thisPageIn[other]}
            </a>
          </li>
          <li>
            <a href="/accessibilite">{layoutTexts.accessibility[language]}</a>
          </li>
          <li>
            <a href="/contact">{layoutTexts.contact[language]}</a>
          </li>
          <li>
            <a href="/mentions-legales">{layoutTexts.imprint[language]}</a>
          </li>
          <li>
            <a href="/donnees-personnelles">{layoutTexts.privacy[language]}</a>
          </li>
          <li>
            <a href="/api/docs/">{layoutTexts.api[language]}</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
