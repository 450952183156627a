import type { CheckFault, CheckOutcome, ReviewRule } from "../domain/review-checklist.ts";
import type { Text } from "../i18n/text.ts";

/** Each rule of the review, and what to look at. */
export const RULES: Readonly<Record<ReviewRule, { readonly name: Text; readonly hint: Text }>> = {
  organisation: {
    name: { fr: "La structure est identifiée", en: "The organisation is identified" },
    hint: {
      fr: "SIRET ou RNA retrouvé dans l’annuaire public, nom et adresse pareils, personnes joignables.",
      en: "SIRET or RNA found in the public register, same name and address, people who can be reached.",
    },
  },
  place: {
    name: { fr: "Le lieu est réel", en: "The place is real" },
    hint: {
      fr: "Adresse, horaires et accueil du public : le lieu existe et sert la médiation numérique.",
      en: "Address, hours and welcome of the public: the place exists and serves digital mediation.",
    },
  },
  budget: {
    name: { fr: "Le budget tient", en: "The budget holds" },
    hint: {
      fr: "Les lignes disent ce qui est acheté, leurs sommes sont justes, l’objectif y correspond.",
      en: "The lines say what is bought, their sums are right, the goal matches them.",
    },
  },
  rewards: {
    name: { fr: "Les contreparties sont justes", en: "The rewards are fair" },
    hint: {
      fr: "Valeur réaliste de chacune, stock tenable ; « rien » convient aussi.",
      en: "A realistic value for each, a stock that can be kept; none at all is fine too.",
    },
  },
  story: {
    name: { fr: "Le texte se comprend", en: "The story is plain" },
    hint: {
      fr: "Mots simples, promesse claire, rien d’exagéré, droits sur les images et les noms.",
      en: "Plain words, a clear promise, nothing overstated, rights to names and pictures.",
    },
  },
  dates: {
    name: { fr: "Les dates sont tenables", en: "The dates are workable" },
    hint: {
      fr: "Le début laisse le temps d’annoncer, la fin permet de réaliser le projet.",
      en: "The start leaves time to announce it, the end allows the project to be done.",
    },
  },
};

export const OUTCOME_NAMES: Readonly<Record<CheckOutcome, Text>> = {
  met: { fr: "Vérifié, c’est bon", en: "Checked, fine" },
  not_met: { fr: "À corriger", en: "To correct" },
  not_looked: { fr: "Pas encore regardé", en: "Not looked at yet" },
};

export const REVIEW_FORM = {
  title: { fr: "Votre examen", en: "Your review" },
  note: {
    fr: "Pour approuver, chaque point doit être vérifié. Ce que vous cochez est gardé avec la décision ; la structure lit ce qui est à corriger.",
    en: "To approve, every point must be checked. What you tick is kept with the decision; the organisation reads what is to be corrected.",
  },
  outcome: { fr: "Constat", en: "Finding" },
  remark: { fr: "Remarque", en: "Remark" },
  before: (outcome: string, note: string): Text => ({
    fr: `Au tour d’avant : ${outcome}${note === "" ? "" : ` – ${note}`}`,
    en: `In the round before: ${outcome}${note === "" ? "" : ` – ${note}`}`,
  }),
  word: { fr: "Message à la structure", en: "Message to the organisation" },
  wordHint: {
    fr: "Obligatoire pour demander des modifications.",
    en: "Required when asking for changes.",
  },
  checklist: { fr: "Points examinés", en: "Points reviewed" },
} as const;

export const CHECK_FAULTS: Readonly<Record<CheckFault["fault"], (rule: ReviewRule) => Text>> = {
  "not-met": (rule) => ({
    fr: `${RULES[rule].name.fr} : à vérifier avant d’approuver.`,
    en: `${RULES[rule].name.en}: to be checked before approving.`,
  }),
  "no-note": (rule) => ({
    fr: `${RULES[rule].name.fr} : dites ce qui est à corriger.`,
    en: `${RULES[rule].name.en}: say what is to be corrected.`,
  }),
};
