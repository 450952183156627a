import type { Text } from "../i18n/text.ts";

export const KEPT = {
  signIn: { fr: "Me reconnecter et reprendre ma saisie", en: "Sign in again and go on with what I typed" },
  sameBrowser: {
    fr: "Ouvrez le lien de connexion dans ce même navigateur, sur cet appareil : c’est lui qui retrouve votre saisie.",
    en: "Open the sign-in link in this same browser, on this device: it is what finds your words again.",
  },
  signInAsOther: {
    fr: "Me connecter sous l’autre nom et reprendre la saisie",
    en: "Sign in under the other name and go on with what was typed",
  },
  read: { fr: "Relire ma saisie", en: "Read what I typed" },
  title: { fr: "Votre saisie est gardée", en: "What you typed is kept" },
  intro: {
    fr: "Voici ce que vous aviez tapé. Rien n’a encore été envoyé. Envoyez-le, ou laissez-le : il sera oublié dans un jour.",
    en: "This is what you had typed. Nothing has been sent yet. Send it, or leave it: it is forgotten after a day.",
  },
  files: {
    fr: "Les fichiers que vous aviez choisis ne sont pas gardés : il faudra les choisir de nouveau.",
    en: "The files you had chosen are not kept: you will have to choose them again.",
  },
  nothing: {
    fr: "Le formulaire ne portait qu’un bouton : envoyez-le pour l’actionner.",
    en: "The form held only a button: send it to press it.",
  },
  send: { fr: "Envoyer ma saisie", en: "Send what I typed" },
  drop: { fr: "L’oublier", en: "Forget it" },
  goneTitle: { fr: "Aucune saisie gardée ici", en: "Nothing kept here" },
  gone: {
    fr: "Une saisie est gardée un jour, pour la même personne et dans le navigateur où elle a été tapée. Si vous avez ouvert le lien de connexion sur un autre appareil, revenez sur le premier.",
    en: "What was typed is kept for a day, for the same person and in the browser where it was typed. If you opened the sign-in link on another device, go back to the first.",
  },
} as const satisfies Record<string, Text>;
