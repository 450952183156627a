import { renderToString } from "preact-render-to-string";
import { CampaignProgress, lastMoment } from "../campaigns/campaign-cards.tsx";
import { CLOSED } from "../campaigns/public-messages.ts";
import type { CampaignDetail } from "../campaigns/queries.ts";
import { acceptsPledges } from "../domain/campaign.ts";
import type { Language } from "../i18n/text.ts";
import { PageSurroundings } from "../ui/context.ts";
import { Notice, When } from "../ui/show.tsx";
import { STYLE_HREF } from "../ui/stylesheet.ts";
import { SHARE } from "./messages.ts";

type Props = {
  readonly campaign: CampaignDetail;
  readonly address: string;
  readonly language: Language;
  readonly fundName: string;
  readonly now: Date;
};

/** A whole small document, to stand inside a page of another site: no script, no form, links that open beside. */
export const renderCard = (props: Props): string => `<!doctype html>${renderToString(<Card {...props} />)}`;

function Card({ campaign, address, language, fundName, now }: Props) {
  const open = acceptsPledges(campaign.state, campaign.deadlineAt, now);
  const closed = CLOSED[campaign.state];
  const beside = { target: "_blank", rel: "noopener" } as const;
  return (
    <PageSurroundings.Provider value={{ language, formToken: "" }}>
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <title>{campaign.title}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <link rel="stylesheet" href={STYLE_HREF} />
        </head>
        <body class="framed">
          <main>
            <p class="overline">{fundName}</p>
            <h1>
              <a href={address} {...beside}>
                {campaign.title} <span class="visually-hidden">{SHARE.newTab[language]}</span>
              </a>
            </h1>
            <p class="hint">
              {campaign.organisation.name}, {campaign.organisation.town}
            </p>
            <CampaignProgress {...campaign} />
            {closed !== undefined && <Notice>{closed[language]}</Notice>}
            {open && (
              <p>
                {SHARE.until[language]} <When at={lastMoment(campaign.deadlineAt)} />
              </p>
            )}
            <p>
              <a class={open ? "button primary" : "button secondary"} href={address} {...beside}>
                {(open ? SHARE.give : SHARE.see)[language]}{" "}
                <span class="visually-hidden">{SHARE.newTab[language]}</span>
              </a>
            </p>
          </main>
        </body>
      </html>
    </PageSurroundings.Provider>
  );
}
