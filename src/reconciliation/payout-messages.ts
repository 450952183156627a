import type { Text } from "../i18n/text.ts";

export const PAYOUT = {
  title: { fr: "Virements de Stripe", en: "Stripe payouts" },
  one: { fr: "Virement de Stripe", en: "Stripe payout" },
  hint: {
    fr: "Ce que Stripe envoie sur le compte bancaire du fonds, mouvement par mouvement, et le jour où la banque le montre.",
    en: "What Stripe sends to the fund’s bank account, movement by movement, and the day the bank shows it.",
  },
  waitingCash: {
    fr: "Les virements reçus chez Stripe et que rien n’a pris",
    en: "The transfers received at Stripe that nothing took",
  },
  none: { fr: "Stripe n’a encore rien envoyé.", en: "Stripe has sent nothing yet." },
  reference: { fr: "Référence", en: "Reference" },
  arrives: { fr: "Arrivée selon Stripe", en: "Arrival, by Stripe" },
  bank: { fr: "Vu à la banque", en: "Seen at the bank" },
  notYet: { fr: "pas encore", en: "not yet" },
  amount: { fr: "Montant", en: "Amount" },
  state: { fr: "État", en: "State" },
  kind: { fr: "Envoi", en: "Sent" },
  automatic: { fr: "automatique", en: "automatically" },
  manual: { fr: "à la main", en: "by hand" },
  tie: { fr: "Détail", en: "Itemised" },
  ties: { fr: "la somme des mouvements est exacte", en: "its movements add up exactly" },
  waiting: { fr: "Stripe ne l’a pas encore donné", en: "Stripe has not given it yet" },
  differs: { fr: "la somme des mouvements n’est pas le montant", en: "its movements do not add up to it" },
  never: {
    fr: "un virement fait à la main n’est pas détaillé par Stripe",
    en: "Stripe does not itemise what was sent by hand",
  },
  parts: { fr: "De quoi il est fait", en: "What it is made of" },
  noParts: { fr: "Aucun mouvement connu.", en: "No movement known." },
  category: { fr: "Genre", en: "Kind" },
  count: { fr: "Nombre", en: "Count" },
  gross: { fr: "Brut", en: "Gross" },
  fee: { fr: "Frais", en: "Fees" },
  net: { fr: "Net", en: "Net" },
  total: { fr: "Somme des mouvements", en: "Sum of its movements" },
  failure: { fr: "Refus de la banque", en: "Refused by the bank" },
  unsettled: { fr: "Quelque chose ne tient pas sur ce virement.", en: "Something about this payout does not tie." },
  difference: { fr: "Voir l’écart", en: "See the difference" },
  older: { fr: "Virements plus anciens", en: "Older payouts" },
} as const satisfies Record<string, Text>;

const STATES: Readonly<Record<string, Text>> = {
  new: { fr: "annoncé", en: "announced" },
  pending: { fr: "préparé", en: "prepared" },
  in_transit: { fr: "en route", en: "on its way" },
  paid: { fr: "envoyé", en: "paid" },
  failed: { fr: "renvoyé par la banque", en: "sent back by the bank" },
  canceled: { fr: "annulé", en: "cancelled" },
};

const FAILURES: Readonly<Record<string, Text>> = {
  account_closed: { fr: "le compte est fermé", en: "the account is closed" },
  account_frozen: { fr: "le compte est bloqué", en: "the account is frozen" },
  bank_account_restricted: { fr: "le compte n’accepte pas ce virement", en: "the account takes no such transfer" },
  could_not_process: { fr: "la banque n’a pas pu traiter le virement", en: "the bank could not process the transfer" },
  declined: { fr: "la banque a refusé le virement", en: "the bank declined the transfer" },
  incorrect_account_holder_name: { fr: "le nom du titulaire est inexact", en: "the account holder’s name is wrong" },
  insufficient_funds: { fr: "il manquait de l’argent chez Stripe", en: "money was missing at Stripe" },
  invalid_account_number: { fr: "le numéro de compte est inexact", en: "the account number is wrong" },
  invalid_currency: { fr: "le compte n’est pas en euros", en: "the account is not in euros" },
  no_account: { fr: "ce compte n’existe pas", en: "there is no such account" },
};

/** Why the bank sent a payout back, undefined where Stripe's code has no words here. */
export const payoutFailure = (code: string): Text | undefined => FAILURES[code];

export const payoutState = (state: string): Text => STATES[state] ?? { fr: state, en: state };
