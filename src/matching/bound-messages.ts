import type { Ineligibility } from "../domain/matching/eligibility.ts";
import type { Bound } from "../domain/matching/evaluate.ts";
import type { Text } from "../i18n/text.ts";

/** A bound that left something, with what it left. */
type Left = (euros: Text) => Text;
export type Cap = Exclude<Bound, Ineligibility | "formula" | "stacking">;

/** What a cap is called, what it left, and that it left nothing. */
export const CAPS: Readonly<Record<Cap, { readonly name: Text; readonly left: Left; readonly usedUp: Text }>> = {
  cap_per_gift: {
    name: { fr: "Plafond par don", en: "Cap per gift" },
    left: (euros) => ({
      fr: `La règle s’arrête à ${euros.fr} par don.`,
      en: `The rule stops at ${euros.en} per gift.`,
    }),
    usedUp: {
      fr: "Ce don a déjà reçu tout ce que la règle accorde à un don.",
      en: "This gift has already received all that the rule grants a gift.",
    },
  },
  cap_per_donor: {
    name: { fr: "Reste du plafond par personne", en: "Left of the cap per person" },
    left: (euros) => ({
      fr: `Il restait ${euros.fr} sur le plafond par personne, dons précédents compris.`,
      en: `${euros.en} were left of the cap per person, earlier gifts included.`,
    }),
    usedUp: {
      fr: "Les dons précédents ont atteint le plafond par personne.",
      en: "Earlier gifts have reached the cap per person.",
    },
  },
  cap_per_campaign: {
    name: { fr: "Reste du plafond par collecte", en: "Left of the cap per campaign" },
    left: (euros) => ({
      fr: `Il restait ${euros.fr} sur ce que la règle accorde à cette collecte.`,
      en: `${euros.en} were left of what the rule grants this campaign.`,
    }),
    usedUp: {
      fr: "Cette collecte a reçu tout ce que la règle lui accorde.",
      en: "This campaign has received all that the rule grants it.",
    },
  },
  cap_per_period: {
    name: { fr: "Reste du plafond de la période", en: "Left of the cap of the period" },
    left: (euros) => ({
      fr: `Il restait ${euros.fr} sur ce que la règle accorde dans cette période.`,
      en: `${euros.en} were left of what the rule grants in this period.`,
    }),
    usedUp: {
      fr: "La règle a accordé tout ce qu’elle peut dans cette période.",
      en: "The rule has granted all that it may in this period.",
    },
  },
  cap_in_all: {
    name: { fr: "Reste du plafond de toute la règle", en: "Left of the cap of the whole rule" },
    left: (euros) => ({
      fr: `Il restait ${euros.fr} sur tout ce que la règle peut accorder.`,
      en: `${euros.en} were left of all that the rule may grant.`,
    }),
    usedUp: {
      fr: "La règle a accordé tout ce qu’elle peut accorder.",
      en: "The rule has granted all that it may grant.",
    },
  },
  campaign_ceiling: {
    name: { fr: "Reste du plafond de la collecte", en: "Left of the campaign’s ceiling" },
    left: (euros) => ({
      fr: `La collecte limite le total de ses abondements : il restait ${euros.fr}.`,
      en: `The campaign limits its matching as a whole: ${euros.en} were left.`,
    }),
    usedUp: {
      fr: "La collecte a atteint le total d’abondements qu’elle s’est fixé.",
      en: "The campaign has reached the limit it set for its matching.",
    },
  },
  held_share: {
    name: {
      fr: "Reste hors des parts gardées pour d’autres territoires",
      en: "Left beside parts kept for other territories",
    },
    left: (euros) => ({
      fr: `Le partenaire garde une part de son enveloppe pour d’autres territoires : il restait ${euros.fr} pour ce projet.`,
      en: `The partner keeps part of its pot for other territories: ${euros.en} were left for this project.`,
    }),
    usedUp: {
      fr: "Ce qui reste dans l’enveloppe du partenaire est gardé pour d’autres territoires.",
      en: "What is left in the partner’s pot is kept for other territories.",
    },
  },
  pot: {
    name: { fr: "Reste de l’enveloppe", en: "Left in the pot" },
    left: (euros) => ({
      fr: `Il restait ${euros.fr} dans l’enveloppe du partenaire.`,
      en: `${euros.en} were left in the partner’s pot.`,
    }),
    usedUp: { fr: "L’enveloppe du partenaire est vide pour l’instant.", en: "The partner’s pot is empty for now." },
  },
};

export const WHOLE: Text = {
  fr: "Aucun plafond n’a joué : tout le don est abondé.",
  en: "No cap came into play: the whole gift is matched.",
};

export const WHOLE_LUMP: Text = {
  fr: "Aucun plafond n’a joué : la somme entière est accordée.",
  en: "No cap came into play: the whole sum is granted.",
};

/** Why a rule does not concern a gift (M3, M6, M7, M15). */
export const INELIGIBLE: Readonly<Record<Ineligibility | "stacking", Text>> = {
  before_start: { fr: "La règle n’avait pas encore commencé.", en: "The rule had not started yet." },
  after_end: { fr: "La règle était terminée.", en: "The rule had ended." },
  donor_is_holder: {
    fr: "Les membres de la structure qui porte le projet peuvent donner, mais leurs dons ne sont pas abondés.",
    en: "Members of the organisation behind the project may give, and their gifts are not matched.",
  },
  donor_is_partner: {
    fr: "Les membres du partenaire peuvent donner, mais il n’abonde pas leurs dons.",
    en: "Members of the partner may give, and it does not match their gifts.",
  },
  below_minimum_gift: {
    fr: "Le don est plus petit que le minimum de la règle.",
    en: "The gift is smaller than the rule’s minimum.",
  },
  place_not_covered: {
    fr: "Le lieu du projet n’est pas de ceux que le partenaire soutient.",
    en: "The project’s place is not among those the partner supports.",
  },
  category_not_covered: {
    fr: "Le partenaire ne soutient pas cette catégorie de projets.",
    en: "The partner does not support this category of projects.",
  },
  no_needs_in_kind: {
    fr: "La règle demande une collecte qui a aussi besoin de matériel ou de coups de main.",
    en: "The rule asks for a campaign that also needs things or help.",
  },
  too_few_donors: {
    fr: "La collecte n’avait pas encore assez de donateurs différents pour cette règle.",
    en: "The campaign did not have enough different donors yet for this rule.",
  },
  threshold_not_reached: {
    fr: "La collecte n’avait pas encore atteint le seuil de cette règle.",
    en: "The campaign had not reached this rule’s threshold yet.",
  },
  lump_already_granted: {
    fr: "Cette règle n’accorde sa somme qu’une fois par collecte, et l’a déjà fait.",
    en: "This rule grants its sum once a campaign, and has done so.",
  },
  shared_at_round_end: {
    fr: "Le partenaire partage son argent entre tous les dons à la fin de la période : la part de ce don sera connue alors.",
    en: "The partner shares its money among all gifts at the end of the period: this gift’s share will be known then.",
  },
  stacking: {
    fr: "Une règle qui répond avant elle a déjà abondé ce don, et les deux ne s’ajoutent pas.",
    en: "A rule that answers before it has matched this gift already, and the two do not add up.",
  },
};

/** Who gave is the donor's own matter (X6): holder and partner read only that somebody near them did. */
export const NEAR_DONOR: Text = {
  fr: "La règle n’abonde pas les dons de personnes liées au projet ou au partenaire.",
  en: "The rule does not match gifts of people connected with the project or the partner.",
};

/** What a donor has used of a cap elsewhere is theirs too (X6). */
export const DONOR_CAP_BOUND: Text = {
  fr: "Le plafond par personne a limité l’abondement.",
  en: "The cap per person limited the matching.",
};

export const BACKFILLED: Text = {
  fr: "De l’argent s’est libéré dans l’enveloppe : il complète d’abord les dons les plus anciens qui n’avaient pas tout reçu.",
  en: "Money was freed in the pot: it first completes the oldest gifts that had not received all.",
};

export const NOT_SHARED: Text = {
  fr: "Ce don n’a pas pris part au partage.",
  en: "This gift took no part in the round.",
};
