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
