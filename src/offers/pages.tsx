import { findHeldCampaign, findPublicCampaign } from "../campaigns/named-campaign.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, notFound } from "../errors.ts";
import { wholeTyped } from "../http/form-rows.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { answerOffer } from "./answer-offer.ts";
import { acceptanceBody, offerBody, refusalBody } from "./forms.ts";
import { HeldOffers, OfferPage } from "./held-views.tsx";
import { makeOffer } from "./make-offer.ts";
import { OFFERS } from "./messages.ts";
import { findOffer, listOffered, needsOf } from "./queries.ts";
import { PublicNeeds } from "./views.tsx";

type Context = PageContext<"signed-in">;
const PUBLIC = "/collectes/:slug/besoins";
const HELD = "/mes-collectes/:campaignId/besoins";

async function showPublic({ deps, actor, params, query, form }: PageContext, error?: AppError) {
  const campaign = await findPublicCampaign(deps, params.slug ?? "");
  const needs = await needsOf(deps.db, deps.fundId, campaign.id);
  const shown = { campaign, needs, actor, typed: form, sent: field(query, "envoyee") === "1", error };
  return page(OFFERS.titleOf(campaign.title), <PublicNeeds {...shown} />);
}

async function offer({ deps, actor, params, form, language }: PageContext) {
  const { id: campaignId, slug } = await findPublicCampaign(deps, params.slug ?? "");
  const typed = {
    position: wholeTyped(field(form, "position")),
    quantity: wholeTyped(field(form, "quantity").trim()),
    name: field(form, "name"),
    email: field(form, "email"),
    phone: field(form, "phone").trim() || null,
    message: field(form, "message"),
  };
  const read = readBody(offerBody, typed, { explained: { position: OFFERS.whichMissing } });
  await makeOffer(deps, actor, { campaignId, language, ...read });
  return redirect(`/collectes/${slug}/besoins?envoyee=1`);
}

async function showOne({ deps, actor, params, form, url }: Context, error?: AppError) {
  const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "campaign.read-draft");
  const one = await findOffer(deps.db, deps.fundId, idParam(params, "offerId"));
  if (one?.campaignId !== campaign.id) throw notFound();
  const mayAnswer = permits(actor, "offer.answer", campaign.organisationId);
  const shown = { campaign, offer: one, mayAnswer, typed: form, refusing: url.pathname.endsWith("/refus"), error };
  return page(OFFERS.title, <OfferPage {...shown} />);
}

type Named = { readonly campaignId: string; readonly offerId: string };

const answer = (path: string, decide: (context: Context, named: Named) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `${HELD}/:offerId/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const campaignId = idParam(context.params, "campaignId");
          await findHeldCampaign(context.deps, context.actor, campaignId, "offer.answer");
          const offerId = idParam(context.params, "offerId");
          await decide(context, { campaignId, offerId });
          return redirect(`/mes-collectes/${campaignId}/besoins/${offerId}`);
        },
        (error) => showOne(context, error),
      ),
  });

export const offerPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PUBLIC, access: "public", run: (context) => showPublic(context) }),
  pageRoute({
    method: "post",
    path: PUBLIC,
    access: "public",
    sensitive: true,
    run: (context) =>
      tryForm(
        () => offer(context),
        (error) => showPublic(context, error),
      ),
  }),
  pageRoute({
    method: "get",
    path: HELD,
    access: "signed-in",
    run: async ({ deps, actor, params }) => {
      const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "campaign.read-draft");
      const needs = await needsOf(deps.db, deps.fundId, campaign.id);
      const offers = await listOffered(deps.db, deps.fundId, campaign.id);
      const shown = { campaign, needs, offers };
      return page(OFFERS.title, <HeldOffers {...shown} />, { width: "wide" });
    },
  }),
  pageRoute({ method: "get", path: `${HELD}/:offerId`, access: "signed-in", run: (context) => showOne(context) }),
  answer("acceptation", ({ deps, actor, form }, named) => {
    const typed = { quantity: wholeTyped(field(form, "quantity").trim()), word: field(form, "word") };
    return answerOffer(deps, actor, named, { kind: "accepted", ...readBody(acceptanceBody, typed) });
  }),
  answer("refus", ({ deps, actor, form }, named) => {
    const { word } = readBody(refusalBody, { word: field(form, "why") }, { nameOf: () => "why" });
    return answerOffer(deps, actor, named, { kind: "declined", word });
  }),
];
