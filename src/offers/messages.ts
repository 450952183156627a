import { AppError, invalidInput } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const OFFERS = {
  title: { fr: "Besoins en nature", en: "Needs in kind" },
  titleOf: (campaign: string): Text => ({
    fr: `Proposer du matériel ou un coup de main à « ${campaign} »`,
    en: `Offer things or help to “${campaign}”`,
  }),
  backToCampaign: { fr: "La collecte", en: "The campaign" },
  offer: { fr: "Proposer quelque chose", en: "Offer something" },
  note: {
    fr: "La structure vous répond par e-mail. Elle ne voit votre adresse et votre téléphone que si elle accepte.",
    en: "The organisation answers by e-mail. It sees your address and telephone only if it accepts.",
  },
  which: { fr: "Ce que vous proposez", en: "What you offer" },
  what: { fr: "Proposition", en: "Offer" },
  whichMissing: { fr: "Choisissez ce que vous proposez.", en: "Choose what you offer." },
  wanted: { fr: "Ce qu’il faut", en: "What is needed" },
  need: { fr: "Besoin", en: "Need" },
  quantity: { fr: "Combien", en: "How many" },
  by: { fr: "Pour le", en: "By" },
  left: { fr: "Il manque", en: "Still needed" },
  neededBy: (day: string): Text => ({ fr: `pour le ${day}`, en: `by ${day}` }),
  stillMissing: (left: number): Text => ({ fr: `il en manque ${left}`, en: `${left} still missing` }),
  received: { fr: "Accepté", en: "Accepted" },
  enough: { fr: "Il y en a assez, merci !", en: "There is enough, thank you!" },
  name: { fr: "Votre nom", en: "Your name" },
  email: { fr: "Votre adresse e-mail", en: "Your e-mail address" },
  phone: { fr: "Votre téléphone", en: "Your telephone" },
  message: { fr: "Quelques mots", en: "A few words" },
  messageHint: {
    fr: "L’état du matériel, vos disponibilités, comment vous l’apportez.",
    en: "The state of the things, when you are free, how you bring them.",
  },
  send: { fr: "Envoyer la proposition", en: "Send the offer" },
  sent: {
    fr: "Votre proposition est partie. La réponse viendra par e-mail.",
    en: "Your offer is on its way. The answer will come by e-mail.",
  },
  nothingNeeded: { fr: "Cette collecte n’a pas besoin de matériel.", en: "This campaign needs nothing in kind." },
  closed: {
    fr: "Cette collecte est arrêtée : on n’y propose plus rien.",
    en: "This campaign has stopped: no more offers are taken.",
  },
  offers: { fr: "Propositions reçues", en: "Offers received" },
  none: { fr: "Aucune proposition pour l’instant.", en: "No offer yet." },
  from: { fr: "De", en: "From" },
  offered: { fr: "Reçue", en: "Received" },
  state: { fr: "État", en: "State" },
  all: { fr: "Toutes les propositions", en: "All the offers" },
  accept: { fr: "Accepter", en: "Accept" },
  acceptNote: {
    fr: "Vous verrez alors comment joindre la personne, et elle reçoit votre mot par e-mail.",
    en: "You then see how to reach the person, who gets your word by e-mail.",
  },
  acceptedQuantity: { fr: "Combien en prenez-vous ?", en: "How many do you take?" },
  word: { fr: "Un mot pour la personne", en: "A word to the person" },
  decline: { fr: "Refuser", en: "Decline" },
  why: { fr: "Pourquoi, en quelques mots", en: "Why, in a few words" },
  contact: { fr: "Pour joindre la personne", en: "How to reach the person" },
  contactLater: {
    fr: "Son adresse et son téléphone paraissent ici si vous acceptez.",
    en: "Their address and telephone appear here if you accept.",
  },
  erased: { fr: "Une personne dont les données sont effacées", en: "A person whose data were erased" },
  contactErased: {
    fr: "On ne peut plus la joindre : elle a fait effacer ses données.",
    en: "They can no longer be reached: they had their data erased.",
  },
  yourWord: { fr: "Votre réponse", en: "Your answer" },
} as const;

export const OFFER_STATES = {
  open: { fr: "À répondre", en: "To answer" },
  accepted: { fr: "Acceptée", en: "Accepted" },
  declined: { fr: "Refusée", en: "Declined" },
  withdrawn: { fr: "Retirée", en: "Withdrawn" },
} as const satisfies Record<string, Text>;

const stillNeeded = (left: number): Text => ({
  fr: left === 0 ? "Il n’en manque plus." : `Il en manque ${left}.`,
  en: left === 0 ? "None is needed any more." : `${left} still needed.`,
});

export const tooMany = (left: number) => invalidInput([{ field: "quantity", message: stillNeeded(left) }]);

export const moreThanOffered = (offered: number) =>
  invalidInput([
    { field: "quantity", message: { fr: `La proposition est de ${offered}.`, en: `The offer is of ${offered}.` } },
  ]);

export const offerAnswered = () =>
  new AppError("offer-answered", 409, {
    fr: "Cette proposition n’attend plus de réponse : rechargez la page.",
    en: "This offer no longer waits for an answer: reload the page.",
  });

export const offersClosed = () => new AppError("campaign-stopped", 409, OFFERS.closed);

export const OFFER_LETTERS = {
  madeSubject: (campaign: string): Text => ({
    fr: `Une proposition pour « ${campaign} »`,
    en: `An offer to “${campaign}”`,
  }),
  made: (name: string, quantity: number, need: string): Text => ({
    fr: `${name} propose : ${need} × ${quantity}.`,
    en: `${name} offers: ${need} × ${quantity}.`,
  }),
  answerHere: { fr: "Répondez à cette adresse :", en: "Answer at this address:" },
  answeredSubject: (campaign: string): Text => ({
    fr: `Votre proposition à « ${campaign} »`,
    en: `Your offer to “${campaign}”`,
  }),
  accepted: (organisation: string, quantity: number, need: string): Text => ({
    fr: `Merci ! ${organisation} accepte votre proposition : ${need} × ${quantity}. La structure a maintenant votre adresse et vous contactera.`,
    en: `Thank you! ${organisation} accepts your offer: ${need} × ${quantity}. It now has your address and will get in touch.`,
  }),
  declined: (organisation: string, need: string): Text => ({
    fr: `${organisation} vous remercie de votre proposition (${need}), et ne peut pas l’accepter. Vos coordonnées ne lui ont pas été montrées.`,
    en: `${organisation} thanks you for your offer (${need}) and cannot accept it. It was not shown how to reach you.`,
  }),
  word: (word: string): Text => ({ fr: `Son mot :\n${word}`, en: `Its word:\n${word}` }),
  page: { fr: "La page de la collecte :", en: "The campaign’s page:" },
} as const;
