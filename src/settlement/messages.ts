import type { Text } from "../i18n/text.ts";

export const SETTLEMENT = {
  title: { fr: "Collectes en cours de débit", en: "Campaigns being charged" },
  explained: {
    fr: "Une collecte close débite d’abord ses promesses, puis se décide : quand plus aucun débit n’est attendu, ou au bout de sept jours. Elle attend un prélèvement parti à temps tant que la banque peut encore répondre.",
    en: "A campaign that has closed first charges its pledges, then is decided: once no charge is awaited, or after seven days. It waits for a debit that left in time as long as the bank may still answer.",
  },
  none: { fr: "Aucune collecte n’est en cours de débit.", en: "No campaign is being charged." },
  progress: { fr: "Où en sont les débits", en: "How far the charges are" },
  campaign: { fr: "Collecte", en: "Campaign" },
  charged: { fr: "Dons débités", en: "Gifts charged" },
  toDo: { fr: "Dons à débiter", en: "Gifts still to charge" },
  retrying: { fr: "Débits refusés, réessayés plus tard", en: "Charges declined, tried again later" },
  waitingForDonor: { fr: "Dons qui attendent leur donateur", en: "Gifts waiting for their donor" },
  waitingForBank: { fr: "Dons qui attendent une banque", en: "Gifts waiting for a bank" },
  pending: { fr: "Attendu des banques", en: "Awaited from banks" },
  failed: { fr: "Dons non aboutis", en: "Gifts that failed" },
  perMinute: { fr: "Débits par minute", en: "Charges a minute" },
  expectedEnd: { fr: "Fin prévue", en: "Expected end" },
  windowEnds: {
    fr: "Décision au plus tard, hors attente des banques",
    en: "Decided at the latest, awaited banks aside",
  },
} as const satisfies Record<string, Text>;

export const GIVING_BACK = {
  title: { fr: "Collectes qui rendent leur argent", en: "Campaigns giving their money back" },
  explained: {
    fr: "Une collecte qui n’a pas réussi ou qui est annulée annule ses promesses et rembourse ses dons d’elle-même, sans que personne ait à le demander.",
    en: "A campaign that did not succeed, or is cancelled, ends its pledges and refunds its gifts by itself; nobody has to ask.",
  },
  none: { fr: "Aucune collecte ne rend d’argent.", en: "No campaign is giving money back." },
  progress: { fr: "Où en sont les remboursements", en: "How far the refunds are" },
  toEnd: { fr: "Promesses à annuler", en: "Pledges still to end" },
  toRefund: { fr: "Dons à rembourser", en: "Gifts still to refund" },
  underWay: { fr: "Remboursements en route", en: "Refunds on their way" },
  failed: { fr: "Remboursements refusés, que le fonds reprend", en: "Refunds that failed, which the fund takes up" },
  disputed: { fr: "Dons contestés, en attente de leur banque", en: "Disputed gifts, waiting for their bank" },
  returned: { fr: "Dons rendus", en: "Gifts given back" },
  returnedCents: { fr: "Somme rendue", en: "Amount given back" },
} as const satisfies Record<string, Text>;
