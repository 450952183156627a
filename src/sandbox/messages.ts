import type { Text } from "../i18n/text.ts";

export const sandboxTexts = {
  title: { fr: "Bac à sable", en: "Sandbox" },
  notice: {
    fr: "Aucun argent réel ne circule ici. Avancer l’horloge fait passer les échéances des collectes.",
    en: "No real money moves here. Moving the clock ahead makes campaigns reach their deadlines.",
  },
  now: { fr: "Il est, pour le fonds", en: "For the fund it is" },
  wrongDays: { fr: "Choisissez de 1 à 366 jours.", en: "Choose 1 to 366 days." },
  ahead: {
    1: { fr: "Avancer d’un jour", en: "One day ahead" },
    7: { fr: "Avancer d’une semaine", en: "One week ahead" },
    31: { fr: "Avancer de 31 jours", en: "31 days ahead" },
  },
  sandbox: { fr: "Voir le Stripe d’essai", en: "See the pretend Stripe" },
} as const satisfies Record<string, Text | Record<number, Text>>;
