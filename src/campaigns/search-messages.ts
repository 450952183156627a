import type { Text } from "../i18n/text.ts";
import { formatCount } from "../ui/format.ts";

export const SEARCH = {
  title: { fr: "Collectes en cours", en: "Live campaigns" },
  intro: {
    fr: "Cherchez par mot, par lieu ou par thème. La collecte qui finit la première vient en premier.",
    en: "Search by word, place or theme. The campaign that ends first comes first.",
  },
  words: { fr: "Mots, commune ou code postal", en: "Words, town or postcode" },
  departement: { fr: "Département", en: "Département" },
  anywhere: { fr: "Toute la France", en: "All of France" },
  any: { fr: "Tous", en: "All" },
  more: { fr: "Plus de choix", en: "More choices" },
  category: { fr: "Thème", en: "Theme" },
  placeType: { fr: "Type de lieu", en: "Kind of place" },
  service: { fr: "Service rendu", en: "Service offered" },
  territory: { fr: "Territoire", en: "Territory" },
  matched: { fr: "Mon don serait abondé", en: "My gift would be matched" },
  endsSoon: { fr: "Se termine dans sept jours au plus", en: "Ends within seven days" },
  search: { fr: "Chercher", en: "Search" },
  reset: { fr: "Tout effacer", en: "Clear all" },
  none: {
    fr: "Aucune collecte ne correspond. Essayez avec moins de mots ou dans toute la France.",
    en: "No campaign matches. Try fewer words, or all of France.",
  },
  next: { fr: "Collectes suivantes", en: "More campaigns" },
  map: { fr: "Carte des collectes", en: "Map of campaigns" },
  mapHint: {
    fr: "Les départements en couleur ont des collectes. La liste dessous dit la même chose.",
    en: "Coloured départements have campaigns. The list below says the same.",
  },
  credit: {
    fr: "Contours : Victor Cazanave, svg-maps, CC BY 4.0.",
    en: "Outlines: Victor Cazanave, svg-maps, CC BY 4.0.",
  },
  isMatched: { fr: "Un partenaire ajoute sa part", en: "A partner adds its share" },
} as const satisfies Record<string, Text>;

export const TERRITORY_NAMES: Readonly<Record<"rural" | "qpv" | "frr", Text>> = {
  rural: { fr: "Commune rurale", en: "Rural commune" },
  qpv: { fr: "Quartier prioritaire (QPV)", en: "Priority neighbourhood (QPV)" },
  frr: { fr: "France ruralités revitalisation (FRR)", en: "Rural revitalisation zone (FRR)" },
};

/** How many were found. */
export const countFound = (count: number): Text =>
  count < 2
    ? { fr: `${count} collecte`, en: count === 1 ? "1 campaign" : "No campaign" }
    : { fr: `${formatCount(count, "fr")} collectes`, en: `${formatCount(count, "en")} campaigns` };

/** A département of the map, for people who do not see it. */
export const departementFound = (name: string, count: number): Text => ({
  fr: `${name} : ${countFound(count).fr}`,
  en: `${name}: ${countFound(count).en}`,
});
