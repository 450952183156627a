import type { CampaignCategory, CampaignMode, CampaignState } from "../domain/campaign.ts";
import { type ChecklistItem, LONGEST_CAMPAIGN_DAYS, type TermsFault } from "../domain/campaign-terms.ts";
import { AppError, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

export const STATE_NAMES: Readonly<Record<CampaignState, Text>> = {
  draft: { fr: "Brouillon", en: "Draft" },
  submitted: { fr: "Déposée, à l’étude", en: "Submitted, under review" },
  changes_requested: { fr: "Modifications demandées", en: "Changes requested" },
  approved: { fr: "Approuvée", en: "Approved" },
  scheduled: { fr: "Programmée", en: "Scheduled" },
  live: { fr: "En cours", en: "Live" },
  settling: { fr: "Terminée, dénouement en cours", en: "Ended, being settled" },
  succeeded: { fr: "Réussie", en: "Succeeded" },
  failed: { fr: "Non aboutie", en: "Not successful" },
  suspended: { fr: "Suspendue", en: "Suspended" },
  cancelled: { fr: "Annulée", en: "Cancelled" },
};

export const MODE_NAMES: Readonly<Record<CampaignMode, Text>> = {
  all_or_nothing: { fr: "Tout ou rien", en: "All or nothing" },
  keep_what_you_raise: { fr: "Chaque don compte", en: "Keep what is raised" },
};

export const CATEGORY_NAMES: Readonly<Record<CampaignCategory, Text>> = {
  equipment: { fr: "Matériel", en: "Equipment" },
  workshops: { fr: "Ateliers et accompagnement", en: "Workshops and support" },
  training: { fr: "Formation", en: "Training" },
  accessibility: { fr: "Accessibilité", en: "Accessibility" },
  premises: { fr: "Locaux", en: "Premises" },
  mobility: { fr: "Itinérance", en: "Going out to people" },
  other: { fr: "Autre", en: "Other" },
};

export const CHECKLIST_NAMES: Readonly<Record<ChecklistItem, Text>> = {
  place: { fr: "Au moins un lieu de médiation est rattaché au projet", en: "The project has at least one place" },
  budget: { fr: "Le budget a au moins une dépense", en: "The budget has at least one expense" },
  "funding-plan": {
    fr: "L’objectif tient dans la part « collecte » du plan de financement, autres collectes comprises",
    en: "The goal fits the campaign share of the funding plan, with the project’s other campaigns",
  },
  "organisation-identity": {
    fr: "L’identité de la structure (SIRET ou RNA) est vérifiée",
    en: "The organisation’s identity (SIRET or RNA) is checked",
  },
  "start-not-past": { fr: "Le premier jour n’est pas passé", en: "The first day is not in the past" },
  "deadline-ahead": { fr: "Le dernier jour n’est pas passé", en: "The last day is not in the past" },
};

/** The field a person corrects, and how. */
export function termsFaultField(fault: TermsFault): FieldError {
  switch (fault.rule) {
    case "deadline-before-start":
      return at("deadlineOn", "Le dernier jour vient avant le premier.", "The last day comes before the first.");
    case "too-long":
      return at(
        "deadlineOn",
        `Une collecte dure au plus ${LONGEST_CAMPAIGN_DAYS} jours.`,
        `A campaign lasts at most ${LONGEST_CAMPAIGN_DAYS} days.`,
      );
    case "minimum-above-goal":
      return at("shortfall.minimumCents", "Le minimum dépasse l’objectif.", "The minimum is above the goal.");
    case "stretch-goal-not-above":
      return at(
        `stretchGoalsCents.${fault.index}`,
        "Un palier dépasse l’objectif et le palier précédent.",
        "A stretch goal is above the goal and the one before it.",
      );
    case "goal-above-plan":
      return at(
        "goalCents",
        `Le plan de financement du projet prévoit ${formatEuros(fault.planCents, "fr")} de collecte au plus.`,
        `The project’s funding plan expects at most ${formatEuros(fault.planCents, "en")} from campaigns.`,
      );
  }
}

const at = (field: string, fr: string, en: string): FieldError => ({ field, message: { fr, en } });

export const campaignLocked = () =>
  new AppError("campaign-locked", 409, {
    fr: "Cette collecte a été déposée : elle ne peut plus être modifiée.",
    en: "This campaign has been submitted: it can no longer be changed.",
  });

export const campaignElsewhere = (state: CampaignState) =>
  new AppError("state-changed", 409, {
    fr: `Cette action n’est plus possible. État de la collecte : ${STATE_NAMES[state].fr.toLowerCase()}.`,
    en: `This is no longer possible. State of the campaign: ${STATE_NAMES[state].en.toLowerCase()}.`,
  });

export const incompleteCampaign = (missing: readonly ChecklistItem[]) =>
  new AppError(
    "campaign-incomplete",
    422,
    {
      fr: "Il manque encore quelque chose avant de déposer la collecte.",
      en: "Something is still missing before the campaign can be submitted.",
    },
    { fields: missing.map((item) => ({ field: item, message: notYet(item) })) },
  );

const notYet = (item: ChecklistItem): Text => ({
  fr: `Il reste à remplir : ${CHECKLIST_NAMES[item].fr.toLowerCase()}.`,
  en: `Still to do: ${CHECKLIST_NAMES[item].en.toLowerCase()}.`,
});

export const deadlinePassed = () =>
  new AppError("deadline-passed", 409, {
    fr: "Le dernier jour de cette collecte est passé : demandez au porteur de changer les dates.",
    en: "The last day of this campaign has passed: ask the holder to change the dates.",
  });

export const rewardSoldOut = () =>
  new AppError("reward-sold-out", 409, {
    fr: "Cette contrepartie est épuisée.",
    en: "This reward is no longer available.",
  });
