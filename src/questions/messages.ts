import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const QUESTIONS = {
  title: { fr: "Questions", en: "Questions" },
  titleOf: (campaign: string): Text => ({
    fr: `Questions sur « ${campaign} »`,
    en: `Questions about “${campaign}”`,
  }),
  none: { fr: "Personne n’a encore posé de question.", en: "Nobody has asked a question yet." },
  all: { fr: "Toutes les questions", en: "All the questions" },
  older: { fr: "Questions plus anciennes", en: "Older questions" },
  backToCampaign: { fr: "La collecte", en: "The campaign" },
  ask: { fr: "Poser une question", en: "Ask a question" },
  askNote: {
    fr: "Votre question et votre nom paraissent ici avec la réponse. Votre adresse e-mail n’est jamais montrée : elle sert à vous envoyer la réponse.",
    en: "Your question and your name appear here with the answer. Your e-mail address is never shown: it serves to send you the answer.",
  },
  closed: {
    fr: "Cette collecte est arrêtée : on n’y pose plus de question.",
    en: "This campaign has stopped: no more questions are taken.",
  },
  name: { fr: "Votre nom", en: "Your name" },
  email: { fr: "Votre adresse e-mail", en: "Your e-mail address" },
  body: { fr: "Question", en: "Question" },
  yourBody: { fr: "Votre question", en: "Your question" },
  send: { fr: "Envoyer la question", en: "Send the question" },
  sent: {
    fr: "Votre question est partie. La réponse viendra par e-mail, et paraîtra ici.",
    en: "Your question is on its way. The answer will come by e-mail, and appear here.",
  },
  answerOf: (organisation: string): Text => ({
    fr: `Réponse de ${organisation}`,
    en: `Answer by ${organisation}`,
  }),
  somebody: { fr: "Une personne", en: "Somebody" },
  open: { fr: "À répondre", en: "To answer" },
  answered: { fr: "Publiée avec sa réponse", en: "Public with its answer" },
  refused: { fr: "Refusée", en: "Refused" },
  toAnswer: { fr: "Répondre", en: "Answer" },
  answer: { fr: "Votre réponse", en: "Your answer" },
  answerHint: {
    fr: "Elle paraît avec la question sur la page de la collecte, et part par e-mail.",
    en: "It appears with the question on the campaign’s page, and goes out by e-mail.",
  },
  publish: { fr: "Publier la réponse", en: "Publish the answer" },
  refuse: { fr: "Refuser cette question", en: "Refuse this question" },
  refuseNote: {
    fr: "Elle ne paraît pas. La personne apprend votre raison par e-mail.",
    en: "It does not appear. The person is told your reason by e-mail.",
  },
  takeDown: { fr: "Retirer cette question", en: "Take this question down" },
  takeDownNote: {
    fr: "Question et réponse ne paraissent plus. La personne apprend votre raison par e-mail.",
    en: "Question and answer no longer appear. The person is told your reason by e-mail.",
  },
  because: (reason: string): Text => ({ fr: `Raison du refus : ${reason}`, en: `Reason of the refusal: ${reason}` }),
  asked: { fr: "Posée", en: "Asked" },
  from: { fr: "De", en: "From" },
  state: { fr: "État", en: "State" },
  reason: { fr: "Raison", en: "Reason" },
  noneHeld: { fr: "Aucune question.", en: "No question." },
} as const;

export const campaignTakesNone = () => new AppError("campaign-stopped", 409, QUESTIONS.closed);

export const questionsWaiting = () =>
  new AppError("questions-waiting", 409, {
    fr: "Vos questions précédentes attendent encore leur réponse : patientez un peu.",
    en: "Your earlier questions still wait for their answer: please be patient.",
  });

export const questionClosed = () =>
  new AppError("question-answered", 409, {
    fr: "Cette question a déjà sa réponse : rechargez la page.",
    en: "This question has its answer already: reload the page.",
  });

export const QUESTION_LETTERS = {
  askedSubject: (campaign: string): Text => ({
    fr: `Une question sur « ${campaign} »`,
    en: `A question about “${campaign}”`,
  }),
  asked: (name: string, body: string): Text => ({ fr: `${name} demande :\n${body}`, en: `${name} asks:\n${body}` }),
  answerHere: { fr: "Répondez-y à cette adresse :", en: "Answer it at this address:" },
  answeredSubject: (campaign: string): Text => ({
    fr: `Votre question sur « ${campaign} »`,
    en: `Your question about “${campaign}”`,
  }),
  youAsked: (body: string): Text => ({ fr: `Vous aviez demandé :\n${body}`, en: `You had asked:\n${body}` }),
  answer: (organisation: string, answer: string): Text => ({
    fr: `${organisation} vous répond :\n${answer}`,
    en: `${organisation} answers:\n${answer}`,
  }),
  refused: (reason: string): Text => ({
    fr: `Votre question ne paraîtra pas sur la page de la collecte. Raison : ${reason}`,
    en: `Your question will not appear on the campaign’s page. Reason: ${reason}`,
  }),
  page: { fr: "La page de la collecte :", en: "The campaign’s page:" },
} as const;
