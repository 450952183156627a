import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { reasonBody } from "../campaigns/forms.ts";
import { findHeldCampaign, findPublicCampaign } from "../campaigns/named-campaign.ts";
import { fundNow } from "../db/clock.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, notFound } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { updateBody } from "./forms.ts";
import { hideUpdate } from "./hide-update.ts";
import { UPDATES } from "./messages.ts";
import { newsPages } from "./news-pages.tsx";
import { publishUpdate } from "./publish-update.ts";
import { type CampaignUpdate, listUpdates, readUpdate } from "./queries.ts";
import { HeldUpdates, PublicUpdates, UpdateHiding } from "./views.tsx";

type Context = PageContext<"signed-in">;
const PATH = "/mes-collectes/:campaignId/actualites";
const SHOWN = 20;

const cursorOf = ({ query }: Pick<PageContext, "query">) => field(query, "suite") || undefined;

type Shown = { readonly typed?: Form; readonly preview?: CampaignUpdate; readonly error?: AppError };

async function showHeld(context: Context, { typed = {}, preview, error }: Shown = {}) {
  const { deps, actor, params, query } = context;
  const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "campaign.read-draft");
  const updates = await listUpdates(deps, {
    campaignId: campaign.id,
    limit: SHOWN,
    cursor: cursorOf(context),
    hiddenToo: true,
  });
  const corrects = field(typed, "corrects") || field(query, "corrige");
  const shown = {
    campaign,
    updates,
    mayPublish: permits(actor, "update.publish", campaign.organisationId),
    mayHide: permits(actor, "update.hide"),
    typed,
    preview,
    corrected: updates.items.find(({ id }) => id === corrects),
    error,
  };
  return page(UPDATES.title, <HeldUpdates {...shown} />);
}

/** The news as it will be: under an id of its own, so that it is published once however often it is sent. */
async function previewed({ deps, form }: Context): Promise<CampaignUpdate> {
  const id = z.uuid().safeParse(field(form, "id")).data ?? uuidv7();
  const publishedAt = await fundNow(deps.db);
  return { id, ...typedUpdate(form), publishedAt, hiddenReason: null, letters: 0, corrections: [] };
}

const typedUpdate = (form: Form) => readBody(updateBody, { title: field(form, "title"), body: field(form, "body") });

async function send(context: Context) {
  const { deps, actor, form, params } = context;
  const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "update.publish");
  const preview = await previewed(context);
  if (field(form, "step") !== "confirm") return showHeld(context, { typed: form, preview });
  const corrects = field(form, "corrects");
  if (corrects !== "" && !z.uuid().safeParse(corrects).success) throw notFound();
  const { id, title, body } = preview;
  await publishUpdate(deps, actor, { id, campaignId: campaign.id, title, body, corrects: corrects || undefined });
  return redirect(`/mes-collectes/${campaign.id}/actualites`);
}

async function showHiding({ deps, actor, params, form }: Context, error?: AppError) {
  const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "update.hide");
  const update = await readUpdate(deps, campaign.id, idParam(params, "updateId"));
  return page(UPDATES.hide, <UpdateHiding campaign={campaign} update={update} typed={form} error={error} />);
}

export const updatePages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/collectes/:slug/actualites",
    access: "public",
    run: async (context) => {
      const campaign = await findPublicCampaign(context.deps, context.params.slug ?? "");
      const asked = { campaignId: campaign.id, limit: SHOWN, cursor: cursorOf(context) };
      const updates = await listUpdates(context.deps, asked);
      return page(UPDATES.titleOf(campaign.title), <PublicUpdates campaign={campaign} updates={updates} />);
    },
  }),
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => showHeld(context) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) =>
      tryForm(
        () => send(context),
        (error) => showHeld(context, { typed: context.form, error }),
      ),
  }),
  pageRoute({
    method: "get",
    path: `${PATH}/:updateId`,
    access: "signed-in",
    run: (context) => showHiding(context),
  }),
  pageRoute({
    method: "post",
    path: `${PATH}/:updateId/masquage`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, form, params } = context;
          const { id: campaignId } = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "update.hide");
          const { reason } = readBody(reasonBody, { reason: field(form, "reason") });
          await hideUpdate(deps, actor, { campaignId, updateId: idParam(params, "updateId"), reason });
          return redirect(`/mes-collectes/${campaignId}/actualites`);
        },
        (error) => showHiding(context, error),
      ),
  }),
  ...newsPages,
];
