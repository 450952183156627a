import { LONGEST_CAMPAIGN_DAYS } from "../domain/campaign-terms.ts";
import type { Text } from "../i18n/text.ts";

export const FORM = {
  newTitle: { fr: "Nouvelle collecte", en: "New campaign" },
  editTitle: { fr: "Modifier la collecte", en: "Change the campaign" },
  title: { fr: "Titre de la collecte", en: "Title of the campaign" },
  category: { fr: "Catégorie", en: "Category" },
  pitch: { fr: "Votre histoire", en: "Your story" },
  pitchHint: {
    fr: "Ce que le don rendra possible, en mots simples. Une ligne vide sépare deux paragraphes.",
    en: "What a gift will make possible, in plain words. An empty line separates two paragraphs.",
  },
  goal: { fr: "Objectif", en: "Goal" },
  mode: { fr: "Mode de collecte", en: "Kind of campaign" },
  startsOn: { fr: "Premier jour", en: "First day" },
  deadlineOn: { fr: "Dernier jour", en: "Last day" },
  deadlineHint: {
    fr: `Jusqu’à minuit, heure de Paris. Une collecte dure au plus ${LONGEST_CAMPAIGN_DAYS} jours.`,
    en: `Until midnight, Paris time. A campaign lasts at most ${LONGEST_CAMPAIGN_DAYS} days.`,
  },
  shortfall: {
    fr: "Et si, une fois les cartes débitées, il manque un peu d’argent ?",
    en: "What if, once cards are charged, a little money is missing?",
  },
  shortfallHint: {
    fr: "Pour le mode « tout ou rien » seulement. Ce choix est dit aux donateurs et ne change plus ensuite.",
    en: "For all-or-nothing campaigns only. Donors are told this choice and it does not change later.",
  },
  minimum: { fr: "Montant minimum accepté", en: "Least amount accepted" },
  topUp: { fr: "Complément demandé au fonds, au plus", en: "Most asked of the fund’s reserve" },
  topUpHint: { fr: "En pourcentage de l’objectif, par exemple 5", en: "As a percentage of the goal, for example 5" },
  matchingCounts: { fr: "Les abondements comptent-ils dans l’objectif ?", en: "Does matching count towards the goal?" },
  matchCeiling: { fr: "Plafond de tous les abondements", en: "Ceiling on all matching together" },
  stretch: { fr: "Paliers au-delà de l’objectif", en: "Stretch goals" },
  stretchHint: { fr: "Chaque palier dépasse le précédent.", en: "Each one is above the one before." },
  addStretch: { fr: "Ajouter un palier", en: "Add a stretch goal" },
  rewards: { fr: "Contreparties", en: "Rewards" },
  rewardsHint: {
    fr: "La valeur dit ce que vaut la contrepartie. Au-delà de 25 % du don, le donateur n’a pas de reçu fiscal.",
    en: "The value is what the reward is worth. Above 25% of the gift the donor gets no tax receipt.",
  },
  addReward: { fr: "Ajouter une contrepartie", en: "Add a reward" },
  needs: { fr: "Besoins en nature", en: "Needs in kind" },
  needsHint: { fr: "Matériel ou coups de main qu’on peut vous apporter.", en: "Things or help people can bring." },
  addNeed: { fr: "Ajouter un besoin", en: "Add a need" },
  save: { fr: "Enregistrer la collecte", en: "Save the campaign" },
} as const satisfies Record<string, Text>;

export const MODE_HINTS = {
  all_or_nothing: {
    fr: "Les cartes ne sont débitées qu’à la fin, et seulement si l’objectif est atteint.",
    en: "Cards are charged at the end only, and only if the goal is reached.",
  },
  keep_what_you_raise: {
    fr: "Chaque don est débité tout de suite et vous revient, objectif atteint ou non.",
    en: "Each gift is charged at once and is yours, whether or not the goal is reached.",
  },
} as const satisfies Record<string, Text>;

export const SHORTFALL_NAMES = {
  fail_and_refund: { fr: "Tout est remboursé", en: "Everything is refunded" },
  accept_minimum: {
    fr: "Le projet se fait quand même à partir d’un minimum",
    en: "The project goes ahead from a minimum on",
  },
  reserve_top_up: { fr: "La réserve du fonds complète", en: "The fund’s reserve makes up the difference" },
} as const satisfies Record<string, Text>;

export const YES_NO = {
  yes: { fr: "Oui, dons et abondements s’additionnent", en: "Yes, gifts and matching add up" },
  no: { fr: "Non, seuls les dons comptent", en: "No, only gifts count" },
} as const satisfies Record<string, Text>;

const numbered =
  (fr: string, en: string) =>
  (n: number): Text => ({ fr: fr.replace("#", String(n)), en: en.replace("#", String(n)) });

export const ROWS = {
  stretch: numbered("Palier #", "Stretch goal #"),
  rewardTitle: numbered("Contrepartie #", "Reward #"),
  rewardThreshold: numbered("Don minimum #", "Smallest gift #"),
  rewardValue: numbered("Valeur #", "Value #"),
  rewardStock: numbered("Nombre disponible #", "Number available #"),
  need: numbered("Besoin #", "Need #"),
  needQuantity: numbered("Quantité #", "Quantity #"),
  needDay: numbered("Pour quel jour #", "By which day #"),
} as const;

export const stockHint: Text = { fr: "Laissez vide s’il n’y a pas de limite.", en: "Leave empty for no limit." };

/** Refusals of the schema in the words of the form. */
export const EXPLAINED: Readonly<Record<string, Text>> = {
  mode: { fr: "Choisissez un mode de collecte.", en: "Choose a kind of campaign." },
  startsOn: {
    fr: "Indiquez le premier jour, par exemple 2027-03-01.",
    en: "Give the first day, for example 2027-03-01.",
  },
  deadlineOn: {
    fr: "Indiquez le dernier jour, par exemple 2027-03-31.",
    en: "Give the last day, for example 2027-03-31.",
  },
  "shortfall.topUpMaxBps": {
    fr: "Indiquez un pourcentage entre 0,01 et 100, par exemple 5.",
    en: "Give a percentage between 0.01 and 100, for example 5.",
  },
  category: { fr: "Choisissez une catégorie de la liste.", en: "Choose a category from the list." },
};
