import { reasonBody } from "../campaigns/forms.ts";
import { findHeldCampaign, findPublicCampaign } from "../campaigns/named-campaign.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, notFound } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { answerQuestion } from "./answer-question.ts";
import { askQuestion } from "./ask-question.ts";
import { answerBody, questionBody } from "./forms.ts";
import { HeldQuestions, QuestionPage } from "./held-views.tsx";
import { QUESTIONS } from "./messages.ts";
import { findQuestion, isOpen, listAnswered, listClosed, listOpen } from "./queries.ts";
import { refuseQuestion } from "./refuse-question.ts";
import { PublicQuestions } from "./views.tsx";

type Context = PageContext<"signed-in">;
const PUBLIC = "/collectes/:slug/questions";
const HELD = "/mes-collectes/:campaignId/questions";
const SHOWN = 20;
const MOST_OPEN = 200;

const cursorOf = ({ query }: Pick<PageContext, "query">) => field(query, "suite") || undefined;

async function showPublic(context: PageContext, error?: AppError) {
  const { deps, actor, params, query, form } = context;
  const campaign = await findPublicCampaign(deps, params.slug ?? "");
  const questions = await listAnswered(deps, { campaignId: campaign.id, limit: SHOWN, cursor: cursorOf(context) });
  const shown = { campaign, questions, actor, typed: form, sent: field(query, "envoyee") === "1", error };
  return page(QUESTIONS.titleOf(campaign.title), <PublicQuestions {...shown} />);
}

async function ask({ deps, actor, params, form, language }: PageContext) {
  const { id: campaignId, slug } = await findPublicCampaign(deps, params.slug ?? "");
  const typed = { name: field(form, "name"), email: field(form, "email"), body: field(form, "body") };
  await askQuestion(deps, actor, { campaignId, language, ...readBody(questionBody, typed) });
  return redirect(`/collectes/${slug}/questions?envoyee=1`);
}

async function showHeld(context: Context) {
  const { deps, actor, params } = context;
  const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "campaign.read-draft");
  const asked = { campaignId: campaign.id, limit: SHOWN, cursor: cursorOf(context) };
  const open = asked.cursor === undefined ? (await listOpen(deps, { ...asked, limit: MOST_OPEN })).items : [];
  const closed = await listClosed(deps, asked);
  return page(QUESTIONS.title, <HeldQuestions campaign={campaign} open={open} closed={closed} />, { width: "wide" });
}

async function showOne({ deps, actor, params, form }: Context, error?: AppError) {
  const campaign = await findHeldCampaign(deps, actor, idParam(params, "campaignId"), "campaign.read-draft");
  const question = await findQuestion(deps.db, deps.fundId, idParam(params, "questionId"));
  if (question?.campaignId !== campaign.id || question.withdrawnAt !== null) throw notFound();
  const shown = {
    campaign,
    question,
    mayAnswer: isOpen(question) && permits(actor, "question.answer", campaign.organisationId),
    mayRefuse:
      (isOpen(question) && permits(actor, "question.refuse", campaign.organisationId)) ||
      (question.refusal === null && permits(actor, "question.refuse")),
    typed: form,
    error,
  };
  return page(QUESTIONS.titleOf(campaign.title), <QuestionPage {...shown} />);
}

type Named = { readonly campaignId: string; readonly questionId: string };

/** One of the two answers; the question's page again where it is refused. */
const decision = (path: string, decide: (context: Context, named: Named) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `${HELD}/:questionId/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const campaignId = idParam(context.params, "campaignId");
          await findHeldCampaign(context.deps, context.actor, campaignId, "question.refuse");
          await decide(context, { campaignId, questionId: idParam(context.params, "questionId") });
          return redirect(`/mes-collectes/${campaignId}/questions`);
        },
        (error) => showOne(context, error),
      ),
  });

export const questionPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PUBLIC, access: "public", run: (context) => showPublic(context) }),
  pageRoute({
    method: "post",
    path: PUBLIC,
    access: "public",
    sensitive: true,
    run: (context) =>
      tryForm(
        () => ask(context),
        (error) => showPublic(context, error),
      ),
  }),
  pageRoute({ method: "get", path: HELD, access: "signed-in", run: showHeld }),
  pageRoute({ method: "get", path: `${HELD}/:questionId`, access: "signed-in", run: (context) => showOne(context) }),
  decision("reponse", ({ deps, actor, form }, named) =>
    answerQuestion(deps, actor, { ...named, ...readBody(answerBody, { answer: field(form, "answer") }) }),
  ),
  decision("refus", ({ deps, actor, form }, named) =>
    refuseQuestion(deps, actor, { ...named, ...readBody(reasonBody, { reason: field(form, "reason") }) }),
  ),
];
