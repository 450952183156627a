import type { ReplayCause } from "../domain/matching/replay.ts";
import type { Text } from "../i18n/text.ts";

/** What differs, said to the staff. */
export const REPLAY_CAUSES: Readonly<Record<ReplayCause, Text>> = {
  "replay-amount": {
    fr: "Le rejeu trouve un autre abondement que celui qui est enregistré.",
    en: "The replay comes to another match than the one stored.",
  },
  "replay-bound": {
    fr: "Le rejeu trouve un autre plafond déterminant.",
    en: "The replay finds that another cap bound.",
  },
  "replay-pot": {
    fr: "L’enveloppe ne contenait pas ce que l’abondement enregistré en dit.",
    en: "The pot did not hold what the stored match says.",
  },
  "replay-caps": {
    fr: "Un chiffre de l’explication enregistrée n’est pas celui du rejeu.",
    en: "A figure of the stored explanation is not the replay’s.",
  },
  "replay-rule-version": {
    fr: "Une autre version de la règle était en vigueur au moment du don.",
    en: "Another version of the rule was in force when the gift was made.",
  },
  "replay-trace-missing": {
    fr: "Une règle en vigueur n’a laissé aucune trace pour ce don.",
    en: "A rule in force left no trace for this gift.",
  },
  "replay-trace-unexpected": {
    fr: "Une trace existe pour une règle qui n’était pas en vigueur.",
    en: "There is a trace of a rule that was not in force.",
  },
  "replay-match-missing": {
    fr: "L’abondement dont parle la trace n’existe pas.",
    en: "The match the trace speaks of does not exist.",
  },
  "replay-match-differs": {
    fr: "L’abondement enregistré n’est pas celui de sa trace.",
    en: "The stored match is not the one of its trace.",
  },
  "replay-match-untraced": {
    fr: "Un abondement existe sans aucune trace qui l’explique.",
    en: "There is a match without any trace that explains it.",
  },
  "replay-history": {
    fr: "L’état ou le montant de l’abondement ne suit pas de son historique.",
    en: "The match’s state or amount does not follow from its history.",
  },
  "replay-refund": {
    fr: "Après un remboursement, l’abondement n’est pas celui du reste du don.",
    en: "After a refund, the match is not that of the rest of the gift.",
  },
  "replay-round": {
    fr: "Refaire le partage ne redonne pas les parts enregistrées.",
    en: "Sharing the round again does not give the stored shares.",
  },
};

export const REPLAY = {
  gift: { fr: "Don concerné", en: "The gift" },
  expected: { fr: "Attendu par le rejeu", en: "Expected by the replay" },
  stored: { fr: "Enregistré", en: "Stored" },
  figure: { fr: "Donnée", en: "Figure" },
  detail: { fr: "Ce que le rejeu a comparé", en: "What the replay compared" },
  last: { fr: "Dernier rejeu des abondements :", en: "Last replay of matches:" },
  never: {
    fr: "Les abondements n’ont pas encore été rejoués : ce sera fait cette nuit.",
    en: "Matches have not been replayed yet: it will be done tonight.",
  },
} as const satisfies Record<string, Text>;

export const replayCounts = (pledges: string, matches: string, differences: string): Text => ({
  fr: `${pledges} dons, ${matches} abondements, ${differences} écarts.`,
  en: `${pledges} gifts, ${matches} matches, ${differences} differences.`,
});
