import type { Page } from "../http/pagination.ts";
import { useText } from "../ui/context.ts";
import { CampaignCards } from "./campaign-cards.tsx";
import { HOME } from "./public-messages.ts";
import type { CampaignCard } from "./queries.ts";

/** The first page: what one can give to today. */
export function Home({ campaigns }: { readonly campaigns: Page<CampaignCard> }) {
  const t = useText();
  return (
    <>
      <h1>{t(HOME.title)}</h1>
      <p class="lead">{t(HOME.intro)}</p>
      <h2>{t(HOME.live)}</h2>
      {campaigns.items.length === 0 && <p class="empty">{t(HOME.none)}</p>}
      <CampaignCards campaigns={campaigns.items} />
      {campaigns.nextCursor !== null && (
        <p>
          <a href={`/collectes?suite=${encodeURIComponent(campaigns.nextCursor)}`}>{t(HOME.more)}</a>
        </p>
      )}
    </>
  );
}
