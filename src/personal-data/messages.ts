import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const DATA = {
  title: { fr: "Mes données", en: "My data" },
  intro: {
    fr: "Voici tout ce que le fonds sait de vous. Vous pouvez l’emporter dans un fichier, et demander que tout soit effacé.",
    en: "This is everything the fund knows about you. You can take it away in a file, and ask that all of it be erased.",
  },
  download: { fr: "Télécharger mes données (JSON)", en: "Download my data (JSON)" },
  fileName: { fr: "mes-donnees.json", en: "my-data.json" },
  erase: { fr: "Effacer mes données…", en: "Erase my data…" },
  none: { fr: "Rien.", en: "Nothing." },
  yes: { fr: "oui", en: "yes" },
  no: { fr: "non", en: "no" },
  actsCut: {
    fr: "Seules les cent premières lignes sont montrées ici ; le fichier les contient toutes.",
    en: "Only the first hundred lines are shown here; the file holds all of them.",
  },
  back: { fr: "Retour à mon compte", en: "Back to my account" },
} as const satisfies Record<string, Text>;

export const ERASURE = {
  title: { fr: "Effacer mes données", en: "Erase my data" },
  giftTitle: { fr: "Effacer mes données de ce don", en: "Erase my data from this gift" },
  goesTitle: { fr: "Ce qui est effacé, tout de suite", en: "What is erased, at once" },
  goes: [
    {
      fr: "votre nom et votre adresse e-mail, partout ;",
      en: "your name and your e-mail address, everywhere;",
    },
    {
      fr: "votre compte : vous ne pourrez plus vous connecter, et nous ne vous écrirons plus ;",
      en: "your account: you can no longer sign in, and we no longer write to you;",
    },
    {
      fr: "vos messages, et votre nom sur vos questions et vos offres ; celles qui attendent une réponse sont retirées ;",
      en: "your messages, and your name on your questions and offers; those that wait for an answer are withdrawn;",
    },
    {
      fr: "l’adresse postale donnée pour un reçu qui n’a pas été fait.",
      en: "the postal address given for a receipt that was not made.",
    },
  ],
  staysTitle: { fr: "Ce que la loi nous oblige à garder", en: "What the law makes us keep" },
  stays: [
    {
      fr: "les comptes du fonds, dix ans : vos dons y restent, sans votre nom ;",
      en: "the fund’s books, for ten years: your gifts stay there, without your name;",
    },
    {
      fr: "vos reçus fiscaux, six ans, avec le nom et l’adresse qui y sont écrits ; puis ce nom est effacé aussi. Téléchargez-les avant ;",
      en: "your tax receipts, for six years, with the name and address written on them; then that name is erased too. Download them before;",
    },
    {
      fr: "les relevés de la banque et les conventions signées, dix ans, tels qu’ils sont ;",
      en: "the bank’s statements and signed agreements, for ten years, as they are;",
    },
    {
      fr: "des empreintes illisibles de votre adresse et de votre carte : elles servent seulement à ne pas compter deux fois une même personne.",
      en: "unreadable fingerprints of your address and card: they only serve not to count one person twice.",
    },
  ],
  firstTitle: { fr: "À faire d’abord", en: "To be done first" },
  openGift: {
    fr: "Ce don est encore ouvert. Annulez-le, ou attendez la fin de la collecte :",
    en: "This gift is still open. Cancel it, or wait for the end of the campaign:",
  },
  seeGift: { fr: "voir ce don", en: "see this gift" },
  onlyOwner: {
    fr: "Vous êtes seul responsable de cette structure. Nommez quelqu’un d’autre :",
    en: "You are the only owner of this organisation. Name somebody else:",
  },
  staffRole: {
    fr: "Vous avez un rôle dans l’équipe du fonds. Demandez à un administrateur de vous le retirer.",
    en: "You have a role in the fund’s team. Ask an administrator to withdraw it.",
  },
  word: { fr: "EFFACER", en: "ERASE" },
  wordLabel: { fr: "Pour confirmer, tapez le mot EFFACER", en: "To confirm, type the word ERASE" },
  wordHint: {
    fr: "Nous vous enverrons ensuite un lien par e-mail. Rien n’est effacé avant que vous l’ouvriez.",
    en: "We then send you a link by e-mail. Nothing is erased before you open it.",
  },
  wordWrong: { fr: "Tapez le mot EFFACER.", en: "Type the word ERASE." },
  ask: { fr: "Recevoir le lien", en: "Send me the link" },
  sentTitle: { fr: "Consultez votre messagerie", en: "Check your mail" },
  sent: {
    fr: "Nous vous avons envoyé un lien, bon pendant une heure. Rien n’est effacé avant que vous l’ouvriez et confirmiez.",
    en: "We sent you a link, good for an hour. Nothing is erased before you open it and confirm.",
  },
  confirmTitle: { fr: "Effacer mes données pour de bon", en: "Erase my data for good" },
  confirm: {
    fr: "C’est la dernière étape, et elle ne peut pas être défaite.",
    en: "This is the last step, and it cannot be undone.",
  },
  confirmButton: { fr: "Effacer mes données définitivement", en: "Erase my data for good" },
  linkOver: {
    fr: "Ce lien n’est plus bon : il dure une heure. Redemandez-le depuis « Mes données », ou depuis la page de votre don.",
    en: "This link is no longer good: it lasts an hour. Ask for it again from “My data”, or from your gift’s page.",
  },
  doneTitle: { fr: "Vos données sont effacées", en: "Your data are erased" },
  done: {
    fr: "Merci d’avoir été là. Nous ne vous écrirons plus.",
    en: "Thank you for having been here. We will not write to you again.",
  },
  giftLink: { fr: "Effacer mes données", en: "Erase my data" },
} as const;

export const LETTER = {
  subject: { fr: "Effacer vos données : dernière étape", en: "Erasing your data: the last step" },
  asked: {
    fr: "Vous avez demandé que vos données soient effacées. Ouvrez ce lien dans l’heure, et confirmez. Ce ne pourra pas être défait.",
    en: "You asked that your data be erased. Open this link within the hour, and confirm. It cannot be undone.",
  },
  notYou: {
    fr: "Si vous n’avez rien demandé, ne faites rien : rien ne sera effacé.",
    en: "If you did not ask for this, do nothing: nothing will be erased.",
  },
} as const satisfies Record<string, Text>;

export const notYet = () =>
  new AppError("erasure-not-yet", 409, {
    fr: "Il reste des choses à faire avant de pouvoir effacer vos données.",
    en: "There are things to be done before your data can be erased.",
  });
