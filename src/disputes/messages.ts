import type { AnswerRefusal, DisputeState } from "../domain/dispute.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

const REFUSALS: Readonly<Record<AnswerRefusal, Text>> = {
  ended: { fr: "La banque a déjà décidé.", en: "The bank has decided already." },
  answered: {
    fr: "Le fonds a déjà répondu. La banque décide.",
    en: "The fund has answered already. The bank decides.",
  },
  "not-asked": {
    fr: "La banque n’attend pas de réponse pour cette contestation.",
    en: "The bank is not waiting for an answer to this dispute.",
  },
  "too-late": { fr: "Le délai pour répondre est passé.", en: "The time to answer is over." },
};

export const answerRefused = (refusal: AnswerRefusal): AppError =>
  new AppError(refusal === "answered" ? "dispute-answered" : "dispute-not-answerable", 409, REFUSALS[refusal]);

export const DISPUTE = {
  title: { fr: "Paiements contestés", en: "Disputed payments" },
  one: { fr: "Paiement contesté", en: "Disputed payment" },
  hint: {
    fr: "La banque d’un donateur conteste son paiement, ou demande des explications. Tant qu’elle n’a pas décidé, ce qu’elle a repris est gelé, avec son abondement.",
    en: "A donor’s bank disputes a payment, or asks about it. Until it has decided, what it took stays frozen, with its matching.",
  },
  empty: { fr: "Aucun paiement n’est contesté.", en: "No payment is disputed." },
  openedOn: { fr: "Depuis le", en: "Since" },
  campaign: { fr: "Collecte", en: "Campaign" },
  gift: { fr: "Voir le don", en: "See the gift" },
  reference: { fr: "Référence Stripe", en: "Stripe reference" },
  amount: { fr: "Montant", en: "Amount" },
  state: { fr: "État", en: "State" },
  dueOn: { fr: "Répondre avant", en: "Answer before" },
  answered: { fr: "réponse donnée", en: "answered" },
  noDue: { fr: "pas de réponse attendue", en: "no answer expected" },
  reason: { fr: "Motif donné par la banque", en: "Reason the bank gives" },
  withdrawnOn: { fr: "Argent repris le", en: "Money taken on" },
  endedOn: { fr: "Décidé le", en: "Decided on" },
  answer: { fr: "Répondre à la banque", en: "Answer the bank" },
  answerHint: {
    fr: "Votre réponse part une seule fois : elle ne peut plus être changée ensuite.",
    en: "Your answer is sent once only: it cannot be changed afterwards.",
  },
  evidence: { fr: "Vos preuves", en: "Your evidence" },
  evidenceHint: {
    fr: "Ce qui montre que le donateur a voulu ce don : date et courriel du reçu, échanges avec lui.",
    en: "What shows that the donor meant this gift: date and e-mail of the receipt, exchanges with them.",
  },
  send: { fr: "Envoyer les preuves", en: "Send the evidence" },
  accept: { fr: "Accepter la contestation", en: "Accept the dispute" },
  acceptHint: {
    fr: "Le fonds renonce : la banque garde ce qu’elle a repris, et l’abondement suit.",
    en: "The fund gives in: the bank keeps what it took, and the matching follows.",
  },
  why: { fr: "Pourquoi accepter", en: "Why accept" },
  answers: { fr: "Réponses", en: "Answers" },
  writtenOn: { fr: "Écrite le", en: "Written on" },
  kind: { fr: "Réponse", en: "Answer" },
  kindEvidence: { fr: "preuves", en: "evidence" },
  kindAcceptance: { fr: "contestation acceptée", en: "dispute accepted" },
  text: { fr: "Texte", en: "Text" },
  sent: { fr: "envoyée", en: "sent" },
  sending: { fr: "en cours d’envoi", en: "being sent" },
  refused: { fr: "refusée par Stripe", en: "refused by Stripe" },
  all: { fr: "Voir aussi les contestations closes", en: "Show closed disputes too" },
  openOnly: { fr: "Voir seulement les contestations en cours", en: "Show open disputes only" },
  older: { fr: "Contestations plus anciennes", en: "Older disputes" },
} as const satisfies Record<string, Text>;

/** What the dispute does to the gift, as long as it lasts and after it (F4). */
export const GIFT_PART: Readonly<Record<DisputeState, Text>> = {
  inquiry: { fr: "Part du don gelée", en: "Part of the gift frozen" },
  open: { fr: "Part du don gelée", en: "Part of the gift frozen" },
  won: { fr: "Part du don dégelée", en: "Part of the gift released" },
  lost: { fr: "Part du don reprise", en: "Part of the gift taken back" },
  closed: { fr: "Part du don dégelée", en: "Part of the gift released" },
};

/** What its end means, for those that have ended. */
export const OUTCOMES: Readonly<Partial<Record<DisputeState, Text>>> = {
  won: {
    fr: "La banque a rendu l’argent : le don et son abondement comptent de nouveau.",
    en: "The bank gave the money back: the gift and its matching count again.",
  },
  lost: {
    fr: "La banque garde l’argent : ce qu’elle a repris du don compte comme un remboursement, et l’abondement baisse d’autant.",
    en: "The bank keeps the money: what it took of the gift counts as a refund, and the matching falls with it.",
  },
  closed: {
    fr: "La banque n’a rien repris : le don et son abondement restent comme ils étaient.",
    en: "The bank took nothing: the gift and its matching stay as they were.",
  },
};

const DAY_MS = 86_400_000;

/** How long there is left until an instant, in words. */
export function timeLeft(until: Date, now: Date): Text {
  const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
  if (until <= now) return { fr: "délai passé", en: "too late" };
  if (days === 0) return { fr: "moins d’un jour", en: "less than a day" };
  return { fr: `${days} ${days > 1 ? "jours" : "jour"}`, en: `${days} ${days > 1 ? "days" : "day"}` };
}

const REASONS: Readonly<Record<string, Text>> = {
  fraudulent: { fr: "le titulaire dit ne pas avoir payé", en: "the cardholder says they did not pay" },
  duplicate: { fr: "payé deux fois", en: "paid twice" },
  product_not_received: { fr: "contrepartie non reçue", en: "reward not received" },
  product_unacceptable: { fr: "contrepartie non conforme", en: "reward not as described" },
  credit_not_processed: { fr: "remboursement attendu et non reçu", en: "refund expected and not received" },
  debit_not_authorized: { fr: "prélèvement non autorisé", en: "debit not authorised" },
  unrecognized: { fr: "paiement non reconnu", en: "payment not recognised" },
  subscription_canceled: { fr: "don régulier arrêté", en: "regular gift stopped" },
  bank_cannot_process: { fr: "la banque n’a pas pu traiter le prélèvement", en: "the bank could not take the debit" },
  customer_initiated: { fr: "le titulaire a demandé l’annulation", en: "the account holder asked to undo it" },
  incorrect_account_details: { fr: "compte bancaire inexact", en: "wrong bank account" },
  insufficient_funds: { fr: "provision insuffisante", en: "not enough money on the account" },
  general: { fr: "sans motif précis", en: "no particular reason" },
};

/** Stripe's reason in words; one we do not know is shown as Stripe writes it. */
export const disputeReason = (reason: string): Text => REASONS[reason] ?? { fr: reason, en: reason };
