import type { ResourceKind } from "../domain/dedicated-funds.ts";
import type { Text } from "../i18n/text.ts";

export const RESOURCE_KINDS: Readonly<Record<ResourceKind, Text>> = {
  grants: { fr: "Subventions (194)", en: "Grants received (194)" },
  contributions: { fr: "Contributions financières (195)", en: "Financial contributions (195)" },
  generosity: { fr: "Générosité du public et mécénat (196)", en: "Public generosity and corporate giving (196)" },
};

export const YEAR_END = {
  title: (year: number): Text => ({ fr: `Fonds dédiés de ${year}`, en: `Dedicated funds of ${year}` }),
  intro: {
    fr: "L’argent reçu pour un projet et pas encore utilisé se reporte à l’année suivante (règlement ANC 2018-06). Le reçu net est ce qui est entré, moins ce qui a été rendu ; l’affecté, ce que les enveloppes ont mis dans les collectes. L’argent est utilisé quand la collecte réussie devient une subvention. Le total reporté est celui des comptes de dons, d’abondements et d’enveloppes dans la balance.",
    en: "Money received for a project and not used yet is carried over to the next year (règlement ANC 2018-06). Net received is what came in, less what was returned; assigned is what pots put into campaigns. The money is used when a campaign that succeeds becomes a grant. The total carried over is that of the accounts of gifts, matches and pots in the trial balance.",
  },
  running: {
    fr: "L’année n’est pas finie : ces chiffres changeront.",
    en: "The year is not over: these figures will change.",
  },
  caption: { fr: "Par financeur et par projet", en: "By funder and project" },
  empty: { fr: "Aucun mouvement cette année-là.", en: "Nothing moved that year." },
  funder: { fr: "Financeur", en: "Funder" },
  public: { fr: "Dons du public", en: "Gifts of the public" },
  project: { fr: "Projet", en: "Project" },
  pot: { fr: "Enveloppe, pas encore affectée", en: "Pot, not assigned yet" },
  kind: { fr: "Nature", en: "Kind" },
  opening: { fr: "Report d’ouverture", en: "Carried in" },
  received: { fr: "Reçu net", en: "Net received" },
  moved: { fr: "Affecté", en: "Assigned" },
  used: { fr: "Utilisé", en: "Used" },
  carried: { fr: "Reporté", en: "Carried over" },
  total: { fr: "Total", en: "Total" },
  lines: { fr: "Écritures de fin d’exercice proposées", en: "Entries proposed for the year’s end" },
  linesHint: {
    fr: "Utilisations de fonds reportés (débit 19x, crédit 789x), puis reports de l’année (débit 689x, crédit 19x). À passer par l’expert-comptable avec les produits de l’année.",
    en: "Uses of funds carried in (debit 19x, credit 789x), then the year’s carry-over (debit 689x, credit 19x). For the accountant to post with the year’s income.",
  },
  number: { fr: "Compte", en: "Account" },
  debit: { fr: "Débit", en: "Debit" },
  credit: { fr: "Crédit", en: "Credit" },
  csv: { fr: "Télécharger pour un tableur (CSV)", en: "Download for a spreadsheet (CSV)" },
  previous: (year: number): Text => ({ fr: `Voir ${year}`, en: `See ${year}` }),
  back: { fr: "Revenir aux comptes du fonds", en: "Back to the fund’s books" },
} as const;
