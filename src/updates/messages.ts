import type { Text } from "../i18n/text.ts";

export const UPDATES = {
  title: { fr: "Actualités", en: "News" },
  titleOf: (campaign: string): Text => ({ fr: `Actualités de « ${campaign} »`, en: `News of “${campaign}”` }),
  none: { fr: "Aucune actualité pour l’instant.", en: "No news yet." },
  all: { fr: "Toutes les actualités", en: "All the news" },
  older: { fr: "Actualités plus anciennes", en: "Older news" },
  backToCampaign: { fr: "La collecte", en: "The campaign" },
  correction: { fr: "Correction", en: "Correction" },
  write: { fr: "Écrire une actualité", en: "Write news" },
  writeNote: {
    fr: "Elle paraît sur la page de la collecte, et chaque donateur la reçoit par e-mail, sauf s’il n’en veut plus. Une actualité publiée ne se change plus : on y ajoute une correction.",
    en: "It appears on the campaign’s page, and each donor gets it by e-mail unless they no longer want any. Published news is not changed: a correction is added to it.",
  },
  writeCorrection: { fr: "Corriger une actualité", en: "Correct news" },
  correctionNote: {
    fr: "La correction paraît sous l’actualité, qui reste. Aucun e-mail ne part.",
    en: "The correction appears below the news, which stays. No e-mail goes out.",
  },
  heading: { fr: "Titre", en: "Title" },
  body: { fr: "Texte", en: "Text" },
  bodyHint: { fr: "Une ligne vide sépare deux paragraphes.", en: "An empty line separates two paragraphs." },
  see: { fr: "Voir avant de publier", en: "See before publishing" },
  preview: { fr: "Aperçu : rien n’est publié encore", en: "Preview: nothing is published yet" },
  publish: { fr: "Publier", en: "Publish" },
  correct: { fr: "Ajouter une correction", en: "Add a correction" },
  letters: (count: number): Text => ({
    fr: count < 2 ? `${count} e-mail envoyé` : `${count} e-mails envoyés`,
    en: count === 1 ? "1 e-mail sent" : `${count} e-mails sent`,
  }),
  hidden: { fr: "Retirée par le fonds", en: "Taken down by the fund" },
  hide: { fr: "Retirer cette actualité", en: "Take this news down" },
  because: { fr: "Pourquoi la retirer ?", en: "Why take it down?" },
  hideNote: {
    fr: "Elle ne paraît plus et n’est plus envoyée. La structure apprend votre raison. C’est définitif.",
    en: "It no longer appears nor is sent. The organisation is told your reason. This cannot be undone.",
  },
  reason: { fr: "Raison", en: "Reason" },
  notOpen: {
    fr: "La collecte n’est pas encore ouverte : on écrit aux donateurs une fois qu’elle l’est.",
    en: "The campaign is not open yet: donors are written to once it is.",
  },
} as const satisfies Record<string, Text | ((value: string) => Text) | ((value: number) => Text)>;

export const NEWS = {
  title: { fr: "Nouvelles de la collecte", en: "News of the campaign" },
  wanted: (campaign: string): Text => ({
    fr: `Vous recevez par e-mail les nouvelles de la collecte « ${campaign} », à laquelle vous avez donné.`,
    en: `You get by e-mail the news of the campaign “${campaign}”, to which you gave.`,
  }),
  refused: (campaign: string): Text => ({
    fr: `Vous ne recevez plus les nouvelles de la collecte « ${campaign} ». Les messages sur votre don, eux, arrivent toujours.`,
    en: `You no longer get the news of the campaign “${campaign}”. Messages about your gift still arrive.`,
  }),
  stop: { fr: "Ne plus recevoir ces nouvelles", en: "Stop getting this news" },
  again: { fr: "Recevoir à nouveau ces nouvelles", en: "Get this news again" },
} as const satisfies Record<string, Text | ((value: string) => Text)>;

export const UPDATE_LETTERS = {
  news: (campaign: string, title: string): Text => ({
    fr: `« ${campaign} » : ${title}`,
    en: `“${campaign}”: ${title}`,
  }),
  online: { fr: "À lire aussi sur la page de la collecte :", en: "Also on the campaign’s page:" },
  why: (campaign: string, address: string): Text => ({
    fr: `Vous recevez ces nouvelles parce que vous avez donné à « ${campaign} ». Pour ne plus les recevoir : ${address}`,
    en: `You get this news because you gave to “${campaign}”. To stop getting it: ${address}`,
  }),
  hiddenSubject: (campaign: string): Text => ({
    fr: `Une actualité de « ${campaign} » a été retirée`,
    en: `News of “${campaign}” was taken down`,
  }),
  hidden: (title: string): Text => ({
    fr: `Le fonds a retiré votre actualité « ${title} » de la page de la collecte.`,
    en: `The fund took your news “${title}” off the campaign’s page.`,
  }),
  reason: (reason: string): Text => ({ fr: `Raison : ${reason}`, en: `Reason: ${reason}` }),
  where: { fr: "Vos actualités sont à cette adresse :", en: "Your news is at this address:" },
} as const;
