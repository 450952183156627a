import type { Text } from "../i18n/text.ts";

/** What a finding's reference names, where the reference itself does not say it. */
export const SUBJECTS = {
  application: { fr: "Demande d’aide", en: "Own-grant application" },
  bank: { fr: "Relevés bancaires", en: "Bank statements" },
  campaign: { fr: "Collecte", en: "Campaign" },
  collection: { fr: "Somme prise chez Stripe", en: "Collection at Stripe" },
  disbursement: { fr: "Versement", en: "Payment of a grant" },
  entry: { fr: "Écriture", en: "Entry" },
  file: { fr: "Fichier", en: "File" },
  gift: { fr: "Don", en: "Gift" },
  grant: { fr: "Subvention", en: "Grant" },
  journal: { fr: "Journal", en: "Journal" },
  match: { fr: "Abondement", en: "Match" },
  order: { fr: "Ordre de paiement", en: "Payment order" },
  outbox: { fr: "Tâches à faire partir", en: "Jobs to hand over" },
  pot: { fr: "Enveloppe", en: "Pot" },
  refund: { fr: "Remboursement", en: "Refund" },
  reward: { fr: "Contrepartie", en: "Reward" },
  settlement: { fr: "Dénouement", en: "Settlement" },
  stripe: { fr: "Messages de Stripe", en: "Stripe’s messages" },
  withdrawal: { fr: "Retrait de partenaire", en: "Partner’s withdrawal" },
  year: { fr: "Année", en: "Year" },
} as const satisfies Readonly<Record<string, Text>>;

type About = keyof typeof SUBJECTS | "account" | "job" | "day";

/** In braces the figures a check answers, and how each is written: `{posted €}`, `{oldest time}`. */
export const FINDINGS: Readonly<Record<string, Text & { readonly about: About }>> = {
  "every recurring job ended well lately": {
    about: "job",
    fr: "Réussie pour la dernière fois il y a {minutes} minutes",
    en: "Last ended well {minutes} minutes ago",
  },
  "L5 every entry is sealed within a quarter of an hour": {
    about: "journal",
    fr: "Écritures en attente : {waiting}, la plus ancienne du {oldest time}",
    en: "Entries waiting: {waiting}, the oldest of {oldest time}",
  },
  "jobs leave the outbox within ten minutes": {
    about: "outbox",
    fr: "Tâches en attente : {waiting}, depuis le {oldest time}",
    en: "Jobs waiting: {waiting}, since {oldest time}",
  },
  "D2 every kept file is what was sent": {
    about: "file",
    fr: "Fichiers abîmés : {files}",
    en: "Damaged files: {files}",
  },
  "S2 webhooks come while there are charges": {
    about: "stripe",
    fr: "Débits depuis le dernier message : {charges}",
    en: "Charges since the last webhook: {charges}",
  },
  "S2 webhooks are applied within an hour": {
    about: "stripe",
    fr: "Messages en attente : {waiting}, depuis le {oldest time}",
    en: "Webhooks waiting: {waiting}, since {oldest time}",
  },
  "P5 every campaign is decided within a day of its window's end": {
    about: "settlement",
    fr: "Collectes sans décision : {campaigns}, la première attendue le {oldest time}",
    en: "Campaigns without a decision: {campaigns}, the first due on {oldest time}",
  },
  "F5 every refund owed is sent to Stripe within a day": {
    about: "refund",
    fr: "Remboursements en attente : {refunds}, depuis le {oldest time}",
    en: "Refunds waiting: {refunds}, since {oldest time}",
  },
  "R1 a bank statement comes within five days of a transfer": {
    about: "bank",
    fr: "Virements sans relevé : {transfers}, le premier du {oldest time}",
    en: "Transfers without a statement: {transfers}, the first of {oldest time}",
  },
  "R1 a bank statement comes within five days of a Stripe payout": {
    about: "bank",
    fr: "Virements de Stripe sans relevé : {payouts}, le premier du {oldest time}",
    en: "Stripe payouts without a statement: {payouts}, the first of {oldest time}",
  },
  "R1 the bank debits a transfer within five days": {
    about: "bank",
    fr: "Virements que les relevés ne montrent pas : {transfers}, le premier remis le {oldest time}",
    en: "Transfers the statements do not show: {transfers}, the first handed over on {oldest time}",
  },
  "R4 a day is closed within seven days": {
    about: "day",
    fr: "Dernière journée arrêtée ; de l’argent a bougé depuis",
    en: "Last day closed; money moved on later ones",
  },
  "L1 every entry has at least two postings that sum to zero": {
    about: "entry",
    fr: "{lines} lignes, somme {sum €}",
    en: "{lines} postings, sum {sum €}",
  },
  "L3 every balance is the sum of its postings": {
    about: "account",
    fr: "Solde gardé : {kept €} ; somme des lignes : {posted €}",
    en: "Kept {kept €}, posted {posted €}",
  },
  "L3 no bounded account is below zero": {
    about: "account",
    fr: "Débit {debit €}, crédit {credit €}",
    en: "Debit {debit €}, credit {credit €}",
  },
  "M4 matches are in the state their pledge allows": {
    about: "match",
    fr: "Abondement : {match match} ; don : {pledge pledge}",
    en: "Match: {match match}; pledge: {pledge pledge}",
  },
  "M12 every match is the sum its trace tells": {
    about: "match",
    fr: "Accordé {granted €} ; le calcul donne {traced €}",
    en: "Granted {granted €}, its trace tells {traced €}",
  },
  "L2 every captured pledge stands in the journal once, whole": {
    about: "gift",
    fr: "Débité {captured €} ; dans le journal {posted €}",
    en: "Captured {captured €}, posted {posted €}",
  },
  "L2 every charge in the journal is of a pledge or of late money": {
    about: "entry",
    fr: "{kind entry}",
    en: "{kind entry}",
  },
  "D1 a campaign's accounts hold its captured gifts and committed matches until it succeeds": {
    about: "campaign",
    fr: "Dons : {gifts €} au lieu de {giftsDue €} ; abondements : {matches €} au lieu de {matchesDue €}",
    en: "Gifts {gifts €}, due {giftsDue €}; matches {matches €}, due {matchesDue €}",
  },
  "F1 what is owed to donors is the sum of refunds not yet paid": {
    about: "account",
    fr: "Compte {held €}, remboursements à faire {due €}",
    en: "Account {held €}, refunds {due €}",
  },
  "F1 what a pledge gave back is the sum of its refunds and lost disputes, by part, within what was captured": {
    about: "gift",
    fr: "Débité {captured €} ; rendu {returned €}, selon ses remboursements {back €} ; du don {giftReturned €}, selon eux {giftBack €} ; contesté {frozen €}, selon ses contestations {open €}",
    en: "Captured {captured €}; returned {returned €}, by its refunds {back €}; of the gift {giftReturned €}, by them {giftBack €}; frozen {frozen €}, by its disputes {open €}",
  },
  "F4 the disputed account holds what open disputes took": {
    about: "account",
    fr: "Compte {held €}, contestations en cours {due €}",
    en: "Account {held €}, open disputes {due €}",
  },
  "M10 no match stands behind a gift that went back whole, and what went of a match has its cause": {
    about: "match",
    fr: "Reste {stands €} de {granted €}, reprises {taken €} ; reste du don {left €}",
    en: "{stands €} of {granted €} stand, {taken €} taken back; left of the gift {left €}",
  },
  "D7 every grant's account holds what was not sent yet, its counters what is under way and paid": {
    about: "grant",
    fr: "Compte {held €} au lieu de {due €} ; en cours {engaged €} au lieu de {underWay €} ; payé {paid €} au lieu de {sent €}",
    en: "Account {held €}, due {due €}; engaged {engaged €}, under way {underWay €}; paid {paid €}, sent {sent €}",
  },
  "D3 every order was approved by two people who did not ask for it": {
    about: "disbursement",
    fr: "Approbations : {approvers}",
    en: "Approvers: {approvers}",
  },
  "D6 every order two people declared not executed is returned, unpaid, by one entry that reverses its sending": {
    about: "order",
    fr: "Écritures d’annulation : {reversals}",
    en: "Reversing entries: {reversals}",
  },
  "P9 every reward's count is the pledges that hold it": {
    about: "reward",
    fr: "Comptées {taken}, tenues {held}",
    en: "Taken {taken}, held {held}",
  },
  "M2 every pot's counters are the sums of its matches, fundings and withdrawals": {
    about: "pot",
    fr: "Reçu {funded €}, selon les versements {fundedSum €} ; retiré {withdrawn €}, selon les retraits {withdrawnSum €} ; réservé {reserved €}, acquis {committed €}, versé {paid €}, selon les abondements {reservedSum €}, {committedSum €}, {paidSum €}",
    en: "Funded {funded €}, by its fundings {fundedSum €}; withdrawn {withdrawn €}, by its withdrawals {withdrawnSum €}; reserved {reserved €}, committed {committed €}, paid {paid €}, by its matches {reservedSum €}, {committedSum €}, {paidSum €}",
  },
  "M2 every pot's account holds what was funded less what was committed, paid and ordered back": {
    about: "pot",
    fr: "Compte {held €}, compteurs {due €}",
    en: "Account {held €}, counters {due €}",
  },
  "M2 every pot's history adds up to what it is now": {
    about: "pot",
    fr: "Promis {promised €}, selon l’histoire {promisedSum €} ; retiré {withdrawn €}, {withdrawnSum €} ; réservé {reserved €}, {reservedSum €} ; acquis {committed €}, {committedSum €} ; versé {paid €}, {paidSum €}",
    en: "Promised {promised €}, by its history {promisedSum €}; withdrawn {withdrawn €}, {withdrawnSum €}; reserved {reserved €}, {reservedSum €}; committed {committed €}, {committedSum €}; paid {paid €}, {paidSum €}",
  },
  "S1 every collection from a pot's Stripe account is a funding of its own": {
    about: "collection",
    fr: "Pris {collected €}, versé à l’enveloppe {funded €}",
    en: "Collected {collected €}, funded {funded €}",
  },
  "M9 calls for funds are numbered without gaps in each year": {
    about: "year",
    fr: "{calls} appels, dernier numéro {last}",
    en: "{calls} calls, last number {last}",
  },
  "D3 every withdrawal was approved by two people who did not ask for it": {
    about: "withdrawal",
    fr: "Approbations : {approvers}",
    en: "Approvers: {approvers}",
  },
  "M15 what stands of a round's matches is at most what its latest result shares": {
    about: "gift",
    fr: "Reste {stands €}, partagé {shared €}",
    en: "Stands {stands €}, shared {shared €}",
  },
  "D3 what a grant holds back is what its unsigned amendments add": {
    about: "grant",
    fr: "Retenu {held €}, non signé {unsigned €}",
    en: "Held back {held €}, unsigned {unsigned €}",
  },
  "D1 what is kept aside of each award is the award, until it joins a grant or goes back": {
    about: "application",
    fr: "Mis de côté {kept €} au lieu de {due €}",
    en: "Kept {kept €}, due {due €}",
  },
  "D1 a grant the committee made by itself is the whole award of the application it names": {
    about: "grant",
    fr: "Subvention {grant €}, aide accordée {awarded €}",
    en: "Grant {grant €}, awarded {awarded €}",
  },
  "D1 every award rests on a decision of that amount, and every session stays within its envelope": {
    about: "application",
    fr: "Accordé {given €} ; la décision ou la séance permet {allowed €}",
    en: "Given {given €}; its decision or session allows {allowed €}",
  },
  "D1 nobody tied by their own word voted, and every decision counts the votes that were cast": {
    about: "application",
    fr: "Voix comptées {counted}, exprimées {cast}, en conflit d’intérêts {tied}",
    en: "Votes counted {counted}, cast {cast}, of tied members {tied}",
  },
};
