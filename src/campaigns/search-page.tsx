import { CAMPAIGN_CATEGORIES } from "../domain/campaign.ts";
import type { AppError } from "../errors.ts";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import {
  DEPARTEMENTS,
  departementName,
  KNOWN_PLACE_TYPES,
  placeTypeName,
  standardLabelPlain,
} from "../matching/territory-names.ts";
import { CheckBox, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import type { Feed } from "../ui/document-head.tsx";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, SearchForm } from "../ui/form.tsx";
import { CampaignCards } from "./campaign-cards.tsx";
import { DepartementMap } from "./map-view.tsx";
import { CATEGORY_NAMES } from "./messages.ts";
import type { PublicCard } from "./search-campaigns.ts";
import { SERVICES, TERRITORIES } from "./search-forms.ts";
import { countFound, SEARCH, TERRITORY_NAMES } from "./search-messages.ts";
import { searchHref, type TypedSearch } from "./typed-search.ts";

export type Found = {
  readonly campaigns: Page<PublicCard>;
  readonly total: number;
  readonly byDepartement: ReadonlyMap<string, number>;
};

type Props = {
  readonly typed: TypedSearch;
  readonly found: Found;
  readonly feeds: readonly Feed[];
  readonly error?: AppError | undefined;
};

/** Live campaigns: what narrows them, the list first, and the map beside it. */
export function SearchPage({ typed, found, feeds, error }: Props) {
  const t = useText();
  const { campaigns, total, byDepartement } = found;
  return (
    <>
      <h1>{t(SEARCH.title)}</h1>
      <p class="lead">{t(SEARCH.intro)}</p>
      <ErrorSummary error={error} />
      <Filters typed={typed} error={error} />
      <div class="beside">
        <section class="story" aria-labelledby="found">
          <h2 id="found">{t(countFound(total))}</h2>
          {campaigns.items.length === 0 && <p class="empty">{t(SEARCH.none)}</p>}
          <CampaignCards campaigns={campaigns.items} />
          {campaigns.nextCursor !== null && (
            <p class="links">
              <a href={searchHref({ ...typed, suite: campaigns.nextCursor })}>{t(SEARCH.next)}</a>
            </p>
          )}
          <ul class="links feeds">
            {feeds.map(({ href, type, title }) => (
              <li key={href}>
                <a href={href} type={type}>
                  {t(title)}
                </a>
              </li>
            ))}
          </ul>
        </section>
        <DepartementMap
          counts={byDepartement}
          chosen={typed.departement}
          hrefOf={(code) => searchHref({ ...typed, departement: code, suite: "" })}
        />
      </div>
    </>
  );
}

const options = <T extends string>(values: readonly T[], label: (value: T) => Text) =>
  values.map((value) => ({ value, label: label(value) }));

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
const capitalised = ({ fr, en }: Text): Text => ({ fr: capital(fr), en: capital(en) });
const same = (text: string): Text => ({ fr: text, en: text });

/** One word or one département: what the home page asks too. */
export function MainFields({ typed, errors }: { readonly typed: TypedSearch; readonly errors?: AppError["fields"] }) {
  return (
    <>
      <Field name="q" label={SEARCH.words} type="search" value={typed.q} errors={errors} maxLength={200} optional />
      <Select
        name="departement"
        label={SEARCH.departement}
        empty={SEARCH.anywhere}
        options={options([...DEPARTEMENTS.keys()], (code) => same(departementName(code)))}
        value={typed.departement}
        errors={errors}
        optional
      />
    </>
  );
}

function Filters({ typed, error }: Pick<Props, "typed" | "error">) {
  const t = useText();
  const errors = error?.fields;
  const more = { empty: SEARCH.any, errors, optional: true } as const;
  const { theme, lieu, service, territoire } = typed;
  return (
    <div class="card">
      <SearchForm action="/collectes">
        <MainFields typed={typed} {...(errors && { errors })} />
        <div class="ticks">
          <CheckBox name="abonde" label={SEARCH.matched} checked={typed.abonde === "on"} />
          <CheckBox name="bientot" label={SEARCH.endsSoon} checked={typed.bientot === "on"} />
        </div>
        <details open={[theme, lieu, service, territoire].some((value) => value !== "")}>
          <summary>{t(SEARCH.more)}</summary>
          <div class="search">
            <Select
              name="theme"
              label={SEARCH.category}
              options={options(CAMPAIGN_CATEGORIES, (one) => CATEGORY_NAMES[one])}
              value={theme}
              {...more}
            />
            <Select
              name="lieu"
              label={SEARCH.placeType}
              options={options(KNOWN_PLACE_TYPES, (one) => capitalised(placeTypeName(one)))}
              value={lieu}
              {...more}
            />
            <Select
              name="service"
              label={SEARCH.service}
              options={options(SERVICES, (one) => capitalised(standardLabelPlain(one)))}
              value={service}
              {...more}
            />
            <Select
              name="territoire"
              label={SEARCH.territory}
              options={options(TERRITORIES, (one) => TERRITORY_NAMES[one])}
              value={territoire}
              {...more}
            />
          </div>
        </details>
        <div class="buttons">
          <Button>{t(SEARCH.search)}</Button>
          <a href="/collectes">{t(SEARCH.reset)}</a>
        </div>
      </SearchForm>
    </div>
  );
}
