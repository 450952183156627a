import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

const counted = (count: number, one: string, many: string): string => `${count} ${count < 2 ? one : many}`;

export const DASHBOARD = {
  tasks: { fr: "À faire", en: "To do" },
  noTask: { fr: "Rien n’attend pour l’instant.", en: "Nothing is waiting for now." },
  questions: (count: number): Text => ({
    fr: counted(count, "question attend votre réponse", "questions attendent votre réponse"),
    en: count === 1 ? "1 question waits for your answer" : `${count} questions wait for your answer`,
  }),
  offers: (count: number): Text => ({
    fr: counted(
      count,
      "proposition de matériel ou d’aide attend votre réponse",
      "propositions de matériel ou d’aide attendent votre réponse",
    ),
    en: count === 1 ? "1 offer in kind waits for your answer" : `${count} offers in kind wait for your answer`,
  }),
  rewards: (count: number): Text => ({
    fr: counted(count, "contrepartie à remettre", "contreparties à remettre"),
    en: count === 1 ? "1 reward to hand over" : `${count} rewards to hand over`,
  }),
  changes: {
    fr: "Le fonds demande des modifications avant d’approuver",
    en: "The fund asks for changes before it approves",
  },
  instalment: (label: string, day: string): Text => ({
    fr: `Tranche « ${label} » : justificatifs ou demande de versement, avant le ${day}`,
    en: `Instalment “${label}”: evidence or payment request, by ${day}`,
  }),
  perDay: { fr: "Dons par jour", en: "Gifts a day" },
  perDayTable: { fr: "Les mêmes chiffres en tableau", en: "The same figures as a table" },
  perDayNone: { fr: "Aucun don ferme pour l’instant.", en: "No firm gift yet." },
  day: { fr: "Jour", en: "Day" },
  gifts: { fr: "Dons", en: "Gifts" },
  amount: { fr: "Montant", en: "Amount" },
  perDaySentence: (days: number, most: string, on: string): Text => ({
    fr: `${counted(days, "jour avec des dons", "jours avec des dons")} ; le plus fort, le ${on}, a réuni ${most}.`,
    en: `${days === 1 ? "1 day" : `${days} days`} with gifts; the best one, ${on}, raised ${most}.`,
  }),
  sources: { fr: "D’où vient l’argent", en: "Where the money comes from" },
  sourcesToday: { fr: "Montants à ce jour", en: "Amounts so far" },
  source: { fr: "Origine", en: "Source" },
  firmGifts: { fr: "Dons fermes", en: "Firm gifts" },
  matches: { fr: "Abondements des partenaires", en: "Partners’ matching" },
  pendingGifts: { fr: "Dons en attente de confirmation", en: "Gifts waiting for confirmation" },
  pendingMatches: { fr: "Abondements en attente", en: "Matching waiting" },
  planned: { fr: "prévu au plan de financement", en: "planned in the funding plan" },
  rules: { fr: "Abondements, règle par règle", en: "Matching, rule by rule" },
  rulesSay: {
    fr: "Ce que chaque règle a ajouté, et peut encore ajouter",
    en: "What each rule has added, and may still add",
  },
  rule: { fr: "Règle", en: "Rule" },
  endedRules: { fr: "Règles terminées", en: "Rules that have ended" },
  used: { fr: "Ajouté à cette collecte", en: "Added to this campaign" },
  left: { fr: "Reste disponible", en: "Still available" },
  declined: { fr: "Paiements refusés", en: "Declined payments" },
  declinedNow: (count: number, gifts: bigint, matches: bigint): Text => ({
    fr: `${counted(count, "paiement refusé peut encore aboutir", "paiements refusés peuvent encore aboutir")} : ${formatEuros(gifts, "fr")} de dons${matches === 0n ? "" : ` et ${formatEuros(matches, "fr")} d’abondements`}. Les donateurs ont reçu un message ; une nouvelle tentative a lieu dans les sept jours.`,
    en: `${count === 1 ? "1 declined payment" : `${count} declined payments`} may still succeed: ${formatEuros(gifts, "en")} of gifts${matches === 0n ? "" : ` and ${formatEuros(matches, "en")} of matching`}. Their donors were written to; charges are tried again within seven days.`,
  }),
  ifNotMended: (left: bigint): Text => ({
    fr: `S’ils n’aboutissent pas, il reste ${formatEuros(left, "fr")}`,
    en: `If they do not succeed, ${formatEuros(left, "en")} is left`,
  }),
  goalHolds: { fr: "et l’objectif reste atteint.", en: "and the goal is still reached." },
  goalMissed: (missing: bigint): Text => ({
    fr: `et l’objectif est manqué de ${formatEuros(missing, "fr")}.`,
    en: `and the goal is missed by ${formatEuros(missing, "en")}.`,
  }),
  failed: (count: number, gifts: bigint): Text => ({
    fr: `${counted(count, "paiement n’a pas abouti", "paiements n’ont pas abouti")} : ${formatEuros(gifts, "fr")} qui ne comptent plus.`,
    en: `${count === 1 ? "1 payment has" : `${count} payments have`} failed: ${formatEuros(gifts, "en")} that no longer counts.`,
  }),
} as const;
