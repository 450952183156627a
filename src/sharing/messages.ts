import { PAGE } from "../campaigns/public-messages.ts";
import type { Text } from "../i18n/text.ts";

export const SHARE = {
  title: PAGE.share,
  link: { fr: "Le lien", en: "The link" },
  linkHint: { fr: "Copiez-le dans un message ou sur un réseau.", en: "Copy it into a message or a post." },
  mail: { fr: "Envoyer par e-mail", en: "Send by e-mail" },
  qr: { fr: "Le code à scanner", en: "The code to scan" },
  qrHint: {
    fr: "Visé avec l’appareil photo d’un téléphone, il ouvre la collecte.",
    en: "Pointed at with a phone’s camera, it opens the campaign.",
  },
  poster: { fr: "L’affiche à imprimer", en: "The poster to print" },
  posterHint: {
    fr: "Une feuille A4 avec le code, pour une vitrine, un panneau, un guichet.",
    en: "An A4 sheet with the code, for a window, a notice board, a desk.",
  },
  openPoster: { fr: "Ouvrir l’affiche", en: "Open the poster" },
  howToPrint: {
    fr: "Pour imprimer : menu du navigateur, puis « Imprimer ».",
    en: "To print: the browser’s menu, then “Print”.",
  },
  card: { fr: "La carte pour votre site", en: "The card for your site" },
  cardHint: {
    fr: "Collez ce code dans une page de votre site : la carte montre où en est la collecte. Elle ne contient ni script ni témoin de connexion.",
    en: "Paste this code into a page of your site: the card shows how far the campaign has come. It holds no script and no cookie.",
  },
  code: { fr: "Code à copier", en: "Code to copy" },
  openCard: { fr: "Voir la carte", en: "See the card" },
  back: { fr: "Retour à la collecte", en: "Back to the campaign" },
  give: { fr: "Donner", en: "Give" },
  see: { fr: "Voir la collecte", en: "See the campaign" },
  newTab: { fr: "(nouvel onglet)", en: "(new tab)" },
  until: { fr: "Jusqu’au", en: "Until" },
  scan: { fr: "Scannez pour donner, ou tapez :", en: "Scan to give, or type:" },
  goal: { fr: "Objectif", en: "Goal" },
} as const satisfies Record<string, Text>;

export const qrOf = (title: string): Text => ({
  fr: `Code à scanner vers : ${title}`,
  en: `Code to scan, leading to: ${title}`,
});

/** The letter's text in an e-mail a visitor sends. */
export const letterOf = (summary: string, address: string): Text => ({
  fr: `Bonjour,\n\n${summary}\n\n${address}\n`,
  en: `Hello,\n\n${summary}\n\n${address}\n`,
});
