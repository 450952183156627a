import type { ParameterName } from "../domain/parameters.ts";
import type { FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const cannotBeginInThePast: FieldError = {
  field: "validFrom",
  message: { fr: "Choisissez aujourd’hui ou un jour à venir.", en: "Choose today or a day to come." },
};

export const PARAMETER_NAMES_IN_WORDS: Readonly<Record<ParameterName, Text>> = {
  "receipt-reward-share-percent": {
    fr: "Part maximale de la contrepartie dans le don, pour un reçu fiscal",
    en: "Largest share of the reward in the gift, for a tax receipt",
  },
  "receipt-reward-yearly-cap": {
    fr: "Contreparties par donateur et par an, pour un reçu fiscal",
    en: "Rewards a donor and year, for a tax receipt",
  },
  "reduction-people-percent": { fr: "Réduction d’impôt des particuliers", en: "Tax reduction of people" },
  "reduction-companies-percent": { fr: "Réduction d’impôt des entreprises", en: "Tax reduction of companies" },
  "reduction-companies-threshold": {
    fr: "Dons d’une entreprise par an au-delà desquels le taux baisse",
    en: "A company’s gifts a year above which the rate is lower",
  },
  "reduction-companies-above-percent": {
    fr: "Réduction d’impôt des entreprises au-delà de ce seuil",
    en: "Tax reduction of companies above that threshold",
  },
  "giving-cap-companies": {
    fr: "Plafond des dons d’une entreprise par an, en euros",
    en: "Cap of a company’s gifts a year, in euros",
  },
  "giving-cap-turnover": {
    fr: "Plafond des dons d’une entreprise par an, en part du chiffre d’affaires",
    en: "Cap of a company’s gifts a year, as a share of turnover",
  },
  "written-agreement-above": {
    fr: "Montant d’une subvention au-dessus duquel une convention écrite est obligatoire",
    en: "Amount of a grant above which the law asks for a written agreement",
  },
  "de-minimis-ceiling": {
    fr: "Plafond des aides de minimis sur trois ans",
    en: "Ceiling of de minimis aid over three years",
  },
  "grant-report-months": {
    fr: "Délai du compte rendu financier après la fin du projet",
    en: "Time for the financial report after the project’s end",
  },
};

export const PARAMETERS_PAGE = {
  title: { fr: "Paramètres", en: "Parameters" },
  intro: {
    fr: "Ces taux et plafonds viennent de la loi ou d’une décision du fonds. Une nouvelle valeur vaut à partir du jour choisi ; ce qui a été décidé avant ne change pas.",
    en: "These rates and caps come from the law or from a decision of the fund. A new value holds from the day chosen; what was decided before does not change.",
  },
  name: { fr: "Paramètre", en: "Parameter" },
  value: { fr: "Valeur", en: "Value" },
  valueHint: {
    fr: "En euros pour un montant, en pourcentage sans le signe pour un taux, en mois pour un délai.",
    en: "In euros for an amount, in percent without the sign for a rate, in months for a time.",
  },
  validFrom: { fr: "À partir du", en: "From" },
  source: { fr: "Source", en: "Source" },
  sourceHint: { fr: "Le texte ou la décision qui fixe cette valeur.", en: "The law or decision that sets this value." },
  inForce: { fr: "En vigueur aujourd’hui", en: "In force today" },
  history: { fr: "Toutes les valeurs", en: "All values" },
  noHistory: {
    fr: "Seules les valeurs d’origine ont servi jusqu’ici.",
    en: "Only the original values have been used so far.",
  },
  change: { fr: "Changer une valeur", en: "Change a value" },
  save: { fr: "Enregistrer", en: "Save" },
  months: { fr: "mois", en: "months" },
} as const satisfies Record<string, Text>;
