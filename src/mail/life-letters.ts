import { findCampaign, type NamedCampaign } from "../campaigns/named-campaign.ts";
import type { Deps } from "../deps.ts";
import type { Language } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { OFFER_LETTERS as OFFER } from "../offers/messages.ts";
import { findOffer, findOfferer } from "../offers/queries.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { QUESTION_LETTERS as QUESTION } from "../questions/messages.ts";
import { findQuestion, isOpen } from "../questions/queries.ts";
import { recipientOf, wantsNews } from "../updates/choose-news.ts";
import { UPDATE_LETTERS as UPDATE } from "../updates/messages.ts";
import { newsUrl } from "../updates/news-link.ts";
import { findUpdate } from "../updates/queries.ts";
import { type LetterText, letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

const asWritten = (text: string) => ({ fr: text, en: text });
const known = (language: string): Language => (language === "en" ? "en" : "fr");
const fundName = (deps: Deps) => deps.bankAccount.name;
const pageOf = (deps: Deps, { slug }: NamedCampaign) => `${deps.baseUrl}/collectes/${slug}`;

/** News of a campaign, to one of its donors: with the way to stop it. */
const campaignNews: Template = async (deps, subjectId) => {
  const [updateId = "", pledgeId = ""] = subjectId.split("/");
  const update = await findUpdate(deps.db, deps.fundId, updateId);
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (update === undefined || update.hiddenReason !== null || pledge === undefined || pledge.endedAt !== null)
    return undefined;
  const recipient = recipientOf(deps.cipher, pledge.email);
  if (!(await wantsNews(deps.db, deps.fundId, update.campaignId, recipient))) return undefined;
  const campaign = await findCampaign(deps.db, deps.fundId, update.campaignId);
  const stop = newsUrl(deps, pledgeId);
  const text: LetterText = {
    subject: UPDATE.news(campaign.title, update.title),
    paragraphs: [asWritten(update.title), asWritten(update.body), UPDATE.online],
    footer: [UPDATE.why(campaign.title, stop)],
  };
  const letter = letterOf(
    pledge.email,
    known(pledge.language),
    text,
    `${pageOf(deps, campaign)}/actualites`,
    fundName(deps),
  );
  return { ...letter, unsubscribe: stop };
};

/** To one member of the holder's organisation, while they are one. */
export async function toMember(deps: Deps, userId: string, campaign: NamedCampaign, text: LetterText, path: string) {
  const person = await findPerson(deps.db, userId);
  const isMember = person?.memberships.some(({ organisationId }) => organisationId === campaign.organisationId);
  if (person === undefined || isMember !== true) return undefined;
  const link = `${deps.baseUrl}/mes-collectes/${campaign.id}/${path}`;
  return letterOf(person.email, person.language, text, link, fundName(deps));
}

const updateHidden: Template = async (deps, subjectId) => {
  const [updateId = "", userId = ""] = subjectId.split("/");
  const update = await findUpdate(deps.db, deps.fundId, updateId);
  if (update === undefined || update.hiddenReason === null) return undefined;
  const campaign = await findCampaign(deps.db, deps.fundId, update.campaignId);
  const text = {
    subject: UPDATE.hiddenSubject(campaign.title),
    paragraphs: [UPDATE.hidden(update.title), UPDATE.reason(update.hiddenReason), UPDATE.where],
  };
  return toMember(deps, userId, campaign, text, "actualites");
};

const questionAsked: Template = async (deps, subjectId) => {
  const [questionId = "", userId = ""] = subjectId.split("/");
  const question = await findQuestion(deps.db, deps.fundId, questionId);
  if (question === undefined || !isOpen(question)) return undefined;
  const campaign = await findCampaign(deps.db, deps.fundId, question.campaignId);
  const text = {
    subject: QUESTION.askedSubject(campaign.title),
    paragraphs: [QUESTION.asked(question.name, question.body), QUESTION.answerHere],
  };
  return toMember(deps, userId, campaign, text, `questions/${questionId}`);
};

/** To who asked: the answer, or why there is none. */
const questionAnswered: Template = async (deps, questionId) => {
  const question = await findQuestion(deps.db, deps.fundId, questionId);
  if (question === undefined) return undefined;
  const { email, language, body, answer, refusal } = question;
  const campaign = await findCampaign(deps.db, deps.fundId, question.campaignId);
  const said =
    refusal !== null
      ? QUESTION.refused(refusal)
      : answer === null
        ? undefined
        : QUESTION.answer(campaign.organisationName, answer);
  if (said === undefined) return undefined;
  const text = {
    subject: QUESTION.answeredSubject(campaign.title),
    paragraphs: [said, QUESTION.youAsked(body), QUESTION.page],
  };
  return letterOf(email, known(language), text, pageOf(deps, campaign), fundName(deps));
};

const offerMade: Template = async (deps, subjectId) => {
  const [offerId = "", userId = ""] = subjectId.split("/");
  const offer = await findOffer(deps.db, deps.fundId, offerId);
  if (offer?.state !== "open") return undefined;
  const campaign = await findCampaign(deps.db, deps.fundId, offer.campaignId);
  const text = {
    subject: OFFER.madeSubject(campaign.title),
    paragraphs: [
      OFFER.made(offer.name, offer.quantity, offer.need),
      ...(offer.message === "" ? [] : [asWritten(offer.message)]),
      OFFER.answerHere,
    ],
  };
  return toMember(deps, userId, campaign, text, `besoins/${offerId}`);
};

const offerAnswered: Template = async (deps, offerId) => {
  const offer = await findOffer(deps.db, deps.fundId, offerId);
  const offerer = await findOfferer(deps.db, deps.fundId, offerId);
  if (offer === undefined || offerer === undefined || offer.state === "open" || offer.state === "withdrawn")
    return undefined;
  const campaign = await findCampaign(deps.db, deps.fundId, offer.campaignId);
  const { organisationName } = campaign;
  const text = {
    subject: OFFER.answeredSubject(campaign.title),
    paragraphs: [
      offer.state === "accepted"
        ? OFFER.accepted(organisationName, offer.acceptedQuantity ?? 0, offer.need)
        : OFFER.declined(organisationName, offer.need),
      ...(offer.word === null || offer.word === "" ? [] : [OFFER.word(offer.word)]),
      OFFER.page,
    ],
  };
  return letterOf(offerer.email, known(offerer.language), text, pageOf(deps, campaign), fundName(deps));
};

export const lifeLetters: Readonly<Record<string, Template>> = {
  "campaign-news": campaignNews,
  "update-hidden": updateHidden,
  "question-asked": questionAsked,
  "question-answered": questionAnswered,
  "offer-made": offerMade,
  "offer-answered": offerAnswered,
};
