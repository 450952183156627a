import type { NoPartnerReceipt } from "../domain/tax-receipt.ts";
import type { Text } from "../i18n/text.ts";

/** Why what a partner gave has no receipt, to its members. */
export const NO_PARTNER_RECEIPT: Readonly<Record<NoPartnerReceipt, Text>> = {
  not_giving: {
    fr: "Cette ligne de l’accord n’est pas du mécénat : pas de reçu fiscal.",
    en: "This line of the agreement is no corporate giving: no tax receipt.",
  },
  not_a_company: {
    fr: "Le reçu fiscal est réservé aux entreprises.",
    en: "Tax receipts are for companies only.",
  },
  not_received: {
    fr: "Le reçu sera établi quand la livraison sera confirmée.",
    en: "The receipt will be made when the delivery is confirmed.",
  },
  no_value: {
    fr: "L’accord n’indique pas de coût de revient : sans valeur déclarée, pas de reçu.",
    en: "The agreement gives no cost price: without a declared value, no receipt.",
  },
  returned: {
    fr: "Cette somme vous a été rendue : pas de reçu fiscal.",
    en: "This money was returned to you: no tax receipt.",
  },
  no_identity: {
    fr: "Indiquez ci-dessous le nom et l’adresse de l’entreprise pour recevoir le reçu.",
    en: "Give the company’s name and address below to get the receipt.",
  },
};

export const GIVEN_NATURES: Readonly<Record<"money" | "goods" | "skill_days", Text>> = {
  money: { fr: "Argent", en: "Money" },
  goods: { fr: "Biens", en: "Goods" },
  skill_days: { fr: "Mécénat de compétences", en: "Skilled volunteering" },
};

export const PARTNER_RECEIPTS = {
  title: { fr: "Reçus fiscaux de l’entreprise", en: "The company’s tax receipts" },
  intro: {
    fr: "Un reçu fiscal (Cerfa 16216) est établi pour chaque versement, livraison de biens ou journée de mécénat reçus au titre de cet accord.",
    en: "A tax receipt (Cerfa 16216) is made for each payment, delivery of goods or day of skilled volunteering received under this agreement.",
  },
  none: { fr: "Rien n’a encore été reçu.", en: "Nothing has been received yet." },
  creditedOn: { fr: "Reçu le", en: "Received on" },
  given: { fr: "Apport", en: "Given" },
  value: { fr: "Montant ou valeur", en: "Amount or value" },
  receipt: { fr: "Reçu fiscal", en: "Tax receipt" },
  beingMade: { fr: "En préparation", en: "Being made" },
  download: (reference: string): Text => ({ fr: `Reçu n° ${reference} (PDF)`, en: `Receipt no. ${reference} (PDF)` }),
  cancelled: { fr: "Reçus annulés", en: "Cancelled receipts" },
  identity: { fr: "Nom et adresse sur les reçus", en: "Name and address on the receipts" },
  change: { fr: "Corriger le nom ou l’adresse", en: "Correct the name or address" },
  changeHint: {
    fr: "De nouveaux reçus remplaceront ceux déjà établis.",
    en: "New receipts will take the place of those already made.",
  },
  save: { fr: "Enregistrer", en: "Save" },
  back: { fr: "Revenir à l’accord", en: "Back to the agreement" },
  rates: (rates: { percent: bigint; above: bigint; threshold: Text; cap: Text; turnover: bigint }): Text => ({
    fr: `Réduction d’impôt : ${rates.percent} % jusqu’à ${rates.threshold.fr} de dons dans l’année, ${rates.above} % au-delà. Les dons comptent dans la limite de ${rates.cap.fr}, ou de ${rates.turnover} ‰ du chiffre d’affaires si c’est plus ; l’excédent se reporte sur cinq ans.`,
    en: `Tax reduction: ${rates.percent}% of gifts up to ${rates.threshold.en} in the year, ${rates.above}% above. Gifts count up to ${rates.cap.en}, or ${rates.turnover}‰ of turnover if that is more; what exceeds it is carried over for five years.`,
  }),
} as const;
