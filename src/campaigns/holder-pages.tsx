import { wasOpened } from "../domain/campaign.ts";
import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { listOffers } from "../matching/queries.ts";
import { readGivingBack } from "../settlement/giving-back.ts";
import { readSettlement } from "../settlement/progress.ts";
import { cancelCampaign } from "./cancel-campaign.ts";
import { readChecklist } from "./checklist.ts";
import { readDashboard } from "./dashboard-queries.ts";
import { campaignFormPages } from "./form-pages.tsx";
import { campaignPath } from "./form-paths.ts";
import { reasonBody } from "./forms.ts";
import { HolderView } from "./holder-view.tsx";
import { lastJudged } from "./keep-submission.ts";
import { readCampaign, readReviews } from "./queries.ts";
import { readStopReason } from "./stop-reason.ts";
import { submitCampaign } from "./submit-campaign.ts";

type Context = PageContext<"signed-in">;

async function showCampaign({ deps, actor }: Context, campaignId: string, error?: AppError) {
  const campaign = await readCampaign(deps, actor, campaignId);
  const missing = await readChecklist(deps, actor, campaign);
  const reviews = await readReviews(deps, actor, campaign);
  const settlement = await readSettlement(deps, actor, campaignId);
  const givingBack = await readGivingBack(deps, actor, campaignId);
  const stopReason = await readStopReason(deps, campaign);
  const isFollowed = campaign.openedAt !== null || wasOpened(campaign.state);
  const dashboard = isFollowed ? await readDashboard(deps, campaignId) : undefined;
  const offers = isFollowed ? await listOffers(deps, campaignId) : [];
  const judged = await lastJudged(deps.db, deps.fundId, campaignId);
  const title = { fr: campaign.title, en: campaign.title };
  const shown = {
    settlement,
    givingBack,
    stopReason,
    actor,
    campaign,
    missing,
    reviews,
    dashboard,
    offers,
    judged,
    error,
  };
  return page(title, <HolderView {...shown} />);
}

/** A button on the campaign's page: acts, then shows the page anew, with what stood in the way if something did. */
const action = (path: string, act: (context: Context, campaignId: string) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `/mes-collectes/:campaignId/${path}`,
    access: "signed-in",
    run: (context) => {
      const campaignId = idParam(context.params, "campaignId");
      return tryForm(
        async () => {
          await act(context, campaignId);
          return redirect(campaignPath(campaignId));
        },
        (error) => showCampaign(context, campaignId, error),
      );
    },
  });

export const holderPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/mes-collectes/:campaignId",
    access: "signed-in",
    run: (context) => showCampaign(context, idParam(context.params, "campaignId")),
  }),
  ...campaignFormPages,
  action("depot", ({ deps, actor }, campaignId) => submitCampaign(deps, actor, campaignId)),
  action("annulation", ({ deps, actor, form }, campaignId) =>
    cancelCampaign(deps, actor, campaignId, readBody(reasonBody, { reason: field(form, "reason") }).reason),
  ),
];
