import { fundNow } from "../db/clock.ts";
import type { AppError } from "../errors.ts";
import { feedsOf } from "../feeds/links.ts";
import { readPaidSoFar } from "../grants/paid-so-far.ts";
import { type PageRoute, page, pageRoute, tryForm } from "../http/page-kit.tsx";
import { listOffers } from "../matching/queries.ts";
import { readAwaitedMatches } from "../pots/awaited-matches.ts";
import { CampaignPage } from "./campaign-page.tsx";
import { Home } from "./home.tsx";
import { HOME } from "./public-messages.ts";
import { readCampaign } from "./queries.ts";
import { readLife } from "./read-life.ts";
import { countByDepartement, countCampaigns, searchCampaigns } from "./search-campaigns.ts";
import { SEARCH } from "./search-messages.ts";
import { type Found, SearchPage } from "./search-page.tsx";
import { NOTHING_TYPED, readSearch, typedSearch } from "./typed-search.ts";

const NEXT_TO_END = 6;

const home = pageRoute({
  method: "get",
  path: "/",
  access: "public",
  run: async ({ deps, language }) => {
    const { items } = await searchCampaigns(deps, { limit: NEXT_TO_END });
    const total = await countCampaigns(deps, {});
    return page(HOME.title, <Home campaigns={items} total={total} />, {
      description: HOME.intro,
      about: { feeds: feedsOf(NOTHING_TYPED, language) },
      width: "wide",
    });
  },
});

const NOTHING_FOUND: Found = { campaigns: { items: [], nextCursor: null }, total: 0, byDepartement: new Map() };

const search = pageRoute({
  method: "get",
  path: "/collectes",
  access: "public",
  run: async ({ deps, query, language }) => {
    const typed = typedSearch(query);
    const feeds = feedsOf(typed, language);
    const shown = (found: Found, error?: AppError) =>
      page(SEARCH.title, <SearchPage typed={typed} found={found} feeds={feeds} error={error} />, {
        description: SEARCH.intro,
        about: { feeds },
        width: "wide",
      });
    return await tryForm(
      async () => {
        const asked = readSearch(typed);
        const [campaigns, total, byDepartement] = await Promise.all([
          searchCampaigns(deps, asked),
          countCampaigns(deps, asked),
          countByDepartement(deps, asked),
        ]);
        return shown({ campaigns, total, byDepartement });
      },
      (error) => shown(NOTHING_FOUND, error),
    );
  },
});

const showCampaign = pageRoute({
  method: "get",
  path: "/collectes/:slug",
  access: "public",
  run: async ({ deps, actor, params }) => {
    const campaign = await readCampaign(deps, actor, params.slug ?? "");
    const offers = await listOffers(deps, campaign.id);
    const awaited = await readAwaitedMatches(deps.db, deps.fundId, campaign.id);
    const paid = await readPaidSoFar(deps.db, deps.fundId, campaign.id);
    const life = campaign.openedAt === null ? undefined : await readLife(deps, campaign.id);
    const now = await fundNow(deps.db);
    const words = (text: string) => ({ fr: text, en: text });
    return page(
      words(campaign.title),
      <CampaignPage campaign={campaign} offers={offers} now={now} awaited={awaited} paid={paid} life={life} />,
      {
        description: words(campaign.project.summary),
        about: { canonicalPath: `/collectes/${campaign.slug}` },
        width: "wide",
      },
    );
  },
});

export const publicPages: readonly PageRoute[] = [home, search, showCampaign];
