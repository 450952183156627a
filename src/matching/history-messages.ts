import type { Text } from "../i18n/text.ts";

export type MatchEventKind = "reserved" | "released" | "committed" | "reversed" | "paid" | "clawback_due";

type Sentence = (euros: string, day: string) => string;

export const EVENTS: Readonly<Record<MatchEventKind, { readonly fr: Sentence; readonly en: Sentence }>> = {
  reserved: { fr: (euros, day) => `${euros} réservés le ${day}`, en: (euros, day) => `${euros} held on ${day}` },
  released: {
    fr: (euros, day) => `${euros} libérés le ${day}`,
    en: (euros, day) => `${euros} released on ${day}`,
  },
  committed: {
    fr: (euros, day) => `${euros} acquis à la collecte le ${day}`,
    en: (euros, day) => `${euros} confirmed for the campaign on ${day}`,
  },
  reversed: {
    fr: (euros, day) => `${euros} annulés le ${day}`,
    en: (euros, day) => `${euros} reversed on ${day}`,
  },
  paid: {
    fr: (euros, day) => `${euros} versés au projet le ${day}`,
    en: (euros, day) => `${euros} paid to the project on ${day}`,
  },
  clawback_due: {
    fr: (euros, day) => `${euros} à reverser depuis le ${day}`,
    en: (euros, day) => `${euros} to be paid back since ${day}`,
  },
};

/** Why a match was lowered. */
export const REDUCED: Readonly<Record<string, Text>> = {
  refund: {
    fr: "le don a été remboursé, en tout ou en partie",
    en: "the gift was refunded, wholly or in part",
  },
  dispute_lost: {
    fr: "le don a été contesté auprès de la banque, qui l’a repris",
    en: "the gift was disputed at the bank, which took it back",
  },
  same_person: {
    fr: "ce don et un autre sont de la même personne, et le plafond par personne vaut pour les deux ensemble",
    en: "this gift and another are of the same person, and the cap per person holds for both together",
  },
  not_eligible: { fr: "la règle ne s’appliquait pas à ce don", en: "the rule did not apply to this gift" },
  threshold_not_held: {
    fr: "les dons encaissés n’atteignent pas le seuil de la règle",
    en: "the gifts captured do not reach the rule’s threshold",
  },
  goal_not_reached: {
    fr: "la collecte n’a pas atteint son objectif",
    en: "the campaign did not reach its goal",
  },
  unspent: {
    fr: "le projet n’a pas dépensé toute sa subvention",
    en: "the project did not spend its whole grant",
  },
  round_corrected: { fr: "le partage a été corrigé", en: "the round was corrected" },
};

export const BY_PERSON: Text = { fr: "le plafond par personne a joué", en: "the cap per person came into play" };
export const NOT_SAID: Text = { fr: "la raison est au dossier", en: "the reason is on file" };
