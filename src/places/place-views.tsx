import type { ComponentChildren } from "preact";
import { openingHours } from "../campaigns/opening-hours.ts";
import type { AppError } from "../errors.ts";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, SearchForm } from "../ui/form.tsx";
import { formatPhone } from "../ui/format.ts";
import { Card, Cards, Facts, On } from "../ui/show.tsx";
import { PAGES } from "./page-messages.ts";
import { placeHref } from "./place-href.ts";
import type { Place } from "./queries.ts";

type ListProps = {
  readonly places: Page<Place>;
  readonly typed: { readonly q: string; readonly departement: string };
  readonly nextHref: string | undefined;
  readonly error?: AppError | undefined;
};

export function PlaceList({ places, typed, nextHref, error }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(PAGES.title)}</h1>
      <p>{t(PAGES.intro)}</p>
      <ErrorSummary error={error} />
      <SearchForm action="/lieux">
        <Field name="q" label={PAGES.words} type="search" value={typed.q} errors={error?.fields} optional />
        <Field
          name="departement"
          label={PAGES.departement}
          hint={PAGES.departementHint}
          value={typed.departement}
          errors={error?.fields}
          maxLength={3}
          optional
        />
        <Button>{t(PAGES.search)}</Button>
      </SearchForm>
      {places.items.length === 0 && <p class="empty">{t(PAGES.none)}</p>}
      <Cards>
        {places.items.map((place) => (
          <Card level={2} title={place.name} href={placeHref(place.id)} key={place.id}>
            <p>
              {place.address}, {place.postcode} {place.communeName}
            </p>
          </Card>
        ))}
      </Cards>
      {nextHref && (
        <p>
          <a href={nextHref}>{t(PAGES.more)}</a>
        </p>
      )}
    </>
  );
}

export function PlacePage({ place }: { readonly place: Place }) {
  const t = useText();
  return (
    <>
      <p>
        <a href="/lieux">{t(PAGES.back)}</a>
      </p>
      <h1>{place.name}</h1>
      {place.summary && <p class="lead">{place.summary}</p>}
      {place.details && place.details !== place.summary && <p>{place.details}</p>}
      <Facts facts={[...contactFacts(place), ...offerFacts(place), ...sourceFacts(place)]} />
    </>
  );
}

type Fact = readonly [Text, ComponentChildren];

const when = (shown: boolean, ...facts: readonly Fact[]): readonly Fact[] => (shown ? facts : []);

const contactFacts = (place: Place): readonly Fact[] => [
  [
    PAGES.address,
    <>
      {place.address}
      {place.addressComplement && `, ${place.addressComplement}`}, {place.postcode} {place.communeName}
    </>,
  ],
  ...when(place.openingHours !== null, [PAGES.hours, <Hours notation={place.openingHours ?? ""} />]),
  ...when(place.phone !== null, [PAGES.phone, <a href={`tel:${place.phone}`}>{formatPhone(place.phone ?? "")}</a>]),
  ...when(place.emails.length > 0, [PAGES.email, <Links hrefs={place.emails} scheme="mailto:" />]),
  ...when(place.websites.length > 0, [PAGES.websites, <Links hrefs={place.websites} />]),
  ...when(place.bookingUrl !== null, [PAGES.booking, <Links hrefs={[place.bookingUrl ?? ""]} />]),
  ...when(place.accessibilityUrl !== null, [PAGES.accessibility, <Links hrefs={[place.accessibilityUrl ?? ""]} />]),
];

const listed = (term: Text, values: readonly string[]) => when(values.length > 0, [term, values.join(", ")]);

const offerFacts = (place: Place): readonly Fact[] => [
  ...listed(PAGES.services, place.services),
  ...listed(PAGES.support, place.supportModes),
  ...listed(PAGES.access, place.accessModes),
  ...listed(PAGES.fees, place.fees),
  ...listed(PAGES.publics, place.publics),
  ...listed(PAGES.care, place.specificCare),
  ...listed(PAGES.programmes, [...place.nationalProgrammes, ...place.labels, ...place.otherLabels]),
];

const sourceFacts = (place: Place): readonly Fact[] => [
  ...when(place.rural === true || place.qpv || place.frr, [PAGES.territory, <Territory place={place} />]),
  ...when(place.source !== null, [PAGES.source, place.source]),
  [PAGES.updatedOn, <On date={place.updatedOn} />],
];

function Territory({ place }: { readonly place: Place }) {
  const t = useText();
  const flags = [place.rural === true && PAGES.rural, place.frr && PAGES.frr, place.qpv && PAGES.qpv];
  return <>{flags.flatMap((flag) => (flag ? [t(flag)] : [])).join(", ")}</>;
}

function Hours({ notation }: { readonly notation: string }) {
  const t = useText();
  return (
    <ul class="plain">
      {openingHours(notation).map((line) => (
        <li key={line.en}>{t(line)}</li>
      ))}
    </ul>
  );
}

const Links = ({ hrefs, scheme = "" }: { readonly hrefs: readonly string[]; readonly scheme?: string }) => (
  <ul class="plain">
    {hrefs.map((href) => (
      <li key={href}>
        <a href={scheme + href} rel="nofollow noopener">
          {href}
        </a>
      </li>
    ))}
  </ul>
);
