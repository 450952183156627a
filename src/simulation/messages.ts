import type { CrowdKind } from "../domain/simulation/crowd.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import type { RefusedCell } from "./read-gift-row.ts";

/** Why a cell of an uploaded file is refused. */
export const CELLS = {
  missing: { fr: "Cette valeur manque.", en: "This value is missing." },
  date: {
    fr: "Ce n’est pas un jour : écrivez 2026-04-02 ou 02/04/2026, et l’heure comme 14:30.",
    en: "This is not a day: write 2026-04-02 or 02/04/2026, and the time as 14:30.",
  },
  year: { fr: "L’année doit être entre 2000 et 2100.", en: "The year must be between 2000 and 2100." },
  amount: {
    fr: "Ce n’est pas un montant en euros : écrivez 25 ou 12,50.",
    en: "This is not an amount in euros: write 25 or 12.50.",
  },
  amountRange: {
    fr: "Le montant doit être entre 1 € et 100 000 000 €.",
    en: "The amount must be between €1 and €100,000,000.",
  },
  flag: { fr: "Répondez oui ou non.", en: "Answer yes or no." },
  departement: { fr: "Aucun département n’a ce numéro ou ce nom.", en: "No département has this number or name." },
  commune: {
    fr: "Ce n’est pas un code INSEE de commune (cinq caractères).",
    en: "This is not the INSEE code of a commune (five characters).",
  },
  communeUnknown: {
    fr: "Le fonds ne connaît pas de commune de ce code.",
    en: "The fund knows no commune with this code.",
  },
  list: { fr: "Une valeur n’est pas dans la liste du standard.", en: "A value is not in the standard’s list." },
  category: { fr: "Ce n’est pas une catégorie de projets du fonds.", en: "This is not a category of the fund." },
  link: { fr: "Écrivez porteur, partenaire, ou rien.", en: "Write holder, partner, or nothing." },
  goal: {
    fr: "Une autre ligne donne un autre objectif à cette collecte.",
    en: "Another line gives this campaign another goal.",
  },
  broken: {
    fr: "Cette ligne ne se lit pas : un guillemet manque, ou elle est trop longue.",
    en: "This line cannot be read: a quotation mark is missing, or it is too long.",
  },
} as const satisfies Record<string, Text>;

const quotedList = (names: readonly string[]) => names.map((name) => `« ${name} »`).join(", ");

/** Why an uploaded file cannot be played at all. */
export const FILES = {
  none: {
    fr: "Choisissez un fichier, ou collez ses lignes.",
    en: "Choose a file, or paste its lines.",
  },
  tooLarge: { fr: "Le fichier dépasse 10 Mo.", en: "The file is larger than 10 MB." },
  tooManyRows: { fr: "Le fichier dépasse 200 000 lignes.", en: "The file has more than 200,000 lines." },
  empty: { fr: "Le fichier n’a aucune ligne de don.", en: "The file has no line with a gift." },
  noneUsable: ({ line, column, value, reason }: RefusedCell): Text => ({
    fr: `Aucune ligne ne se lit. Ligne ${line}, colonne « ${column} », valeur « ${value} » : ${reason.fr}`,
    en: `No line can be read. Line ${line}, column “${column}”, value “${value}”: ${reason.en}`,
  }),
  columnTwice: (name: string): Text => ({
    fr: `La colonne « ${name} » est donnée deux fois.`,
    en: `The column “${name}” is given twice.`,
  }),
  columnsMissing: (names: readonly string[]): Text => ({
    fr: `Il manque ces colonnes, à nommer sur la première ligne : ${quotedList(names)}.`,
    en: `These columns are missing, to be named on the first line: ${quotedList(names)}.`,
  }),
} as const;

export const CROWD_NAMES: Readonly<Record<CrowdKind, Text>> = {
  many_small: { fr: "Beaucoup de petits dons", en: "Many small gifts" },
  few_large: { fr: "Quelques gros dons", en: "Few large gifts" },
  late_rush: { fr: "Ruée des derniers jours", en: "A rush in the last days" },
};

export const REFUSALS = {
  potNeeded: {
    fr: "Dites combien il y a dans l’enveloppe.",
    en: "Say how much there is in the pot.",
  },
  ruleUnknown: { fr: "Cette règle n’existe pas.", en: "There is no such rule." },
  noGifts: {
    fr: "Aucun don encaissé ou promis dans ces collectes et entre ces jours.",
    en: "No captured or firm gift in these campaigns and between these days.",
  },
  tooManyGifts: {
    fr: "Plus de 200 000 dons : choisissez moins de collectes ou moins de jours.",
    en: "More than 200,000 gifts: choose fewer campaigns or fewer days.",
  },
  departement: {
    fr: "Ce n’est pas le numéro d’un département.",
    en: "This is not the number of a département.",
  },
  meanTooLarge: {
    fr: "Le don moyen ne peut dépasser 1 000 000 €.",
    en: "The mean gift cannot be more than €1,000,000.",
  },
  daysOrder: { fr: "Le dernier jour vient avant le premier.", en: "The last day comes before the first." },
} as const satisfies Record<string, Text>;

export const simulationsBusy = () =>
  new AppError(
    "simulations-busy",
    503,
    {
      fr: "Plusieurs simulations sont en cours. Réessayez dans quelques secondes.",
      en: "Several simulations are under way. Try again in a few seconds.",
    },
    { retryAfterSeconds: 5 },
  );

/** Headings of the file of gifts with their answers. */
export const COLUMNS = {
  number: { fr: "n°", en: "no." },
  date: { fr: "date", en: "date" },
  campaign: { fr: "collecte", en: "campaign" },
  departement: { fr: "département", en: "département" },
  donor: { fr: "donateur (pseudonyme)", en: "donor (pseudonym)" },
  gift: { fr: "don (€)", en: "gift (€)" },
  match: (rule: number): Text => ({ fr: `abondement règle ${rule} (€)`, en: `match of rule ${rule} (€)` }),
  bound: (rule: number): Text => ({ fr: `règle ${rule} : limité par`, en: `rule ${rule}: limited by` }),
} as const;
