import type { Text } from "../i18n/text.ts";

/** The story's lines, each before what came of it. */
export const TITLES = {
  stage: { fr: "Le service démarre.", en: "The service starts." },
  people: { fr: "Chacun s’inscrit.", en: "Everyone registers." },
  places: { fr: "Les lieux sont importés.", en: "Places are imported." },
  pots: { fr: "Deux partenaires et un fondateur versent.", en: "Two partners and a founder pay." },
  campaign: { fr: "Un projet est déposé, relu et approuvé.", en: "A project is submitted, reviewed and approved." },
  pledges: { fr: "40 personnes donnent en même temps.", en: "40 people give at the same time." },
  lost: { fr: "Un message de Stripe se perd.", en: "A message of Stripe’s is lost." },
  deadline: { fr: "La collecte se termine.", en: "The campaign ends." },
  link: { fr: "Une banque demande un accord.", en: "A bank asks for consent." },
  retry: { fr: "Le lendemain, deux cartes sont essayées de nouveau.", en: "The day after, two cards are tried again." },
  decision: { fr: "Sept jours plus tard, tout est décidé.", en: "Seven days later all is decided." },
  fees: { fr: "Les frais sont rapprochés.", en: "Fees are reconciled." },
  payout: {
    fr: "Trois jours plus tard, Stripe vire à la banque.",
    en: "Three days later Stripe pays out to the bank.",
  },
  agreement: { fr: "La convention est signée.", en: "The agreement is signed." },
  approval: { fr: "Le versement est approuvé par deux personnes.", en: "Two people approve the disbursement." },
  file: { fr: "Le fichier pain.001 est écrit.", en: "The pain.001 file is written." },
  statement: { fr: "Le relevé de la banque est importé.", en: "The bank’s statement is imported." },
  evidence: { fr: "La structure montre ses factures.", en: "The organisation shows its invoices." },
  report: { fr: "Le projet rend compte de ses dépenses.", en: "The project reports its spending." },
  books: { fr: "Les comptes sont relus.", en: "The books are read." },
} as const satisfies Record<string, Text>;
