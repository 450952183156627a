import type { DeMinimisVerdict } from "../domain/de-minimis.ts";
import { AppError, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

export const notYetGranted = (index: number): FieldError => ({
  field: `aids.${index}.grantedOn`,
  message: { fr: "Cette aide porte un jour à venir.", en: "This aid bears a day to come." },
});

export const aidsWithoutActivity: FieldError = {
  field: "hasEconomicActivity",
  message: {
    fr: "Sans activité économique, ne déclarez pas d’aides. Choisissez « oui » ou videz la liste.",
    en: "Without economic activity, declare no aid. Choose “yes” or empty the list.",
  },
};

export const declarationMissing = () =>
  new AppError("de-minimis-declaration-missing", 409, {
    fr: "Déclarez d’abord les aides publiques de la structure, ou son absence d’activité économique.",
    en: "First declare the organisation’s public aid, or that it has no economic activity.",
  });

export const ceilingExceeded = ({ totalCents, ceilingCents }: DeMinimisVerdict) =>
  new AppError("de-minimis-exceeded", 409, {
    fr: `Avec cette subvention, les aides de minimis sur trois ans atteignent ${formatEuros(totalCents, "fr")}, au-dessus du plafond de ${formatEuros(ceilingCents, "fr")}. La convention ne peut pas être signée : écrivez au fonds.`,
    en: `With this grant, de minimis aid over three years comes to ${formatEuros(totalCents, "en")}, above the ceiling of ${formatEuros(ceilingCents, "en")}. The agreement cannot be signed: write to the fund.`,
  });

export const DE_MINIMIS = {
  title: { fr: "Aides publiques reçues", en: "Public aid received" },
  intro: {
    fr: "Le droit européen limite les petites aides publiques, dites « de minimis », à une structure qui vend des biens ou des services. La déclaration se fait avant de signer la convention.",
    en: "European law limits small public aid, called “de minimis”, to an organisation that sells goods or services. It is declared before the agreement is signed.",
  },
  activity: {
    fr: "Votre structure a-t-elle une activité économique ?",
    en: "Does your organisation have an economic activity?",
  },
  activityHint: {
    fr: "C’est le cas si elle propose des biens ou des services sur un marché, même sans chercher de bénéfice.",
    en: "It has one where it offers goods or services on a market, even without seeking a profit.",
  },
  yes: {
    fr: "Oui, et voici les aides de minimis reçues depuis trois ans",
    en: "Yes, and here is the de minimis aid received over three years",
  },
  no: { fr: "Non, aucune activité économique", en: "No, no economic activity" },
  aids: { fr: "Aides de minimis reçues d’autres organismes", en: "De minimis aid received from other bodies" },
  aidsHint: {
    fr: "La décision ou la lettre d’octroi dit si une aide est « de minimis ». Les subventions de ce fonds sont ajoutées toutes seules.",
    en: "The decision or letter says whether aid is “de minimis”. This fund’s own grants are added by themselves.",
  },
  addAid: { fr: "Ajouter des lignes", en: "Add rows" },
  granter: { fr: "Organisme", en: "Granted by" },
  amount: { fr: "Montant", en: "Amount" },
  grantedOn: { fr: "Date d’octroi", en: "Day granted" },
  declare: { fr: "Déclarer", en: "Declare" },
  signed: {
    fr: "La convention est signée par les deux parties : cette déclaration en fait partie et ne change plus.",
    en: "Both parties have signed the agreement: this declaration is part of it and changes no more.",
  },
  backToGrant: { fr: "Retour à la subvention", en: "Back to the grant" },
  declareAgain: { fr: "Refaire la déclaration", en: "Declare again" },
  toDeclare: { fr: "Faire la déclaration", en: "Make the declaration" },
  missing: {
    fr: "Pas encore déclarées : la convention ne peut pas être signée sans cette déclaration.",
    en: "Not declared yet: the agreement cannot be signed without this declaration.",
  },
  none: {
    fr: "La structure déclare n’avoir aucune activité économique.",
    en: "The organisation declares no economic activity.",
  },
  declaredAt: { fr: "Déclaré le", en: "Declared on" },
  received: { fr: "Aides des trois dernières années", en: "Aid of the last three years" },
  total: { fr: "Avec cette subvention", en: "With this grant" },
  ceiling: { fr: "Plafond", en: "Ceiling" },
  counts: { fr: "Compte dans les trois ans", en: "Counts in the three years" },
  within: { fr: "oui", en: "yes" },
  outside: { fr: "non, plus ancienne", en: "no, older" },
  ours: { fr: "subvention de ce fonds", en: "this fund’s grant" },
  over: {
    fr: "La somme dépasse le plafond : la convention ne peut pas être signée.",
    en: "The sum is above the ceiling: the agreement cannot be signed.",
  },
  noAid: { fr: "Aucune aide dans cette période.", en: "No aid in this period." },
} as const satisfies Record<string, Text>;
