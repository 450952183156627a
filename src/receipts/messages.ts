import type { NoReceipt, ReceiptForm } from "../domain/tax-receipt.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const RECEIPT_FIELDS = {
  siren: {
    fr: "Tapez les neuf chiffres du numéro SIREN de l’entreprise.",
    en: "Type the nine digits of the company’s SIREN number.",
  },
  sirenOfPartner: {
    fr: "Ce numéro SIREN n’est pas celui de votre structure : le reçu ne peut nommer qu’elle.",
    en: "This SIREN number is not your organisation’s: the receipt can only name it.",
  },
} as const satisfies Record<string, Text>;

/** Why there is no receipt, to its donor (T3). */
export const NO_RECEIPT: Readonly<Record<NoReceipt, Text>> = {
  never_charged: {
    fr: "Ce don n’a pas abouti : il n’y aura pas de reçu fiscal.",
    en: "This gift did not go through: there will be no tax receipt.",
  },
  campaign_over: {
    fr: "La collecte n’a pas abouti : il n’y aura pas de reçu fiscal pour ce don.",
    en: "The campaign did not succeed: there will be no tax receipt for this gift.",
  },
  not_credited: {
    fr: "Un reçu ne peut être établi qu’une fois votre don encaissé et la collecte réussie.",
    en: "A receipt can only be made once your gift is received and the campaign has succeeded.",
  },
  campaign_undecided: {
    fr: "Votre don est encaissé. Un reçu ne peut être établi que si la collecte réussit.",
    en: "Your gift is received. A receipt can only be made if the campaign succeeds.",
  },
  refunded: {
    fr: "Ce don vous a été rendu : il n’ouvre pas droit à un reçu fiscal.",
    en: "This gift was returned to you: there is no tax receipt for it.",
  },
  disputed: {
    fr: "Ce paiement est contesté auprès de la banque : pas de reçu fiscal tant que la contestation dure.",
    en: "This payment is disputed at the bank: no tax receipt as long as the dispute lasts.",
  },
  no_identity: {
    fr: "Pour recevoir un reçu fiscal, indiquez votre nom et votre adresse.",
    en: "To get a tax receipt, give your name and address.",
  },
  reward_above_share: {
    fr: "La contrepartie dépasse un quart de votre don : la loi ne permet pas de reçu fiscal. Vous pouvez y renoncer pour l’obtenir.",
    en: "The reward is worth more than a quarter of your gift: the law allows no tax receipt. You may give it up to get one.",
  },
  reward_above_yearly_cap: {
    fr: "Vos contreparties de l’année dépassent le plafond légal : pas de reçu fiscal pour ce don. Vous pouvez renoncer à sa contrepartie pour l’obtenir.",
    en: "Your rewards of the year exceed the legal cap: no tax receipt for this gift. You may give its reward up to get one.",
  },
};

/** A name was given for a receipt that can never be. */
export const noReceiptAnyMore = (reason: NoReceipt) => new AppError("gift-ended", 409, NO_RECEIPT[reason]);

/** A receipt that still says what is no longer so; the sweep cancels or replaces it within minutes (T3). */
export const receiptChanging = () =>
  new AppError("receipt-changing", 409, {
    fr: "Ce que ce reçu atteste a changé : il va être annulé ou remplacé. Revenez dans quelques minutes.",
    en: "What this receipt certifies has changed: it is about to be cancelled or replaced. Come back in some minutes.",
  });

export const RECEIPT_FORMS: Readonly<Record<ReceiptForm, Text>> = {
  "11580": { fr: "Particulier (Cerfa 11580)", en: "Person (Cerfa 11580)" },
  "16216": { fr: "Entreprise (Cerfa 16216)", en: "Company (Cerfa 16216)" },
};

export const RECEIPTS = {
  title: { fr: "Reçu fiscal", en: "Tax receipt" },
  mine: { fr: "Mes reçus fiscaux", en: "My tax receipts" },
  mineIntro: {
    fr: "À garder avec votre déclaration de revenus. Le total de l’année est celui à déclarer.",
    en: "Keep them with your tax return. The year’s total is the amount to declare.",
  },
  mineEmpty: { fr: "Aucun reçu pour l’instant.", en: "No receipt yet." },
  issued: (reference: string): Text => ({
    fr: `Votre reçu n° ${reference} est prêt.`,
    en: `Your receipt no. ${reference} is ready.`,
  }),
  download: { fr: "Télécharger le reçu (PDF)", en: "Download the receipt (PDF)" },
  soon: {
    fr: "Votre reçu est en préparation. Cette page se met à jour toute seule.",
    en: "Your receipt is being made. This page updates by itself.",
  },
  reduction: (euros: Text, percent: bigint): Text => ({
    fr: `Ce don peut réduire votre impôt de ${euros.fr} (${percent} %, dans les limites de la loi).`,
    en: `This gift may lower your tax by ${euros.en} (${percent}%, within the limits of the law).`,
  }),
  older: { fr: "Reçus annulés", en: "Cancelled receipts" },
  back: { fr: "Revenir au don", en: "Back to the gift" },
  who: { fr: "Le reçu est au nom de", en: "The receipt is in the name of" },
  person: { fr: "une personne", en: "a person" },
  company: { fr: "une entreprise", en: "a company" },
  givenName: { fr: "Prénom", en: "First name" },
  familyName: { fr: "Nom", en: "Last name" },
  companyName: { fr: "Nom de l’entreprise", en: "Company’s name" },
  siren: { fr: "Numéro SIREN", en: "SIREN number" },
  legalForm: { fr: "Forme juridique", en: "Legal form" },
  legalFormHint: { fr: "Par exemple SARL, SAS, société coopérative.", en: "For example SARL, SAS, cooperative." },
  forPeople: { fr: "Pour une personne", en: "For a person" },
  forCompanies: { fr: "Pour une entreprise", en: "For a company" },
  address: { fr: "Adresse (numéro et rue)", en: "Address (number and street)" },
  postcode: { fr: "Code postal", en: "Postcode" },
  town: { fr: "Commune", en: "Town" },
  country: { fr: "Pays", en: "Country" },
  decline: { fr: "Je renonce à ma contrepartie", en: "I give up my reward" },
  ask: { fr: "Demander le reçu", en: "Ask for the receipt" },
  change: { fr: "Corriger le nom ou l’adresse", en: "Correct the name or address" },
  changeHint: {
    fr: "Un nouveau reçu remplacera l’ancien.",
    en: "A new receipt will take the place of the old one.",
  },
  reference: { fr: "Numéro", en: "Number" },
  creditedOn: { fr: "Don encaissé le", en: "Gift credited on" },
  amount: { fr: "Montant", en: "Amount" },
  campaign: { fr: "Collecte", en: "Campaign" },
  file: { fr: "Fichier", en: "File" },
  year: { fr: "Année", en: "Year" },
  totalOf: (year: number, euros: Text): Text => ({
    fr: `Total ${year} : ${euros.fr}`,
    en: `Total of ${year}: ${euros.en}`,
  }),
  all: { fr: "Reçus fiscaux du fonds", en: "The fund’s tax receipts" },
  allIntro: {
    fr: "Ce que le fonds déclare chaque année à l’administration fiscale (CGI, article 222 bis) : nombre de reçus en vigueur et total des dons. Les dons sont comptés l’année où ils ont été encaissés ; les biens et les jours, l’année où ils ont été remis.",
    en: "What the fund declares to the tax administration every year (CGI, article 222 bis): receipts in force and total of gifts. Gifts are counted in the year they were credited; goods and days, in the year they were handed over.",
  },
  count: { fr: "Reçus en vigueur", en: "Receipts in force" },
  cancelled: { fr: "Reçus annulés", en: "Cancelled receipts" },
  form: { fr: "Modèle", en: "Model" },
  nature: { fr: "Nature", en: "Nature" },
  totals: (year: number): Text => ({
    fr: `Reçus de ${year} par modèle et par nature`,
    en: `Receipts of ${year} by model and nature`,
  }),
  declared: (count: number, euros: Text): Text => ({
    fr: count > 1 ? `${count} reçus en vigueur, ${euros.fr} en tout.` : `${count} reçu en vigueur, ${euros.fr}.`,
    en: count === 1 ? `1 receipt in force, ${euros.en}.` : `${count} receipts in force, ${euros.en} in all.`,
  }),
  csv: { fr: "Télécharger pour un tableur (CSV)", en: "Download for a spreadsheet (CSV)" },
  link: { fr: "Reçu fiscal", en: "Tax receipt" },
} as const;
