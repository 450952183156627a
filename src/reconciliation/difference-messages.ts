import type { LikelyCause } from "../domain/difference.ts";
import type { Text } from "../i18n/text.ts";

/** Where a difference most likely comes from, and what to look at first. */
export const LIKELY_CAUSES: Readonly<Record<LikelyCause, Text>> = {
  timing: {
    fr: "Un simple décalage : l’autre côté peut encore arriver. Attendez un ou deux jours.",
    en: "Mere timing: the other side may still come. Wait a day or two.",
  },
  fee: {
    fr: "L’écart est exactement la commission de Stripe : une écriture a pris le net pour le brut.",
    en: "It is exactly Stripe’s fee: an entry took the net for the gross amount.",
  },
  duplicate: {
    fr: "La même opération semble avoir eu lieu deux fois.",
    en: "The same thing seems to have happened twice.",
  },
  "missing-event": {
    fr: "Une opération du fonds, dont la nouvelle s’est perdue en route. La reprise automatique la relira.",
    en: "Something of the fund’s own, of which the news was lost. The sweep will read it again.",
  },
  "outside-the-application": {
    fr: "Sans doute fait à la main dans le tableau de bord de Stripe.",
    en: "Probably done by hand in Stripe’s dashboard.",
  },
  "wrong-amount": {
    fr: "Le montant n’est pas celui attendu : comparez avec la pièce d’origine.",
    en: "Not the amount expected: compare it with the original document.",
  },
  "unknown-category": {
    fr: "Un genre de mouvement nouveau chez Stripe : cherchez ce mot dans sa documentation.",
    en: "A kind of movement that is new at Stripe: look the word up in its documentation.",
  },
  "two-of-one": {
    fr: "Un autre écart ouvert a la même somme : ce sont sans doute les deux côtés d’une même opération.",
    en: "Another open difference has the same sum: probably the two sides of one operation.",
  },
  "look-closer": { fr: "Rien ne l’indique : il faut regarder de près.", en: "Nothing tells: it needs a closer look." },
};

const KINDS: Readonly<Record<string, Text>> = {
  "bank-line": { fr: "ligne de banque", en: "bank line" },
  "bank-balance": { fr: "solde de la banque", en: "bank balance" },
  "stripe-transaction": { fr: "mouvement chez Stripe", en: "movement at Stripe" },
  "stripe-entry": { fr: "écriture inconnue de Stripe", en: "entry Stripe does not know" },
  "stripe-payout": { fr: "détail d’un virement de Stripe", en: "contents of a Stripe payout" },
  "payout-missing": { fr: "virement de Stripe attendu", en: "Stripe payout awaited" },
  "stripe-balance": { fr: "solde chez Stripe", en: "balance at Stripe" },
  "stripe-cash": { fr: "virement reçu chez Stripe sans affectation", en: "transfer at Stripe nobody took" },
  "pledge-amount": { fr: "montant d’un don", en: "amount of a gift" },
  "refund-failed": { fr: "remboursement refusé", en: "refund that failed" },
  "dispute-amount": { fr: "montant d’une contestation", en: "amount of a dispute" },
  "disbursement-held": { fr: "versement retenu", en: "payment held" },
  "transfer-refused": { fr: "virement refusé par Stripe", en: "transfer Stripe refused" },
  "transfer-unexpected": { fr: "virement inattendu chez Stripe", en: "unexpected transfer at Stripe" },
  "reversal-refused": { fr: "reprise d’un virement refusée par Stripe", en: "reversal Stripe refused" },
  "match-replay": { fr: "abondement recalculé", en: "match computed again" },
};

export const kindText = (kind: string): Text => KINDS[kind] ?? { fr: kind, en: kind };

export const daysOld = (days: number): Text =>
  days === 0
    ? { fr: "aujourd’hui", en: "today" }
    : { fr: `${days} ${days > 1 ? "jours" : "jour"}`, en: `${days} ${days > 1 ? "days" : "day"}` };

const SUBJECTS: Readonly<Record<string, Text>> = {
  cash: { fr: "Virement reçu chez Stripe", en: "Transfer received at Stripe" },
  "cash-refused": { fr: "Retour refusé par Stripe", en: "Return Stripe refused" },
  disbursement: { fr: "Versement", en: "Payment" },
  dispute: { fr: "Paiement contesté", en: "Disputed payment" },
  entry: { fr: "Écriture", en: "Entry" },
  match: { fr: "Abondement", en: "Match" },
  payout: { fr: "Virement de Stripe", en: "Stripe payout" },
  pledge: { fr: "Don", en: "Gift" },
  refund: { fr: "Remboursement", en: "Refund" },
  reversal: { fr: "Reprise d’un virement", en: "Transfer taken back" },
  round: { fr: "Tour d’abondement", en: "Matching round" },
  statement: { fr: "Relevé bancaire", en: "Bank statement" },
  transfer: { fr: "Virement par Stripe", en: "Transfer through Stripe" },
  txn: { fr: "Mouvement chez Stripe", en: "Movement at Stripe" },
};

/** What a difference is about, by the first part of its subject; undefined where we have no word for it. */
export const subjectWords = (subject: string): Text | undefined => {
  const [kind = ""] = subject.split(":");
  return Object.hasOwn(SUBJECTS, kind) ? SUBJECTS[kind] : undefined;
};
