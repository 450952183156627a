import type { ACCOUNT_KINDS } from "../domain/ledger.ts";
import type { Text } from "../i18n/text.ts";

const KINDS: Readonly<Record<string, Text>> = {
  charge_captured: { fr: "Don débité", en: "Gift charged" },
  late_money_received: { fr: "Paiement arrivé trop tard", en: "Payment that came too late" },
  held_charge_owed: { fr: "Paiement retenu, à rendre", en: "Held payment, to be given back" },
  match_committed: { fr: "Abondement acquis", en: "Match confirmed" },
  match_reversed: { fr: "Abondement repris", en: "Match taken back" },
  match_clawed_back: { fr: "Abondement à rendre par le porteur", en: "Match the holder is to give back" },
  round_committed: { fr: "Abondement d’un tour", en: "Match of a round" },
  round_reversed: { fr: "Abondement d’un tour repris", en: "Match of a round taken back" },
  pot_funded: { fr: "Versement d’un partenaire", en: "Money from a partner" },
  bank_pot_funding_returned: { fr: "Versement d’un partenaire repris", en: "Money a partner’s bank took back" },
  bank_receipt_proven: { fr: "Versement vu sur le relevé", en: "Receipt shown by the statement" },
  bank_line_suspended: { fr: "Ligne de banque à expliquer", en: "Bank line to be explained" },
  bank_line_assigned: { fr: "Ligne de banque expliquée", en: "Bank line explained" },
  bank_balance_adjusted: { fr: "Solde de la banque ajusté", en: "Bank balance adjusted" },
  bank_payout_arrived: { fr: "Virement de Stripe arrivé", en: "Stripe payout arrived" },
  bank_disbursement_paid: { fr: "Versement débité par la banque", en: "Payment debited by the bank" },
  bank_disbursement_debited_late: { fr: "Versement débité après son retour", en: "Payment debited after its return" },
  bank_disbursement_returned: { fr: "Versement revenu", en: "Payment that came back" },
  bank_withdrawal_paid: { fr: "Retrait d’un partenaire débité", en: "Partner’s withdrawal debited" },
  bank_withdrawal_debited_late: { fr: "Retrait débité après son retour", en: "Withdrawal debited after its return" },
  bank_withdrawal_returned: { fr: "Retrait revenu", en: "Withdrawal that came back" },
  bank_repayment_received: { fr: "Somme rendue par un porteur", en: "Money a holder gave back" },
  processor_fee: { fr: "Frais de paiement", en: "Payment fee" },
  payout: { fr: "Virement de Stripe envoyé", en: "Stripe payout sent" },
  payout_reversal: { fr: "Virement de Stripe revenu", en: "Stripe payout that came back" },
  topup: { fr: "Approvisionnement de Stripe", en: "Top-up of Stripe" },
  topup_reversal: { fr: "Approvisionnement de Stripe annulé", en: "Top-up of Stripe undone" },
  stripe_suspense: { fr: "Mouvement de Stripe à expliquer", en: "Movement at Stripe to be explained" },
  stripe_transaction_assigned: { fr: "Mouvement de Stripe expliqué", en: "Movement at Stripe explained" },
  refund_owed: { fr: "Don à rembourser", en: "Gift to be given back" },
  refund_paid: { fr: "Don remboursé", en: "Gift given back" },
  refund_failed: { fr: "Remboursement qui a échoué", en: "Refund that failed" },
  refund_closed: { fr: "Remboursement clos", en: "Refund closed" },
  refund_taken_by_dispute: { fr: "Remboursement pris par une contestation", en: "Refund taken by a dispute" },
  refund_paid_twice: { fr: "Remboursement payé en plus d’une contestation", en: "Refund paid beside a dispute" },
  dispute_withdrawn: { fr: "Don contesté", en: "Gift disputed" },
  dispute_reinstated: { fr: "Argent contesté rendu au fonds", en: "Disputed money given back to the fund" },
  dispute_lost: { fr: "Contestation perdue", en: "Dispute lost" },
  dispute_paid_twice: { fr: "Don contesté et déjà rendu", en: "Gift disputed and already given back" },
  grant_created: { fr: "Subvention accordée", en: "Grant made" },
  grant_complemented: { fr: "Complément de subvention", en: "Complement of a grant" },
  grant_complement_lowered: { fr: "Complément de subvention réduit", en: "Complement of a grant lowered" },
  own_grant_reserved: { fr: "Aide du fonds mise de côté", en: "Award of the fund set aside" },
  own_grant_released: { fr: "Aide du fonds libérée", en: "Award of the fund released" },
  owed_back_kept: { fr: "Somme due retenue sur la subvention", en: "Sum owed kept from the grant" },
  unspent_returned_to_fund: { fr: "Argent non dépensé rendu au fonds", en: "Unspent money returned to the fund" },
  unspent_returned_to_pot: { fr: "Argent non dépensé rendu à l’enveloppe", en: "Unspent money returned to the pot" },
  disbursement_ordered: { fr: "Versement remis à la banque", en: "Payment handed to the bank" },
  disbursement_transferred: { fr: "Versement fait par Stripe", en: "Payment made through Stripe" },
  disbursement_reversed: { fr: "Versement repris par Stripe", en: "Payment taken back through Stripe" },
  disbursement_not_executed: { fr: "Versement non exécuté par la banque", en: "Payment the bank did not execute" },
  withdrawal_ordered: { fr: "Retrait remis à la banque", en: "Withdrawal handed to the bank" },
  withdrawal_not_executed: { fr: "Retrait non exécuté par la banque", en: "Withdrawal the bank did not execute" },
  withdrawal_undone: { fr: "Retrait annulé", en: "Withdrawal undone" },
  fund_transfer: { fr: "Virement interne", en: "Transfer within the fund" },
  entry_reversed: { fr: "Écriture contre-passée", en: "Entry reversed" },
  entry_corrected: { fr: "Écriture corrigée", en: "Entry corrected" },
};

/** What an entry is about, in words; a kind nobody named is shown as it is. */
export const entryWords = (kind: string): Text => KINDS[kind] ?? { fr: kind, en: kind };

const SOURCES: Readonly<Record<string, Text>> = {
  bank: { fr: "Banque", en: "Bank" },
  "bank-line": { fr: "Ligne de banque", en: "Bank line" },
  campaign: { fr: "Collecte", en: "Campaign" },
  charge: { fr: "Paiement", en: "Payment" },
  difference: { fr: "Écart", en: "Difference" },
  disbursement: { fr: "Versement", en: "Payment of a grant" },
  dispute: { fr: "Contestation", en: "Dispute" },
  grant: { fr: "Subvention", en: "Grant" },
  "manual-entry": { fr: "Proposition d’écriture", en: "Proposed entry" },
  "own-grant": { fr: "Demande d’aide", en: "Own-grant application" },
  pledge: { fr: "Don", en: "Gift" },
  refund: { fr: "Remboursement", en: "Refund" },
  "round-correction": { fr: "Correction d’un tour", en: "Correction of a round" },
  stripe: { fr: "Mouvement de Stripe", en: "Movement at Stripe" },
  withdrawal: { fr: "Retrait de partenaire", en: "Partner’s withdrawal" },
};

/** What an entry rests on, by the first part of its reference; undefined where nobody named it. */
export function sourceWords(source: string): Text | undefined {
  const [kind = ""] = source.split(":");
  return Object.hasOwn(SOURCES, kind) ? SOURCES[kind] : undefined;
}

const ACCOUNTS: Readonly<Record<keyof typeof ACCOUNT_KINDS, Text>> = {
  stripe: { fr: "Argent chez Stripe", en: "Money at Stripe" },
  "stripe:in-transit": { fr: "Argent en route de Stripe à la banque", en: "Money on its way from Stripe to the bank" },
  bank: { fr: "Banque", en: "Bank" },
  "bank:outgoing": { fr: "Virements remis à la banque", en: "Transfers handed to the bank" },
  "receivable:partner": { fr: "Dû par un partenaire", en: "Owed by a partner" },
  "receivable:campaign": { fr: "Dû par un porteur", en: "Owed by a holder" },
  disputed: { fr: "Argent contesté", en: "Disputed money" },
  "gifts:campaign": { fr: "Dons d’une collecte", en: "Gifts of a campaign" },
  "match:campaign": { fr: "Abondements d’une collecte", en: "Matching of a campaign" },
  "pot:partner": { fr: "Enveloppe d’un partenaire", en: "Pot of a partner" },
  grant: { fr: "Subvention à verser", en: "Grant to be paid" },
  "refunds-due": { fr: "Remboursements dus", en: "Refunds due" },
  suspense: { fr: "Compte d’attente", en: "Suspense account" },
  "fund:general": { fr: "Fonds général", en: "General fund" },
  "fund:committed": { fr: "Aide du fonds mise de côté", en: "Award of the fund set aside" },
  "fund:reserve": { fr: "Réserve", en: "Reserve" },
  "fund:tips": { fr: "Soutiens au fonds", en: "Support of the fund" },
  "fees:processor": { fr: "Frais de paiement", en: "Payment fees" },
  "fees:dispute": { fr: "Frais de contestation", en: "Dispute fees" },
  losses: { fr: "Pertes et frais bancaires", en: "Losses and bank fees" },
};

const isKind = (code: string): code is keyof typeof ACCOUNT_KINDS => Object.hasOwn(ACCOUNTS, code);

/** An account by its kind, whoever owns it; a code nobody named is shown as it is. */
export function accountWords(account: string): Text {
  const kind = account.replace(/:[^:]*$/, "");
  if (isKind(account)) return ACCOUNTS[account];
  return isKind(kind) ? ACCOUNTS[kind] : { fr: account, en: account };
}
