import type { Text } from "../i18n/text.ts";

export const booksTexts = {
  title: { fr: "Comptes du fonds", en: "The fund’s books" },
  caption: { fr: "Soldes par compte", en: "Balances by account" },
  account: { fr: "Compte", en: "Account" },
  debit: { fr: "Débit", en: "Debit" },
  credit: { fr: "Crédit", en: "Credit" },
  allHold: { fr: "Tous les contrôles sont vérifiés.", en: "Every check of the books holds." },
  someBroken: { fr: "Des contrôles ne sont pas vérifiés :", en: "Some checks of the books do not hold:" },
  invariant: { fr: "Contrôle", en: "Check" },
  subject: { fr: "Objet", en: "About" },
  detail: { fr: "Constat", en: "Finding" },
  findings: { fr: "Contrôles non vérifiés", en: "Checks that do not hold" },
  number: { fr: "Numéro", en: "Number" },
  day: { fr: "Situation à la fin du jour", en: "As of the end of the day" },
  dayHint: { fr: "Laissez vide pour la situation actuelle.", en: "Leave empty for now." },
  show: { fr: "Afficher", en: "Show" },
  seal: { fr: "Scellement du journal", en: "The journal’s seal" },
  sealHint: {
    fr: "Chaque écriture est scellée avec toutes celles qui la précèdent. Modifier une ancienne écriture changerait cette empreinte. Notez-la hors du fonds : avec elle, « npm run verify-ledger -- EXPORT.jsonl --head EMPREINTE » montre aussi si des écritures ont été retirées à la fin d’un export.",
    en: "Each entry is sealed with all that came before it. Changing an old entry would change this fingerprint. Note it outside the fund: with it, “npm run verify-ledger -- EXPORT.jsonl --head FINGERPRINT” also shows whether entries were cut off the end of an export.",
  },
  noSeal: { fr: "Aucune écriture n’est encore scellée.", en: "No entry is sealed yet." },
  sealNumber: (sequence: number): Text => ({
    fr: `Écriture n° ${sequence}, empreinte :`,
    en: `Entry no. ${sequence}, fingerprint:`,
  }),
  journal: { fr: "Voir toutes les écritures", en: "See all entries" },
  corrections: { fr: "Corrections et virements internes", en: "Corrections and internal transfers" },
  dedicated: { fr: "Fonds dédiés de l’année", en: "The year’s dedicated funds" },
  fec: { fr: "Fichier des écritures comptables (FEC)", en: "Accounting entries file (FEC)" },
  fecHint: {
    fr: "Les écritures scellées de l’année, au format que demande l’administration fiscale.",
    en: "The year’s sealed entries, in the format the tax administration asks for.",
  },
  fecOf: (year: number): Text => ({ fr: `Télécharger ${year}`, en: `Download ${year}` }),
  empty: { fr: "Aucune écriture pour l’instant.", en: "No entry yet." },
} as const;
