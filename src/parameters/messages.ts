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
    fr: "En euros pour un montant, en pourcentage sans le signe pour un taux.",
    en: "In euros for an amount, in percent without the sign for a rate.",
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
} as const satisfies Record<string, Text>;
