import type { SimulatedBound } from "../domain/simulation/result.ts";
import type { Text } from "../i18n/text.ts";

/** What held a match back, as a heading of a line. */
export const BOUND_NAMES: Readonly<Record<SimulatedBound, Text>> = {
  formula: { fr: "Rien : la règle a tout donné", en: "Nothing: the rule gave it all" },
  cap_per_gift: { fr: "Plafond par don", en: "Cap per gift" },
  cap_per_donor: { fr: "Plafond par personne", en: "Cap per person" },
  cap_per_campaign: { fr: "Plafond par collecte", en: "Cap per campaign" },
  cap_per_period: { fr: "Plafond par période", en: "Cap per period" },
  cap_in_all: { fr: "Plafond de la règle en tout", en: "The rule’s cap in all" },
  campaign_ceiling: { fr: "Plafond d’abondement de la collecte", en: "The campaign’s ceiling on matching" },
  held_share: { fr: "Part gardée pour d’autres territoires", en: "Share held for other territories" },
  pot: { fr: "Enveloppe vide", en: "Empty pot" },
  stacking: { fr: "Une autre règle a déjà abondé", en: "Another rule matched already" },
  goal_not_reached: { fr: "Objectif de la collecte manqué", en: "The campaign missed its goal" },
  before_start: { fr: "Avant le premier jour de la règle", en: "Before the rule’s first day" },
  after_end: { fr: "Après le dernier jour de la règle", en: "After the rule’s last day" },
  donor_is_holder: { fr: "Donateur membre du porteur", en: "Donor belongs to the holder" },
  donor_is_partner: { fr: "Donateur membre du partenaire", en: "Donor belongs to the partner" },
  below_minimum_gift: { fr: "Don sous le minimum", en: "Gift below the minimum" },
  place_not_covered: { fr: "Lieu que la règle ne vise pas", en: "Place the rule does not cover" },
  category_not_covered: { fr: "Catégorie que la règle ne vise pas", en: "Category the rule does not cover" },
  no_needs_in_kind: { fr: "Collecte sans besoin en nature", en: "Campaign without needs in kind" },
  too_few_donors: { fr: "Pas encore assez de donateurs", en: "Not enough donors yet" },
  threshold_not_reached: { fr: "Seuil pas encore atteint", en: "Threshold not reached yet" },
  lump_already_granted: { fr: "Somme déjà accordée à la collecte", en: "Sum already granted to the campaign" },
  shared_at_round_end: { fr: "Partagé à la fin", en: "Shared at the end" },
};
