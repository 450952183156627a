import { fundNow } from "../db/clock.ts";
import { readPaidSoFar } from "../grants/paid-so-far.ts";
import { field, type PageContext, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { pageQuery } from "../http/pagination.ts";
import { listOffers } from "../matching/queries.ts";
import { readAwaitedMatches } from "../pots/awaited-matches.ts";
import { CampaignPage } from "./campaign-page.tsx";
import { Home } from "./home.tsx";
import { HOME } from "./public-messages.ts";
import { listLiveCampaigns, readCampaign } from "./queries.ts";

const showList = async ({ deps, query }: PageContext<"public">) => {
  const cursor = field(query, "suite");
  const campaigns = await listLiveCampaigns(deps, pageQuery.parse(cursor === "" ? {} : { cursor }));
  return page(HOME.title, <Home campaigns={campaigns} />, { description: HOME.intro, width: "wide" });
};

const showCampaign = pageRoute({
  method: "get",
  path: "/collectes/:slug",
  access: "public",
  run: async ({ deps, actor, params }) => {
    const campaign = await readCampaign(deps, actor, params.slug ?? "");
    const offers = await listOffers(deps, campaign.id);
    const awaited = await readAwaitedMatches(deps.db, deps.fundId, campaign.id);
    const paid = await readPaidSoFar(deps.db, deps.fundId, campaign.id);
    const now = await fundNow(deps.db);
    const words = (text: string) => ({ fr: text, en: text });
    return page(
      words(campaign.title),
      <CampaignPage campaign={campaign} offers={offers} now={now} awaited={awaited} paid={paid} />,
      { description: words(campaign.project.summary), width: "wide" },
    );
  },
});

export const publicPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: "/", access: "public", run: showList }),
  pageRoute({ method: "get", path: "/collectes", access: "public", run: showList }),
  showCampaign,
];
