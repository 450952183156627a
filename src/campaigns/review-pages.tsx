import { fundNow } from "../db/clock.ts";
import type { CampaignState } from "../domain/campaign.ts";
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
import { listOffers } from "../matching/queries.ts";
import { QUESTIONS } from "../questions/messages.ts";
import { UPDATES } from "../updates/messages.ts";
import { approveCampaign } from "./approve-campaign.ts";
import { CampaignBody } from "./campaign-page.tsx";
import { cancelCampaign } from "./cancel-campaign.ts";
import { CHANGE } from "./change-messages.ts";
import { mayChangeTerms } from "./change-terms.ts";
import { ContentChanges } from "./content-changes.tsx";
import { approvalBody, reasonBody, reviewBody } from "./forms.ts";
import { REVIEW } from "./holder-messages.ts";
import { Reviews } from "./holder-view.tsx";
import { lastJudged } from "./keep-submission.ts";
import { listCampaignsForStaff, readCampaign, readReviews } from "./queries.ts";
import { requestChanges } from "./request-changes.ts";
import { resumeCampaign } from "./resume-campaign.ts";
import { readChecks } from "./review-checks.ts";
import { CampaignTable, Decisions } from "./review-view.tsx";
import { CampaignState as StateOfCampaign } from "./state-tag.tsx";
import { contentOf } from "./submitted-content.ts";
import { suspendCampaign } from "./suspend-campaign.ts";

/** The first to end come first: what is beyond comes up as these are decided. */
const MOST_SHOWN = 200;

type Context = PageContext<"signed-in">;

async function showOne({ deps, actor, language }: Context, campaignId: string, typed: Form = {}, error?: AppError) {
  if (!permits(actor, "campaign.read-draft")) throw notFound();
  const campaign = await readCampaign(deps, actor, campaignId);
  const reviews = await readReviews(deps, actor, campaign);
  const offers = await listOffers(deps, campaign.id);
  const judged = await lastJudged(deps.db, deps.fundId, campaignId);
  const now = await fundNow(deps.db);
  const title = { fr: campaign.title, en: campaign.title };
  return page(
    title,
    <>
      <p>
        <a href="/instruction">{REVIEW.title[language]}</a> · <StateOfCampaign state={campaign.state} />
      </p>
      <h1>{campaign.title}</h1>
      {campaign.state === "live" && mayChangeTerms(actor, campaign.organisationId) && (
        <p>
          <a href={`/instruction/${campaign.id}/changement`}>{CHANGE.link[language]}</a>
        </p>
      )}
      <Decisions actor={actor} campaign={campaign} typed={typed} error={error} before={reviews[0]?.checks ?? []} />
      <Reviews reviews={reviews} />
      {isBeforeJudgement(campaign.state) && <ContentChanges judged={judged} now={contentOf(campaign)} />}
      {campaign.openedAt !== null && (
        <p class="links">
          <a href={`/mes-collectes/${campaign.id}/actualites`}>{UPDATES.title[language]}</a>{" "}
          <a href={`/mes-collectes/${campaign.id}/questions`}>{QUESTIONS.title[language]}</a>
        </p>
      )}
      <hr />
      <h2>{REVIEW.asDonorsSee[language]}</h2>
      <CampaignBody campaign={campaign} offers={offers} now={now} />
    </>,
  );
}

const isBeforeJudgement = (state: CampaignState) => state === "submitted" || state === "changes_requested";

const decision = (path: string, decide: (context: Context, campaignId: string) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `/instruction/:campaignId/${path}`,
    access: "signed-in",
    run: (context) => {
      const campaignId = idParam(context.params, "campaignId");
      return tryForm(
        async () => {
          await decide(context, campaignId);
          return redirect(`/instruction/${campaignId}`);
        },
        (error) => showOne(context, campaignId, { ...context.form, path }, error),
      );
    },
  });

const reason = (form: Form) => readBody(reasonBody, { reason: field(form, "reason") }).reason;

export const reviewPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/instruction",
    access: "signed-in",
    run: async ({ deps, actor, language }) => {
      const [queue, upcoming, running] = await Promise.all([
        listCampaignsForStaff(deps, actor, ["submitted"], { limit: MOST_SHOWN }),
        listCampaignsForStaff(deps, actor, ["scheduled"], { limit: MOST_SHOWN }),
        listCampaignsForStaff(deps, actor, ["live", "suspended"], { limit: MOST_SHOWN }),
      ]);
      return page(
        REVIEW.title,
        <>
          <h1>{REVIEW.title[language]}</h1>
          <CampaignTable caption={REVIEW.queue} campaigns={queue.items} empty={REVIEW.queueEmpty} />
          {upcoming.items.length > 0 && <CampaignTable caption={REVIEW.upcoming} campaigns={upcoming.items} />}
          {running.items.length > 0 && <CampaignTable caption={REVIEW.running} campaigns={running.items} />}
        </>,
        { width: "wide" },
      );
    },
  }),
  pageRoute({
    method: "get",
    path: "/instruction/:campaignId",
    access: "signed-in",
    run: (context) => showOne(context, idParam(context.params, "campaignId")),
  }),
  decision("approbation", ({ deps, actor, form }, id) =>
    approveCampaign(
      deps,
      actor,
      id,
      readBody(approvalBody, { message: field(form, "message") }).message,
      readChecks(form),
    ),
  ),
  decision("demande-de-modifications", ({ deps, actor, form }, id) =>
    requestChanges(
      deps,
      actor,
      id,
      readBody(reviewBody, { message: field(form, "message") }).message,
      readChecks(form),
    ),
  ),
  decision("suspension", ({ deps, actor, form }, id) => suspendCampaign(deps, actor, id, reason(form))),
  decision("reprise", ({ deps, actor, form }, id) => resumeCampaign(deps, actor, id, reason(form))),
  decision("annulation", ({ deps, actor, form }, id) => cancelCampaign(deps, actor, id, reason(form))),
];
