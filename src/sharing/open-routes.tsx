import { readCampaign } from "../campaigns/queries.ts";
import { fundNow } from "../db/clock.ts";
import type { OpenRoute } from "../http/open-kit.ts";
import { PREVIEW_HREF } from "../ui/document-head.tsx";
import { campaignAddress } from "./address.ts";
import { renderCard } from "./card.tsx";
import { listPublished } from "./list-published.ts";
import { previewImage } from "./preview-image.ts";
import { writeRobots, writeSitemap } from "./sitemap.ts";

export const sharingRoutes: readonly OpenRoute[] = [
  {
    path: "/collectes/:slug/carte",
    run: async ({ deps, fundName, language, params }) => {
      const campaign = await readCampaign(deps, { kind: "guest" }, params.slug ?? "");
      const now = await fundNow(deps.db);
      const body = renderCard({ campaign, address: campaignAddress(deps, campaign), language, fundName, now });
      return { contentType: "text/html; charset=utf-8", body, frameable: true };
    },
  },
  { path: PREVIEW_HREF, run: async () => ({ contentType: "image/png", body: await previewImage() }) },
  {
    path: "/sitemap.xml",
    run: async ({ deps }) => ({
      contentType: "application/xml; charset=utf-8",
      body: writeSitemap(deps.baseUrl, await listPublished(deps)),
    }),
  },
  {
    path: "/robots.txt",
    run: async ({ deps }) => ({ contentType: "text/plain; charset=utf-8", body: writeRobots(deps.baseUrl) }),
  },
];
