import { type CampaignDetail, readCampaign } from "../campaigns/queries.ts";
import type { Deps } from "../deps.ts";
import { type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { campaignAddress } from "./address.ts";
import { SHARE } from "./messages.ts";
import { Poster, SharePage } from "./views.tsx";

/** Only what everybody may see is shared: a draft does not exist here, for its holder neither. */
const published = (deps: Deps, slug = ""): Promise<CampaignDetail> => readCampaign(deps, { kind: "guest" }, slug);

const same = (text: string) => ({ fr: text, en: text });

export const sharingPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/collectes/:slug/partager",
    access: "public",
    run: async ({ deps, params }) => {
      const campaign = await published(deps, params.slug);
      return page(SHARE.title, <SharePage campaign={campaign} address={campaignAddress(deps, campaign)} />);
    },
  }),
  pageRoute({
    method: "get",
    path: "/collectes/:slug/affiche",
    access: "public",
    run: async ({ deps, params }) => {
      const campaign = await published(deps, params.slug);
      const shown = { campaign, address: campaignAddress(deps, campaign), fundName: deps.bankAccount.name };
      return page(same(campaign.title), <Poster {...shown} />);
    },
  }),
];
