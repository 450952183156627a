import type { Text } from "../i18n/text.ts";

export const contactTexts = {
  title: { fr: "Nous écrire", en: "Write to us" },
  introduction: {
    fr: "Une question sur un don, une collecte, un partenariat ? Une personne du fonds vous répond par e-mail.",
    en: "A question about a gift, a campaign, a partnership? Someone of the fund answers you by e-mail.",
  },
  phone: (number: string): Text => ({ fr: `Par téléphone : ${number}.`, en: `By telephone: ${number}.` }),
  relay: {
    fr: "Si vous êtes sourd, malentendant, sourdaveugle ou aphasique, écrivez-nous ici, ou appelez par un service de relais téléphonique : nous prenons ces appels comme les autres.",
    en: "If you are deaf, hard of hearing, deafblind or aphasic, write to us here, or call through a telephone relay service: we take such calls like any other.",
  },
  name: { fr: "Votre nom", en: "Your name" },
  email: { fr: "Votre adresse e-mail", en: "Your e-mail address" },
  body: { fr: "Votre message", en: "Your message" },
  bodyHint: {
    fr: "N’écrivez ni numéro de carte, ni numéro de compte.",
    en: "Write neither a card number nor an account number.",
  },
  send: { fr: "Envoyer le message", en: "Send the message" },
  thanksTitle: { fr: "Message envoyé", en: "Message sent" },
  thanks: {
    fr: "Votre message est arrivé. La réponse viendra par e-mail.",
    en: "Your message has arrived. The answer will come by e-mail.",
  },
  staffTitle: { fr: "Messages reçus", en: "Messages received" },
  none: { fr: "Aucun message.", en: "No message." },
  open: { fr: "À répondre", en: "To answer" },
  answered: { fr: "Répondu", en: "Answered" },
  state: { fr: "État", en: "State" },
  from: { fr: "De", en: "From" },
  received: { fr: "Reçu", en: "Received" },
  message: { fr: "Message", en: "Message" },
  all: { fr: "Voir aussi les messages répondus", en: "Show answered messages too" },
  older: { fr: "Messages plus anciens", en: "Older messages" },
  answer: { fr: "Votre réponse", en: "Your answer" },
  answerHint: {
    fr: "Elle part par e-mail, avec le message reçu en dessous.",
    en: "It goes out by e-mail, with the message received below.",
  },
  sendAnswer: { fr: "Envoyer la réponse", en: "Send the answer" },
  answerOf: (who: string): Text => ({ fr: `Réponse de ${who}`, en: `Answer by ${who}` }),
  answeredAlready: { fr: "Ce message a déjà sa réponse.", en: "This message has its answer already." },
  letterSubject: { fr: "Réponse à votre message", en: "Answer to your message" },
  youWrote: { fr: "Vous aviez écrit :", en: "You had written:" },
  writeAgain: { fr: "Pour nous écrire à nouveau :", en: "To write to us again:" },
} as const satisfies Record<string, Text | ((value: string) => Text)>;
