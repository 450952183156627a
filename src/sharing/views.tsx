import { lastMoment } from "../campaigns/campaign-cards.tsx";
import type { CampaignDetail } from "../campaigns/queries.ts";
import type { Text } from "../i18n/text.ts";
import { useLanguage, useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Euros, When } from "../ui/show.tsx";
import { letterOf, qrOf, SHARE } from "./messages.ts";
import { QrView } from "./qr-view.tsx";

type Props = { readonly campaign: CampaignDetail; readonly address: string; readonly fundName: string };

/** Room for a title of three lines. */
const CARD_HEIGHT = 500;

/** Ways to tell of a campaign: link, letter, code to scan, poster, card for another site. */
export function SharePage({ campaign, address }: Omit<Props, "fundName">) {
  const t = useText();
  const path = `/collectes/${campaign.slug}`;
  const letter = `mailto:?subject=${encodeURIComponent(campaign.title)}&body=${encodeURIComponent(t(letterOf(campaign.project.summary, address)))}`;
  return (
    <>
      <p class="overline">
        <a href={path}>{campaign.title}</a>
      </p>
      <h1>{t(SHARE.title)}</h1>
      <Part title={SHARE.link} hint={SHARE.linkHint}>
        <p class="copied">
          <code>{address}</code>
        </p>
        <p class="links">
          <a href={letter}>{t(SHARE.mail)}</a>
        </p>
      </Part>
      <Part title={SHARE.qr} hint={SHARE.qrHint}>
        <QrView text={address} label={qrOf(campaign.title)} />
      </Part>
      <Part title={SHARE.poster} hint={SHARE.posterHint}>
        <p>
          <ButtonLink kind="secondary" href={`${path}/affiche`}>
            {t(SHARE.openPoster)}
          </ButtonLink>
        </p>
      </Part>
      <Part title={SHARE.card} hint={SHARE.cardHint}>
        <CardCode title={campaign.title} address={`${address}/carte`} />
        <p class="links">
          <a href={`${path}/carte`}>{t(SHARE.openCard)}</a>
        </p>
      </Part>
      <p class="links">
        <a href={path}>{t(SHARE.back)}</a>
      </p>
    </>
  );
}

type PartProps = { readonly title: Text; readonly hint: Text; readonly children: preact.ComponentChildren };

function Part({ title, hint, children }: PartProps) {
  const t = useText();
  return (
    <section>
      <h2>{t(title)}</h2>
      <p>{t(hint)}</p>
      {children}
    </section>
  );
}

const attribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function CardCode({ title, address }: { readonly title: string; readonly address: string }) {
  const t = useText();
  const shown = useLanguage() === "en" ? `${address}?lang=en` : address;
  const code = `<iframe src="${attribute(shown)}" title="${attribute(title)}" width="100%" height="${CARD_HEIGHT}" style="max-width:24rem;border:0" loading="lazy"></iframe>`;
  return (
    <div class="field">
      <label for="code">{t(SHARE.code)}</label>
      <textarea id="code" rows={4} readOnly>
        {code}
      </textarea>
    </div>
  );
}

/** A sheet of A4 for a window or a notice board. */
export function Poster({ campaign, address, fundName }: Props) {
  const t = useText();
  const towns = [...new Set(campaign.project.places.map((place) => place.communeName))].slice(0, 3);
  return (
    <>
      <p class="no-print links">
        <a href={`/collectes/${campaign.slug}/partager`}>{t(SHARE.title)}</a>
      </p>
      <p class="no-print hint">{t(SHARE.howToPrint)}</p>
      <article class="poster">
        <p class="overline">{towns.join(" · ")}</p>
        <h1>{campaign.title}</h1>
        <p class="lead">{campaign.project.summary}</p>
        <p>
          {t(SHARE.goal)} <Euros cents={campaign.goalCents} /> · {t(SHARE.until)}{" "}
          <When at={lastMoment(campaign.deadlineAt)} />
        </p>
        <QrView text={address} label={qrOf(campaign.title)} />
        <p>{t(SHARE.scan)}</p>
        <p class="address">{address.replace(/^https?:\/\//, "")}</p>
        <p class="hint">
          {campaign.organisation.name} · {fundName}
        </p>
      </article>
    </>
  );
}
