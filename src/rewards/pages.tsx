import { z } from "zod";
import { findHeldCampaign } from "../campaigns/named-campaign.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, invalidInput, notFound } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  field,
  fieldValues,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { exportRewards } from "./export-rewards.ts";
import { markDelivered } from "./mark-delivered.ts";
import { DELIVERY } from "./messages.ts";
import { countRewards, listRewards } from "./queries.ts";
import { RewardsToDeliver } from "./views.tsx";

type Context = PageContext<"signed-in">;
const PATH = "/mes-collectes/:campaignId/contreparties";
const SHOWN = 100;

const uuid = z.uuid();

async function show({ deps, actor, params, query, form }: Context, error?: AppError) {
  const { db, fundId } = deps;
  const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "reward.read");
  const delivered = field(query, "remises") === "1" || field(form, "delivered") === "no";
  const after = uuid.safeParse(field(query, "suite")).data;
  const found = await listRewards(db, fundId, { campaignId: campaign.id, delivered, limit: SHOWN + 1, after });
  const rewards = found.slice(0, SHOWN);
  const shown = {
    campaign,
    rewards,
    counts: await countRewards(db, fundId, campaign.id),
    delivered,
    mayMark: permits(actor, "reward.deliver", campaign.organisationId),
    next: found.length > SHOWN ? rewards.at(-1)?.pledgeId : undefined,
    error,
  };
  return page(DELIVERY.title, <RewardsToDeliver {...shown} />, { width: "wide" });
}

async function mark({ deps, actor, params, form }: Context) {
  const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "reward.deliver");
  const pledgeIds = fieldValues(form, "pledgeIds");
  if (pledgeIds.length === 0) throw invalidInput([{ field: "pledgeIds", message: DELIVERY.chooseOne }]);
  if (!pledgeIds.every((id) => uuid.safeParse(id).success)) throw notFound();
  const delivered = field(form, "delivered") !== "no";
  await markDelivered(deps, actor, { campaignId: campaign.id, pledgeIds, delivered });
  return redirect(`/mes-collectes/${campaign.id}/contreparties${delivered ? "" : "?remises=1"}`);
}

export const rewardPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) =>
      tryForm(
        () => mark(context),
        (error) => show(context, error),
      ),
  }),
  pageRoute({
    method: "get",
    path: `${PATH}/csv`,
    access: "signed-in",
    run: async ({ deps, actor, params, language }) => ({
      kind: "file",
      contentType: "text/csv; charset=utf-8",
      filename: "contreparties.csv",
      body: await exportRewards(deps, actor, idParam(params, "campaignId"), language),
    }),
  }),
];
