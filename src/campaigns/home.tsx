import { useText } from "../ui/context.ts";
import { Button, SearchForm } from "../ui/form.tsx";
import { CampaignCards } from "./campaign-cards.tsx";
import { HOME, STEPS } from "./public-messages.ts";
import type { PublicCard } from "./search-campaigns.ts";
import { countFound, SEARCH } from "./search-messages.ts";
import { MainFields } from "./search-page.tsx";
import { NOTHING_TYPED } from "./typed-search.ts";

type Props = { readonly campaigns: readonly PublicCard[]; readonly total: number };

/** The first page: what this is, where to look, what ends next, and how giving works. */
export function Home({ campaigns, total }: Props) {
  const t = useText();
  return (
    <>
      <div class="hero">
        <h1>{t(HOME.title)}</h1>
        <p class="lead">{t(HOME.intro)}</p>
        <SearchForm action="/collectes">
          <MainFields typed={NOTHING_TYPED} />
          <Button>{t(SEARCH.search)}</Button>
        </SearchForm>
      </div>
      <h2>{t(HOME.live)}</h2>
      {campaigns.length === 0 && <p class="empty">{t(HOME.none)}</p>}
      <CampaignCards campaigns={campaigns} />
      {campaigns.length > 0 && (
        <p class="links">
          <a href="/collectes">
            {t(HOME.all)} ({t(countFound(total))})
          </a>
        </p>
      )}
      <h2>{t(HOME.how)}</h2>
      <ol class="steps">
        {STEPS.map((step) => (
          <li key={step.title.en}>
            <h3>{t(step.title)}</h3>
            <p>{t(step.text)}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
