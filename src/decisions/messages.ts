import type { Text } from "../i18n/text.ts";

export const DECISIONS = {
  title: { fr: "À décider", en: "To decide" },
  nothing: { fr: "Rien n’attend votre décision.", en: "Nothing waits for your decision." },
  campaigns: { fr: "Collectes à instruire", en: "Campaigns to review" },
  accounts: { fr: "Comptes bancaires à vérifier", en: "Bank accounts to verify" },
  agreements: { fr: "Conventions à signer pour le fonds", en: "Agreements to sign for the fund" },
  toAuthorise: { fr: "Versements à autoriser", en: "Payments to authorise" },
  toOrder: { fr: "Versements à ordonner", en: "Payments to order" },
  toSend: { fr: "Versements à mettre dans un fichier de virements", en: "Payments to put into a payment file" },
  withdrawalsToAuthorise: { fr: "Retraits de partenaires à autoriser", en: "Partners’ withdrawals to authorise" },
  withdrawalsToOrder: { fr: "Retraits de partenaires à ordonner", en: "Partners’ withdrawals to order" },
  withdrawalsToSend: {
    fr: "Retraits de partenaires à mettre dans un fichier de virements",
    en: "Partners’ withdrawals to put into a payment file",
  },
  createFile: { fr: "Vers les fichiers de virements", en: "To the payment files" },
  importStatement: { fr: "Importer un relevé bancaire", en: "Import a bank statement" },
  disputes: { fr: "Contestations : la banque attend une réponse", en: "Disputes: the bank waits for an answer" },
  toExplain: { fr: "Écarts à expliquer", en: "Differences to explain" },
  toClose: { fr: "Écarts à clore", en: "Differences to close" },
  entries: { fr: "Écritures à confirmer", en: "Entries to confirm" },
  structure: { fr: "Structure", en: "Organisation" },
  holder: { fr: "Titulaire", en: "Holder" },
  account: { fr: "Compte", en: "Account" },
} as const satisfies Record<string, Text>;
