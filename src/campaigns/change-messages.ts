import { type ChangeFault, LEAST_NOTICE_DAYS, LEAVE_DAYS } from "../domain/campaign-change.ts";
import type { FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { termsFaultField } from "./messages.ts";

/** The field a person corrects, and how. */
export function changeFaultField(fault: ChangeFault): FieldError {
  switch (fault.rule) {
    case "nothing-changes":
      return {
        field: "goalCents",
        message: {
          fr: "L’objectif et le dernier jour sont déjà ceux-là.",
          en: "Goal and last day are these already.",
        },
      };
    case "too-little-notice":
      return {
        field: "deadlineOn",
        message: {
          fr: `Les donateurs gardent au moins ${LEAST_NOTICE_DAYS} jours pour réagir : choisissez un dernier jour plus tardif.`,
          en: `Donors keep at least ${LEAST_NOTICE_DAYS} days to react: choose a later last day.`,
        },
      };
    case "minimum-above-goal":
      return {
        field: "goalCents",
        message: {
          fr: "L’objectif ne descend pas sous le minimum annoncé aux donateurs.",
          en: "The goal does not go below the minimum that donors were told.",
        },
      };
    case "stretch-goal-not-above":
      return {
        field: "goalCents",
        message: {
          fr: "L’objectif reste en dessous du premier palier.",
          en: "The goal stays below the first stretch goal.",
        },
      };
    case "deadline-before-start":
    case "too-long":
    case "goal-above-plan":
      return termsFaultField(fault);
  }
}

export const CHANGE = {
  title: { fr: "Changer l’objectif ou le dernier jour", en: "Change the goal or the last day" },
  link: { fr: "Changer l’objectif ou le dernier jour…", en: "Change the goal or the last day…" },
  intro: {
    fr: `Les donateurs se sont engagés sur l’objectif et le dernier jour affichés. Un changement les concerne tous : chacun reçoit une lettre et peut partir sans frais. Il doit leur rester au moins ${LEAST_NOTICE_DAYS} jours.`,
    en: `Donors gave on the goal and last day they were shown. A change concerns all of them: each gets a letter and can leave at no cost. They must have at least ${LEAST_NOTICE_DAYS} days left.`,
  },
  goal: { fr: "Nouvel objectif", en: "New goal" },
  lastDay: { fr: "Nouveau dernier jour", en: "New last day" },
  reason: { fr: "Raison, lue par les donateurs", en: "Reason, read by the donors" },
  preview: { fr: "Voir les conséquences", en: "See the consequences" },
  consequences: { fr: "Ce que ce changement ferait", en: "What this change would do" },
  donors: { fr: "Donateurs prévenus", en: "Donors told" },
  letters: { fr: "Lettres envoyées", en: "Letters sent" },
  checkouts: {
    fr: "Paiements ouverts (prévenus dès qu’ils aboutissent)",
    en: "Open checkouts (told as soon as they are paid)",
  },
  charges: { fr: "Débits en cours", en: "Charges under way" },
  captured: { fr: "Dons débités, rendus sur simple demande", en: "Captured gifts, returned on request" },
  rules: {
    fr: "Abondements qui s’arrêtent avant le nouveau dernier jour",
    en: "Matching that ends before the new last day",
  },
  noRules: { fr: "Aucun", en: "None" },
  confirm: { fr: "Changer et prévenir les donateurs", en: "Change, and tell the donors" },
  back: { fr: "Retour à la collecte", en: "Back to the campaign" },
  history: { fr: "Ce qui a changé", en: "What has changed" },
  changedOn: { fr: "Le", en: "On" },
  oldGoal: { fr: "Objectif avant", en: "Goal before" },
  newGoal: { fr: "Objectif après", en: "Goal after" },
  oldDay: { fr: "Dernier jour avant", en: "Last day before" },
  newDay: { fr: "Dernier jour après", en: "Last day after" },
  why: { fr: "Raison", en: "Reason" },
  wayOut: {
    fr: `Qui avait donné avant un changement peut annuler sa promesse jusqu’au débit, ou se faire rendre son don dans les ${LEAVE_DAYS} jours s’il est déjà débité.`,
    en: `Whoever gave before a change can cancel the pledge until it is charged, or have a charged gift returned within ${LEAVE_DAYS} days.`,
  },
} as const satisfies Record<string, Text>;
