import type { Text } from "../i18n/text.ts";

export const YEAR = {
  title: (year: number): Text => ({ fr: `Mes dons et reçus de ${year}`, en: `My gifts and receipts of ${year}` }),
  total: (count: number, euros: Text): Text => ({
    fr:
      count === 0
        ? "Vous n’avez pas de reçu fiscal pour cette année."
        : `${count === 1 ? "Un reçu fiscal" : `${count} reçus fiscaux`}, pour un total de ${euros.fr} : c’est le montant à déclarer.`,
    en:
      count === 0
        ? "You have no tax receipt for this year."
        : `${count === 1 ? "One tax receipt" : `${count} tax receipts`}, ${euros.en} in all: this is the amount to declare.`,
  }),
  pdf: { fr: "Télécharger le récapitulatif (PDF)", en: "Download the summary (PDF)" },
  see: (year: number): Text => ({
    fr: `Dons et récapitulatif de ${year}`,
    en: `Gifts and summary of ${year}`,
  }),
  caption: { fr: "Dons de l’année", en: "Gifts of the year" },
  empty: { fr: "Aucun don encaissé cette année-là.", en: "No gift was credited that year." },
  receipt: { fr: "Reçu fiscal", en: "Tax receipt" },
  back: { fr: "Tous mes reçus fiscaux", en: "All my tax receipts" },
} as const;
