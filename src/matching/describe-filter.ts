import { CATEGORY_NAMES } from "../campaigns/messages.ts";
import { CAMPAIGN_CATEGORIES } from "../domain/campaign.ts";
import type { WrittenFilter } from "../domain/matching/rule-terms.ts";
import type { Text } from "../i18n/text.ts";
import { formatCount } from "../ui/format.ts";
import { list, same, when } from "./sentence-parts.ts";
import { communeName, departementName, epciName, placeTypeName, standardLabel } from "./territory-names.ts";

/** Where a rule holds and for whom (M7), a part a predicate. */
export const describeFilter = (filter: WrittenFilter): readonly Text[] => [
  ...when(filter.rural, { fr: "dans les communes rurales", en: "in rural communes" }),
  ...when(filter.qpv, { fr: "dans les quartiers prioritaires (QPV)", en: "in priority neighbourhoods (QPV)" }),
  ...when(filter.frr, {
    fr: "dans les zones France ruralités revitalisation (FRR)",
    en: "in rural revitalisation zones (FRR)",
  }),
  ...list(filter.departements, same(departementName), {
    fr: filter.departements?.length === 1 ? "dans le département " : "dans les départements ",
    en: filter.departements?.length === 1 ? "in the département " : "in the départements ",
  }),
  ...list(filter.epcis, same(epciName), { fr: "dans l’intercommunalité ", en: "in the intercommunal body " }),
  ...near(filter.near),
  ...list(filter.placeTypes, placeTypeName, { fr: "pour les lieux de type ", en: "for places of the kind " }),
  ...list(filter.services, standardLabel, { fr: "pour les lieux qui proposent ", en: "for places that offer " }),
  ...list(filter.publics, standardLabel, { fr: "pour les lieux qui s’adressent à ", en: "for places that address " }),
  ...list(filter.labels, standardLabel, { fr: "pour les lieux labellisés ", en: "for places with the label " }),
  ...list(filter.categories, categoryName, {
    fr: "pour les projets de catégorie ",
    en: "for projects in the category ",
  }),
  ...when(filter.needsInKind, {
    fr: "pour les collectes qui demandent aussi du matériel ou des coups de main",
    en: "for campaigns that also ask for things or help",
  }),
];

const near = (asked: WrittenFilter["near"]): readonly Text[] => {
  if (asked === undefined) return [];
  const { communeCode, kilometres } = asked;
  return [
    {
      fr: `à ${formatCount(kilometres, "fr")}\u00a0km au plus à vol d’oiseau de cette commune : ${communeName(communeCode)}`,
      en: `within ${formatCount(kilometres, "en")}\u00a0km as the crow flies of ${communeName(communeCode)}`,
    },
  ];
};

const categoryName = (value: string): Text => {
  const known = CAMPAIGN_CATEGORIES.find((category) => category === value);
  return known === undefined
    ? { fr: `« ${value} »`, en: `“${value}”` }
    : { fr: `« ${CATEGORY_NAMES[known].fr} »`, en: `“${CATEGORY_NAMES[known].en}”` };
};
