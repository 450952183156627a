import type { Asker } from "../domain/refund.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";
import type { RequestState } from "./queries.ts";

export const REFUND = {
  title: { fr: "Remboursement d’un don", en: "Refund of a gift" },
  list: { fr: "Remboursements demandés", en: "Refunds asked for" },
  listEmpty: { fr: "Personne n’attend de réponse.", en: "Nobody is waiting for an answer." },
  all: { fr: "Voir aussi les demandes traitées", en: "Show answered requests too" },
  waitingOnly: { fr: "Voir seulement les demandes sans réponse", en: "Show unanswered requests only" },
  older: { fr: "Demandes plus anciennes", en: "Older requests" },
  back: { fr: "Retour au don", en: "Back to the gift" },
  campaign: { fr: "Collecte", en: "Campaign" },
  donor: { fr: "Au nom de", en: "In the name of" },
  gift: { fr: "Don au projet", en: "Gift to the project" },
  tip: { fr: "Soutien au fonds", en: "Support for the fund" },
  returned: { fr: "Déjà rendu", en: "Returned already" },
  disputed: { fr: "Contesté à la banque", en: "Disputed at the bank" },
  left: { fr: "Reste remboursable", en: "Left to refund" },
  asker: { fr: "Demandé par", en: "Asked by" },
  askedOn: { fr: "Demandé le", en: "Asked on" },
  amount: { fr: "Montant", en: "Amount" },
  reason: { fr: "Raison", en: "Reason" },
  state: { fr: "État", en: "State" },
  refunds: { fr: "Remboursements", en: "Refunds" },
  disputes: { fr: "Contestations", en: "Disputes" },
  prepare: { fr: "Préparer un remboursement", en: "Prepare a refund" },
  giftPart: { fr: "À rendre du don au projet", en: "To return of the gift to the project" },
  tipPart: { fr: "À rendre du soutien au fonds", en: "To return of the support for the fund" },
  consequences: { fr: "Voir les conséquences", en: "See the consequences" },
  preview: { fr: "Ce que ce remboursement ferait", en: "What this refund would do" },
  toDonor: { fr: "Rendu au donateur", en: "Returned to the donor" },
  campaignTotal: { fr: "Total de la collecte, abondements compris", en: "Campaign’s total, matching included" },
  owedByProject: {
    fr: "Déjà versé au projet, qui devra le reverser",
    en: "Paid to the project already, which will owe it",
  },
  uncovered: {
    fr: "La réserve du fonds ne suffit pas à avancer ce que le projet devra : ce remboursement sera refusé.",
    en: "The fund’s reserve does not cover what the project will owe: this refund will be refused.",
  },
  second: {
    fr: "Ce montant dépasse le seuil du fonds : une deuxième personne devra confirmer.",
    en: "This amount is above the fund’s threshold: a second person will have to confirm.",
  },
  refundNow: { fr: "Rembourser", en: "Refund" },
  proposeNow: { fr: "Proposer ce remboursement", en: "Propose this refund" },
  confirm: { fr: "Confirmer le remboursement", en: "Confirm the refund" },
  waitsForSecond: {
    fr: "Une deuxième personne doit confirmer ce remboursement.",
    en: "A second person must confirm this refund.",
  },
  refuse: { fr: "Refuser", en: "Refuse" },
  refusedFor: (reason: string): Text => ({
    fr: `Raison du refus : ${reason}`,
    en: `Reason for the refusal: ${reason}`,
  }),
  sendAgain: { fr: "Envoyer de nouveau", en: "Send again" },
  failedHint: {
    fr: "Ce remboursement a échoué : l’argent reste dû. Envoyez-le de nouveau, ou closez son écart à deux personnes.",
    en: "This refund failed: the money is still owed. Send it again, or close its difference with two people.",
  },
  differences: { fr: "Voir les écarts", en: "See the differences" },
  nothingLeft: { fr: "Il ne reste rien à rembourser.", en: "There is nothing left to refund." },
  open: { fr: "Rembourser ce don", en: "Refund this gift" },
  matching: { fr: "Retirer un abondement", en: "Take matching back" },
} as const;

export const REQUEST_STATE_NAMES: Readonly<Record<RequestState, Text>> = {
  asked: { fr: "Demandé", en: "Asked for" },
  proposed: { fr: "À confirmer", en: "To be confirmed" },
  accepted: { fr: "Accepté", en: "Accepted" },
  refused: { fr: "Refusé", en: "Refused" },
  withdrawn: {
    fr: "Sans objet : le don est rendu ou demandé autrement",
    en: "Void: the gift goes back, or is asked for, another way",
  },
};

export const ASKED_BY: Readonly<Record<Asker, Text>> = {
  donor: { fr: "le donateur", en: "the donor" },
  holder: { fr: "le porteur du projet", en: "the project’s holder" },
  staff: { fr: "l’équipe du fonds", en: "the fund’s staff" },
};

export const REFUSAL_REASON: Readonly<Record<Asker, Text>> = {
  donor: { fr: "Raison du refus, envoyée au donateur", en: "Reason for the refusal, sent to the donor" },
  holder: {
    fr: "Raison du refus, envoyée au porteur du projet et non au donateur",
    en: "Reason for the refusal, sent to the project’s holder and not to the donor",
  },
  staff: { fr: "Raison du refus", en: "Reason for the refusal" },
};

export const REFUND_STATE_NAMES: Readonly<Record<string, Text>> = {
  requested: { fr: "À envoyer", en: "To be sent" },
  pending: { fr: "En route", en: "On its way" },
  succeeded: { fr: "Remboursé", en: "Refunded" },
  failed: { fr: "Échoué", en: "Failed" },
  closed: { fr: "Clos sans envoi", en: "Closed without sending" },
};

export const DISPUTE_STATE_NAMES: Readonly<Record<string, Text>> = {
  inquiry: { fr: "Demande de renseignements", en: "Inquiry" },
  open: { fr: "En cours, argent retenu", en: "Open, money withheld" },
  won: { fr: "Gagnée, argent revenu", en: "Won, money back" },
  lost: { fr: "Perdue", en: "Lost" },
  closed: { fr: "Close sans suite", en: "Closed without consequence" },
};

export const matchFalls = (partner: string, from: bigint, to: bigint): Text => ({
  fr: `Abondement de ${partner} : de ${formatEuros(from, "fr")} à ${formatEuros(to, "fr")}`,
  en: `Matching by ${partner}: from ${formatEuros(from, "en")} to ${formatEuros(to, "en")}`,
});

/** What the donor reads. */
export const ASK = {
  open: { fr: "Demander un remboursement", en: "Ask for a refund" },
  explained: {
    fr: "Une personne du fonds vous répond. L’abondement de votre don baisse avec ce qui vous est rendu.",
    en: "A person at the fund will answer you. The matching of your gift falls with what is returned.",
  },
  amount: { fr: "Combien souhaitez-vous reprendre de votre don ?", en: "How much of your gift do you want back?" },
  amountHint: { fr: "Laissez vide pour tout demander.", en: "Leave empty to ask for all of it." },
  reason: { fr: "Pourquoi ?", en: "Why?" },
  send: { fr: "Envoyer ma demande", en: "Send my request" },
  waiting: {
    fr: "Vous avez demandé un remboursement ; une personne du fonds vous répond.",
    en: "You asked for a refund; a person at the fund will answer.",
  },
  prepared: {
    fr: "Le fonds prépare un remboursement de ce don.",
    en: "The fund is preparing a refund of this gift.",
  },
  refused: (reason: string): Text => ({
    fr: `Votre demande de remboursement a été refusée : ${reason}`,
    en: `Your request for a refund was refused: ${reason}`,
  }),
} as const;
