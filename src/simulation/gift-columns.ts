import type { Text } from "../i18n/text.ts";

/** The columns of an uploaded file of gifts. `names` are the headers it may carry, compared without accents or case. */
type GiftColumn = { readonly names: readonly string[]; readonly explained: Text; readonly isNeeded?: true };

export const GIFT_COLUMNS = {
  date: {
    names: ["date", "date_credit", "date_du_don"],
    explained: {
      fr: "jour du don, 2026-04-02 ou 02/04/2026, suivi si l’on veut de l’heure de Paris (14:30)",
      en: "day of the gift, 2026-04-02 or 02/04/2026, with the time in Paris (14:30) if you like",
    },
    isNeeded: true,
  },
  amount: {
    names: ["montant", "amount", "montant_eur", "montant_en_euros", "montant_du_don"],
    explained: { fr: "en euros, 25 ou 12,50 ou 1 000,50 €", en: "in euros, 25 or 12.50 or €1,000.50" },
    isNeeded: true,
  },
  donor: {
    names: ["donateur", "donor", "id_donateur", "donatrice"],
    explained: {
      fr: "un code ou un nom, le même pour la même personne ; vide : une autre personne à chaque ligne",
      en: "a code or a name, the same for the same person; empty: somebody else on each line",
    },
  },
  campaign: {
    names: ["campagne", "collecte", "campaign", "projet"],
    explained: { fr: "la collecte qui reçoit le don", en: "the campaign that receives the gift" },
  },
  goal: {
    names: ["objectif", "goal"],
    explained: {
      fr: "objectif de la collecte en euros ; vide : atteint dès le départ",
      en: "the campaign’s goal in euros; empty: reached from the start",
    },
  },
  commune: {
    names: ["commune", "code_insee", "insee", "code_commune"],
    explained: {
      fr: "code INSEE de la commune du lieu : il donne département, EPCI, rural et FRR",
      en: "INSEE code of the place’s commune: it brings département, EPCI, rural and FRR",
    },
  },
  departement: {
    names: ["departement", "dept", "dep", "code_departement"],
    explained: { fr: "numéro ou nom, 23 ou Creuse", en: "number or name, 23 or Creuse" },
  },
  rural: { names: ["rural"], explained: { fr: "oui ou non", en: "yes or no" } },
  qpv: { names: ["qpv"], explained: { fr: "oui ou non", en: "yes or no" } },
  frr: { names: ["frr", "zrr"], explained: { fr: "oui ou non", en: "yes or no" } },
  placeTypes: {
    names: ["type_lieu", "types_lieu", "typologie", "place_type"],
    explained: { fr: "codes du standard, séparés par |", en: "codes of the standard, separated by |" },
  },
  services: {
    names: ["services"],
    explained: { fr: "valeurs du standard, par |", en: "values of the standard, by |" },
  },
  publics: {
    names: ["publics", "publics_specifiquement_adresses"],
    explained: { fr: "valeurs du standard, par |", en: "values of the standard, by |" },
  },
  labels: {
    names: ["labels", "label"],
    explained: { fr: "valeurs du standard, par |", en: "values of the standard, by |" },
  },
  category: {
    names: ["categorie", "category"],
    explained: { fr: "catégorie du projet, en toutes lettres", en: "the project’s category, in words" },
  },
  needsInKind: {
    names: ["besoins_en_nature", "besoins", "needs_in_kind"],
    explained: {
      fr: "oui si la collecte demande aussi du matériel ou de l’aide",
      en: "yes where the campaign also asks for things or help",
    },
  },
  link: {
    names: ["lien", "link"],
    explained: {
      fr: "porteur ou partenaire, si le donateur en fait partie : son don n’est pas abondé",
      en: "holder or partner where the donor belongs to it: the gift is not matched",
    },
  },
} as const satisfies Record<string, GiftColumn>;

export type GiftColumnName = keyof typeof GIFT_COLUMNS;

export const GIFT_COLUMN_NAMES = Object.keys(GIFT_COLUMNS) as readonly GiftColumnName[];

/** A header or a word without accents, case, spaces and signs: `Montant (€)` is `montant`. */
export const plainWord = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");

/** The column a header names, or undefined where it is none of ours. */
export const columnOf = (header: string): GiftColumnName | undefined => {
  const word = plainWord(header);
  return GIFT_COLUMN_NAMES.find((name) => {
    const { names }: GiftColumn = GIFT_COLUMNS[name];
    return names.includes(word);
  });
};
