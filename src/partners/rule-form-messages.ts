import type { CapPeriod, RuleKind, Stacking } from "../domain/matching/rule.ts";
import type { Text } from "../i18n/text.ts";

export const RULE = {
  newTitle: { fr: "Nouvelle règle d’abondement", en: "New matching rule" },
  changeTitle: { fr: "Modifier la règle", en: "Change the rule" },
  changeNote: {
    fr: "Le changement vaut pour les dons faits à partir de maintenant. Ce qui est déjà abondé garde sa règle.",
    en: "The change holds for gifts made from now on. What is already matched keeps its rule.",
  },
  reading: {
    fr: "La règle se lit ainsi, et n’est pas encore enregistrée :",
    en: "The rule reads thus, and is not saved yet:",
  },
  simulate: { fr: "Simuler (dans un nouvel onglet)", en: "Simulate (in a new tab)" },
  save: { fr: "Enregistrer la règle", en: "Save the rule" },

  versionsTitle: { fr: "Versions de la règle", en: "Versions of the rule" },
  versionsExplained: {
    fr: "Un don garde la version qui valait quand il a été fait.",
    en: "A gift keeps the version that held when it was made.",
  },
  latest: { fr: "la plus récente", en: "latest" },
  validFrom: { fr: "Vaut pour les dons faits depuis le", en: "Holds for gifts made since" },

  kind: { fr: "Sorte de règle", en: "Kind of rule" },
  rate: { fr: "Le taux : ajoute … pour …", en: "The ratio: adds … for …" },
  rateHint: {
    fr: "Pour une règle proportionnelle, ou pour le taux qu’un seuil déclenche.",
    en: "For a ratio, or for the ratio that a threshold brings.",
  },
  numerator: { fr: "Le partenaire ajoute (euros)", en: "The partner adds (euros)" },
  denominator: { fr: "… pour un don de (euros)", en: "… for a gift of (euros)" },
  ratioHint: { fr: "Nombres entiers, de 1 à 1 000", en: "Whole numbers, from 1 to 1,000" },
  threshold: { fr: "Le seuil, et la somme qu’il déclenche", en: "The threshold, and the sum it brings" },
  thresholdHint: {
    fr: "Pour une règle à seuil. Si les deux sont donnés, les deux doivent être atteints.",
    en: "For a threshold. Where both are given, both must be reached.",
  },
  thresholdDonors: { fr: "Nombre de donateurs différents", en: "Number of different donors" },
  thresholdGoalPercent: { fr: "Part de l’objectif atteinte en dons", en: "Share of the goal reached in gifts" },
  lump: { fr: "Somme donnée une fois par collecte", en: "Sum given once a campaign" },
  lumpHint: {
    fr: "Laissez vide si le seuil déclenche un taux : donnez alors le taux plus haut.",
    en: "Leave empty where the threshold brings a ratio: give the ratio above then.",
  },
  round: { fr: "La somme partagée à la fin", en: "The sum shared at the end" },
  roundHint: {
    fr: "Pour un partage entre tous les dons de la période.",
    en: "For a round among all gifts of the period.",
  },
  budget: { fr: "Somme à partager", en: "Sum to share" },

  caps: { fr: "Plafonds", en: "Caps" },
  capsHint: { fr: "Vide : pas de plafond.", en: "Empty: no cap." },
  capPerGift: { fr: "Plafond par don", en: "Cap per gift" },
  capPerDonor: { fr: "Plafond par personne, tous dons compris", en: "Cap per person, over all gifts" },
  capPerCampaign: { fr: "Plafond par collecte", en: "Cap per campaign" },
  capPerPeriod: { fr: "Plafond par période", en: "Cap per period" },
  capPeriod: { fr: "Période de ce plafond", en: "Period of this cap" },
  capInAll: { fr: "Plafond de toute la règle", en: "Cap of the whole rule" },

  dates: { fr: "Quand", en: "When" },
  startsOn: { fr: "Premier jour", en: "First day" },
  endsOn: { fr: "Dernier jour", en: "Last day" },

  conditions: { fr: "À quelles conditions", en: "On what conditions" },
  minimumGift: { fr: "Plus petit don abondé", en: "Smallest gift matched" },
  minimumDonors: {
    fr: "Donateurs différents qu’il faut d’abord à la collecte",
    en: "Different donors a campaign needs first",
  },
  goalConditional: {
    fr: "Seulement si la collecte atteint son objectif",
    en: "Only if the campaign reaches its goal",
  },
  goalConditionalHint: {
    fr: "Sinon l’abondement est annulé au dénouement, même si la collecte garde ses dons.",
    en: "Otherwise the match is reversed at the settlement, even where the campaign keeps its gifts.",
  },
  needsInKind: {
    fr: "Seulement les collectes qui demandent aussi du matériel ou des coups de main",
    en: "Only campaigns that also ask for things or help",
  },
  categories: { fr: "Catégories de projets", en: "Categories of projects" },

  territory: { fr: "Où", en: "Where" },
  rural: { fr: "Communes rurales", en: "Rural communes" },
  qpv: { fr: "Quartiers prioritaires (QPV)", en: "Priority neighbourhoods (QPV)" },
  frr: { fr: "France ruralités revitalisation (FRR)", en: "Rural revitalisation zones (FRR)" },
  departements: { fr: "Départements", en: "Départements" },
  departementsHint: {
    fr: "Numéros séparés par des virgules, par exemple 23, 2A, 974. Vide : partout.",
    en: "Numbers separated by commas, for example 23, 2A, 974. Empty: everywhere.",
  },
  epcis: { fr: "Intercommunalités", en: "Intercommunal bodies" },
  epcisHint: {
    fr: "Numéros SIREN (9 chiffres) séparés par des virgules.",
    en: "SIREN numbers (9 digits) separated by commas.",
  },
  nearCommune: { fr: "Autour d’une commune : son code INSEE", en: "Around a commune: its INSEE code" },
  nearCommuneHint: {
    fr: "5 caractères, par exemple 23096 pour Guéret. Ce n’est pas le code postal.",
    en: "5 characters, for example 23096 for Guéret. It is not the postcode.",
  },
  kilometres: { fr: "… jusqu’à cette distance, à vol d’oiseau", en: "… up to this distance, as the crow flies" },
  placesTitle: {
    fr: "Quels lieux : types, services, publics, labels",
    en: "Which places: kinds, services, people, labels",
  },
  placeTypes: { fr: "Types de lieux", en: "Kinds of places" },
  services: { fr: "Services proposés", en: "Services offered" },
  publics: { fr: "Publics", en: "People addressed" },
  labels: { fr: "Labels et programmes", en: "Labels and programmes" },
  listHint: {
    fr: "Rien de coché : tous. Plusieurs cochés : l’un d’eux suffit.",
    en: "None ticked: all. Several ticked: one of them is enough.",
  },

  shares: { fr: "Parts de l’enveloppe gardées pour un territoire", en: "Parts of the pot kept for a territory" },
  sharesHint: {
    fr: "L’argent gardé n’abonde que des projets de ces départements, jusqu’au jour donné ; ensuite il est ouvert à tous.",
    en: "Money kept matches only projects of these départements, until the day given; then it is open to all.",
  },
  addShare: { fr: "Ajouter une part", en: "Add a part" },

  others: { fr: "Avec les autres règles", en: "With other rules" },
  stacking: { fr: "Quand une autre règle abonde le même don", en: "Where another rule matches the same gift" },
  priority: { fr: "Rang", en: "Rank" },
  priorityHint: {
    fr: "Quand plusieurs règles valent pour un don, le plus petit rang répond d’abord.",
    en: "Where several rules concern a gift, the smallest rank answers first.",
  },
  backfill: {
    fr: "L’argent qui se libère complète d’abord les dons les plus anciens",
    en: "Money that is freed completes the oldest gifts first",
  },
  backfillHint: {
    fr: "Sinon il sert aux dons suivants.",
    en: "Otherwise it serves the gifts that follow.",
  },
} as const satisfies Record<string, Text>;

export const versionNumber = (version: number): Text => ({ fr: `Version ${version}`, en: `Version ${version}` });

export const KIND_NAMES: Readonly<Record<RuleKind, { readonly label: Text; readonly hint: Text }>> = {
  ratio: {
    label: { fr: "Proportionnelle", en: "Ratio" },
    hint: { fr: "Chaque don est abondé selon un taux.", en: "Each gift is matched by a ratio." },
  },
  threshold: {
    label: { fr: "À seuil", en: "Threshold" },
    hint: {
      fr: "Une somme, ou un taux, dès que la collecte a assez de donateurs ou d’argent.",
      en: "A sum, or a ratio, once the campaign has enough donors or money.",
    },
  },
  pro_rata: {
    label: { fr: "Partage à la fin, selon les montants", en: "Round, by amount" },
    hint: {
      fr: "Une somme partagée entre tous les dons, chacun selon son montant.",
      en: "A sum shared among all gifts, each by its amount.",
    },
  },
  quadratic: {
    label: { fr: "Partage à la fin, quadratique", en: "Round, quadratic" },
    hint: {
      fr: "Une somme partagée entre les collectes : beaucoup de petits dons comptent plus qu’un grand.",
      en: "A sum shared among campaigns: many small gifts count for more than one large gift.",
    },
  },
};

export const PERIOD_NAMES: Readonly<Record<CapPeriod, Text>> = {
  day: { fr: "Par jour", en: "Per day" },
  week: { fr: "Par semaine, du lundi au dimanche", en: "Per week, from Monday to Sunday" },
  month: { fr: "Par mois", en: "Per month" },
};

export const STACKING_NAMES: Readonly<Record<Stacking, Text>> = {
  adds: { fr: "Les deux s’ajoutent", en: "Both add up" },
  if_first: {
    fr: "Celle-ci ne répond que si aucune règle avant elle n’a abondé le don",
    en: "This one answers only if no rule before it has matched the gift",
  },
  final: {
    fr: "Là où celle-ci abonde un don, aucune règle après elle ne l’abonde",
    en: "Where this one matches a gift, no rule after it does",
  },
};

const part =
  (fr: (row: number) => string, en: (row: number) => string) =>
  (row: number): Text => ({
    fr: fr(row),
    en: en(row),
  });

export const SHARE = {
  departements: part(
    (n) => `Part ${n} : départements`,
    (n) => `Part ${n}: départements`,
  ),
  amount: part(
    (n) => `Part ${n} : montant gardé`,
    (n) => `Part ${n}: amount kept`,
  ),
  until: part(
    (n) => `Part ${n} : dernier jour`,
    (n) => `Part ${n}: last day`,
  ),
};

const DAY: Text = { fr: "Indiquez un jour, par exemple 2027-03-31.", en: "Give a day, for example 2027-03-31." };
const count = (most: string, mostEn: string): Text => ({
  fr: `Un nombre entier de 1 à ${most} est attendu.`,
  en: `A whole number from 1 to ${mostEn} is expected.`,
});

/** Refusals of the schema in the words of the form, by the last part of the field's name. */
export const EXPLAINED_RULE: Readonly<Record<string, Text>> = {
  ratioNumerator: RULE.ratioHint,
  ratioDenominator: RULE.ratioHint,
  startsOn: DAY,
  endsOn: DAY,
  untilOn: DAY,
  thresholdDonors: count("1 000 000", "1,000,000"),
  minimumDonors: count("1 000 000", "1,000,000"),
  thresholdGoalPercent: count("1 000", "1,000"),
  priority: count("1 000", "1,000"),
  kilometres: count("1 000", "1,000"),
  communeCode: RULE.nearCommuneHint,
  departements: {
    fr: "Donnez des numéros de départements qui existent, par exemple 23, 2A, 974.",
    en: "Give numbers of départements that exist, for example 23, 2A, 974.",
  },
  epcis: {
    fr: "Un de ces numéros n’est pas le SIREN d’une intercommunalité.",
    en: "One of these numbers is not the SIREN of an intercommunal body.",
  },
};
