import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const supportTexts = {
  title: { fr: "Assistance", en: "Support" },
  introduction: {
    fr: "Pour aider une personne, vous pouvez voir le service comme elle le voit. Vous ne pouvez rien faire à sa place : ni envoyer, ni signer, ni payer, ni ouvrir ses secrets ou ses fichiers.",
    en: "To help a person, you can see the service as they see it. You cannot do anything in their place: neither send, sign or pay, nor open their secrets or files.",
  },
  told: {
    fr: "La visite dure au plus 30 minutes. La personne en est prévenue par un courrier, avec votre nom et la raison, et chaque page ouverte est écrite au journal.",
    en: "The visit lasts 30 minutes at most. The person is told by a letter, with your name and the reason, and each page opened is written to the audit log.",
  },
  email: { fr: "Adresse e-mail de la personne", en: "The person’s e-mail address" },
  reason: { fr: "Raison de la visite", en: "Reason for the visit" },
  reasonHint: {
    fr: "La personne la lira. Par exemple : « Vous nous avez appelés parce que votre collecte ne s’envoie pas. »",
    en: "The person will read it. For example: “You called us because your campaign cannot be submitted.”",
  },
  begin: { fr: "Commencer la visite", en: "Begin the visit" },
  past: { fr: "Visites, les plus récentes d’abord", en: "Visits, newest first" },
  none: { fr: "Aucune visite pour l’instant.", en: "No visit so far." },
  who: { fr: "Qui", en: "Who" },
  person: { fr: "A vu comme", en: "Looked as" },
  from: { fr: "Début", en: "Begun" },
  until: { fr: "Fin", en: "Ended" },
  running: { fr: "en cours", en: "under way" },
  pages: { fr: "Pages ouvertes", en: "Pages opened" },
  unknown: { fr: "Personne n’a de compte à cette adresse.", en: "Nobody has an account with this address." },
  letterSubject: { fr: "Une visite d’assistance sur votre compte", en: "A support visit to your account" },
  letterWho: (name: string, from: string, until: string): Text => ({
    fr: `${name}, de l’équipe du fonds, regarde le service comme vous le voyez, pour vous aider : à partir du ${from}, jusqu’au ${until} au plus.`,
    en: `${name}, of the fund’s staff, looks at the service as you see it, to help you: from ${from}, until ${until} at the latest.`,
  }),
  letterReason: (reason: string): Text => ({ fr: `Raison donnée : ${reason}`, en: `Reason given: ${reason}` }),
  letterLimits: {
    fr: "Pendant cette visite, rien ne peut être changé, envoyé, signé ni payé en votre nom. Vos clés, vos jetons et vos fichiers restent fermés. Chaque page ouverte est notée.",
    en: "During this visit nothing can be changed, sent, signed or paid in your name. Your keys, tokens and files stay closed. Each page opened is noted.",
  },
  letterSurprise: {
    fr: "Si cette visite vous surprend, dites-le-nous aussitôt :",
    en: "If this visit surprises you, tell us at once:",
  },
} as const satisfies Record<string, Text | ((...words: string[]) => Text)>;

export const notOneself = () =>
  new AppError("impersonation-of-oneself", 409, {
    fr: "C’est votre propre compte.",
    en: "This is your own account.",
  });
