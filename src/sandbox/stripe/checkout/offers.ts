/** Test methods offered on the page, in both languages. */
export const offers: readonly {
  readonly number: string;
  readonly type: string;
  readonly fr: string;
  readonly en: string;
}[] = [
  { number: "4242424242424242", type: "card", fr: "Carte acceptée", en: "Card that works" },
  { number: "4000000000000002", type: "card", fr: "Carte refusée", en: "Card that is declined" },
  { number: "4000000000009995", type: "card", fr: "Provision insuffisante", en: "Insufficient funds" },
  {
    number: "4000002500003155",
    type: "card",
    fr: "Authentification à l'enregistrement",
    en: "Authentication when saved",
  },
  {
    number: "4000002760003184",
    type: "card",
    fr: "Authentification à chaque paiement",
    en: "Authentication at every payment",
  },
  {
    number: "4000000000000341",
    type: "card",
    fr: "S'enregistre, puis chaque débit échoue",
    en: "Saves, then every charge fails",
  },
  {
    number: "4000008260003178",
    type: "card",
    fr: "Authentification, puis provision insuffisante",
    en: "Authentication, then insufficient funds",
  },
  { number: "4000000000000259", type: "card", fr: "Acceptée, puis contestée", en: "Works, then disputed" },
  {
    number: "4000000000005126",
    type: "card",
    fr: "Acceptée, mais son remboursement échoue",
    en: "Works, but its refund fails",
  },
  {
    number: "4000000000000077",
    type: "card",
    fr: "Acceptée, argent disponible aussitôt",
    en: "Works, funds available at once",
  },
  {
    number: "AT611904300234573201",
    type: "sepa_debit",
    fr: "Prélèvement SEPA qui aboutit",
    en: "SEPA debit that works",
  },
  { number: "AT861904300235473202", type: "sepa_debit", fr: "Prélèvement SEPA rejeté", en: "SEPA debit that fails" },
  {
    number: "AT591904300235473203",
    type: "sepa_debit",
    fr: "Prélèvement SEPA contesté ensuite",
    en: "SEPA debit, disputed later",
  },
];
