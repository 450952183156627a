import type { PotStanding } from "../domain/statement.ts";
import type { Text } from "../i18n/text.ts";
import type { ShownMove } from "./list-lines.ts";

export const STATEMENTS = {
  title: { fr: "Relevés", en: "Statements" },
  caption: { fr: "Relevés par mois", en: "Statements by month" },
  month: { fr: "Mois", en: "Month" },
  pot: { fr: "Enveloppe", en: "Pot" },
  received: { fr: "Reçu", en: "Received" },
  matched: { fr: "Acquis à des collectes", en: "Confirmed for campaigns" },
  remaining: { fr: "Reste disponible", en: "Still free" },
  current: { fr: "en cours", en: "under way" },
  closed: { fr: "arrêté", en: "closed" },
  summary: { fr: "Mouvements du mois", en: "The month’s movements" },
  item: { fr: "Mouvement", en: "Movement" },
  amount: { fr: "Montant", en: "Amount" },
  effect: { fr: "Effet sur le disponible", en: "Effect on what is free" },
  opening: { fr: "Disponible au début du mois", en: "Free at the start of the month" },
  closing: { fr: "Disponible à la fin du mois", en: "Free at the end of the month" },
  closingNow: { fr: "Disponible à cet instant", en: "Free at this moment" },
  standing: { fr: "Situation de l’enveloppe", en: "Where the pot stands" },
  atStart: { fr: "Au début du mois", en: "At the start of the month" },
  atEnd: { fr: "À la fin du mois", en: "At the end of the month" },
  atNow: { fr: "À cet instant", en: "At this moment" },
  lines: { fr: "Détail des mouvements", en: "Movements in detail" },
  noLine: { fr: "Aucun mouvement ce mois-ci.", en: "No movement this month." },
  date: { fr: "Date", en: "Date" },
  origin: { fr: "Origine", en: "Origin" },
  campaign: { fr: "Collecte", en: "Campaign" },
  gift: { fr: "Don", en: "Gift" },
  giftCode: { fr: "Code du don", en: "Code of the gift" },
  giftAmount: { fr: "Montant du don", en: "Amount of the gift" },
  reference: { fr: "Référence", en: "Reference" },
  more: { fr: "Mouvements suivants", en: "More movements" },
  csv: { fr: "Tableur (CSV)", en: "Spreadsheet (CSV)" },
  pdf: { fr: "Document (PDF)", en: "Document (PDF)" },
  backToMonths: { fr: "Tous les relevés", en: "All statements" },
  agreement: { fr: "Accord", en: "Agreement" },
  ties: {
    fr: "Ce relevé est vérifié au centime près avec les écritures du fonds à chaque fois qu’il est produit.",
    en: "This statement is checked to the cent against the fund’s entries each time it is made.",
  },
  recorded: {
    fr: "Chaque mouvement est compté dans le mois où le fonds l’a enregistré (heure de Paris) : un virement parti de votre banque le 30 et enregistré le 2 est sur le relevé suivant. Ainsi, un mois arrêté ne change plus.",
    en: "Each movement counts in the month in which the fund recorded it (Paris time): a transfer that left your bank on the 30th and was recorded on the 2nd is on the next statement. So a closed month never changes.",
  },
  pseudonym: {
    fr: "Chaque don porte un nom de code : il permet de le suivre sans connaître la personne.",
    en: "Each gift carries a code name: it can be followed without knowing the person.",
  },
  provisional: {
    fr: "Ce mois n’est pas arrêté : d’autres mouvements peuvent s’y ajouter.",
    en: "This month is not closed yet: more movements may be added.",
  },
  noPot: {
    fr: "Cet accord n’a pas encore d’enveloppe : il n’y a rien à relever.",
    en: "This agreement has no pot yet: there is nothing to state.",
  },
} as const satisfies Record<string, Text>;

/** What happened, said to the partner. */
export const MOVES: Readonly<Record<ShownMove, Text>> = {
  received: { fr: "Versement reçu", en: "Payment received" },
  undone: { fr: "Versement repris par la banque", en: "Payment taken back by the bank" },
  withdrawal_requested: { fr: "Retrait demandé", en: "Withdrawal asked for" },
  withdrawal_ended: { fr: "Retrait abandonné ou revenu", en: "Withdrawal given up or come back" },
  withdrawal_paid: { fr: "Retrait payé", en: "Withdrawal paid" },
  reserved: { fr: "Réservé pour un don", en: "Held for a gift" },
  released: { fr: "Réservation levée", en: "Hold lifted" },
  committed: { fr: "Acquis à une collecte", en: "Confirmed for a campaign" },
  reversed: { fr: "Repris : don remboursé ou collecte échouée", en: "Taken back: gift refunded or campaign failed" },
  paid: { fr: "Versé au projet", en: "Paid to the project" },
  clawback_due: { fr: "Rendu par le projet ou la réserve", en: "Given back by the project or the reserve" },
};

/** The order in which a statement tells them. */
export const SHOWN_MOVES: readonly ShownMove[] = [
  "received",
  "undone",
  "withdrawal_requested",
  "withdrawal_ended",
  "reserved",
  "released",
  "reversed",
  "clawback_due",
  "committed",
  "paid",
  "withdrawal_paid",
];

export const STANDING: readonly (readonly [keyof PotStanding, Text])[] = [
  ["remainingCents", STATEMENTS.remaining],
  ["reservedCents", { fr: "Réservé par des promesses de don", en: "Held by pledges" }],
  ["committedCents", { fr: "Acquis à des collectes", en: "Confirmed for campaigns" }],
  ["paidCents", { fr: "Versé aux projets", en: "Paid to projects" }],
  ["withdrawingCents", { fr: "Retraits en cours", en: "Withdrawals under way" }],
  ["returnedCents", { fr: "Rendu au partenaire", en: "Returned to the partner" }],
  [
    "accountCents",
    { fr: "Solde du compte dans les livres du fonds", en: "Balance of the account in the fund’s books" },
  ],
];

const month = {
  fr: new Intl.DateTimeFormat("fr-FR", { month: "long", year: "numeric", timeZone: "UTC" }),
  en: new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }),
};

/** `2026-11` as `novembre 2026`. */
export const monthInWords = (name: string): Text => {
  const at = new Date(`${name}-01T00:00:00Z`);
  return { fr: month.fr.format(at), en: month.en.format(at) };
};

/** The month as a title: `Relevé de novembre 2026`. */
export const statementTitle = (name: string): Text => {
  const words = monthInWords(name);
  return {
    fr: `Relevé ${/^[ao]/.test(words.fr) ? "d’" : "de "}${words.fr}`,
    en: `Statement of ${words.en}`,
  };
};
