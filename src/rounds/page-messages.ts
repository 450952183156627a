import type { Bound } from "../domain/matching/evaluate.ts";
import { ROUND_GRACE_DAYS, ROUND_PATIENCE_DAYS } from "../domain/matching/round-closing.ts";
import type { RoundExclusion } from "../domain/matching/round-eligibility.ts";
import type { Text } from "../i18n/text.ts";

export const ROUND = {
  list: { fr: "Tours d’abondement", en: "Matching rounds" },
  listIntro: {
    fr: "Dans un tour, un partenaire met une somme fixe en jeu. À la fin, elle est partagée entre les dons des collectes concernées.",
    en: "In a round, a partner puts up a fixed sum. At the end it is shared among the gifts to the campaigns concerned.",
  },
  none: { fr: "Aucun tour pour l’instant.", en: "No round so far." },
  older: { fr: "Tours plus anciens", en: "Older rounds" },
  partner: { fr: "Partenaire", en: "Partner" },
  period: { fr: "Dons du", en: "Gifts from" },
  until: { fr: "au", en: "to" },
  budget: { fr: "Somme en jeu", en: "Sum put up" },
  shared: { fr: "Partagé", en: "Shared" },
  notYet: { fr: "pas encore", en: "not yet" },
  agreement: { fr: "Voir le partenariat", en: "See the partnership" },
  how: { fr: "Comment le partage est calculé", en: "How the sharing is worked out" },
  howProRata: {
    fr: "Chaque don reçoit une part en proportion de son montant. Ce qu’un plafond coupe va aux autres dons, en proportion.",
    en: "Each gift gets a share in proportion to its amount. What a cap cuts goes to the other gifts, in proportion.",
  },
  howQuadratic: {
    fr: "Une collecte pèse d’autant plus que beaucoup de personnes lui donnent : le carré de la somme des racines de ce que chacune a donné, moins ce qu’elles ont donné. Une personne seule ne pèse rien. La part d’une collecte va à ses dons en proportion de leur montant ; ce qu’un plafond coupe va aux autres dons (Buterin, Hitzig et Weyl, 2019).",
    en: "A campaign weighs the more, the more people give to it: the square of the sum of the roots of what each gave, less what they gave. One person alone weighs nothing. A campaign’s share goes to its gifts in proportion to their amounts; what a cap cuts goes to the other gifts (Buterin, Hitzig and Weyl, 2019).",
  },
  estimate: { fr: "Estimation à cet instant", en: "Estimate at this moment" },
  estimateNote: {
    fr: "Ceci est une estimation, pas une promesse : elle change avec chaque don, et peut baisser. Seul le partage de fin de tour compte.",
    en: "This is an estimate, not a promise: it changes with every gift, and may fall. Only the sharing at the round’s end counts.",
  },
  result: { fr: "Résultat", en: "Result" },
  shortOfBudget: {
    fr: "L’enveloppe du partenaire contenait moins que la somme en jeu : le tour a partagé ce qu’elle contenait.",
    en: "The partner’s pot held less than the sum put up: the round shared what it held.",
  },
  leftOver: {
    fr: "Le reste n’a pas été partagé, faute de dons ou à cause des plafonds : il demeure dans l’enveloppe.",
    en: "The rest was not shared, for want of gifts or because of caps: it stays in the pot.",
  },
  campaigns: { fr: "Partage par collecte", en: "Shares by campaign" },
  campaign: { fr: "Collecte", en: "Campaign" },
  donors: { fr: "Donateurs", en: "Donors" },
  gifts: { fr: "Dons comptés", en: "Gifts counted" },
  share: { fr: "Part", en: "Share" },
  few: { fr: "moins de 5", en: "fewer than 5" },
  hidden: { fr: "non publié", en: "not published" },
  small: {
    fr: "Les chiffres qui concernent moins de 5 personnes ne sont pas publiés.",
    en: "Figures that concern fewer than 5 people are not published.",
  },
  noGift: { fr: "Aucun don compté.", en: "No gift counted." },
  excluded: { fr: "Dons qui ne comptent pas, par raison", en: "Gifts that do not count, by reason" },
  reason: { fr: "Raison", en: "Reason" },
  number: { fr: "Nombre de dons", en: "Number of gifts" },
  everyGift: { fr: "Voir chaque don de ce résultat", en: "See every gift of this result" },
  giftsTitle: { fr: "Dons du tour", en: "Gifts of the round" },
  codes: {
    fr: "Chaque don porte un nom de code. Il ne dit rien de la personne.",
    en: "Each gift bears a code name. It tells nothing of the person.",
  },
  code: { fr: "Don", en: "Gift" },
  amount: { fr: "Montant du don", en: "Amount of the gift" },
  why: { fr: "Pourquoi", en: "Why" },
  moreGifts: { fr: "Dons suivants", en: "More gifts" },
  back: { fr: "Retour au tour", en: "Back to the round" },
  versions: { fr: "Versions du résultat", en: "Versions of the result" },
  version: { fr: "Version", en: "Version" },
  closedOn: { fr: "Établie le", en: "Drawn up on" },
  because: { fr: "Raison de la correction", en: "Reason for the correction" },
  first: { fr: "premier résultat", en: "first result" },
  compare: { fr: "Comparer à la version précédente", en: "Compare with the version before" },
  inputHash: { fr: "Empreinte des données du calcul", en: "Fingerprint of the data it was worked out from" },
  changedCampaigns: { fr: "Collectes dont la part change", en: "Campaigns whose share changes" },
  changedGifts: { fr: "Dons dont la part change", en: "Gifts whose share changes" },
  before: { fr: "Avant", en: "Before" },
  after: { fr: "Après", en: "After" },
  onlyFirst: { fr: "Seuls les 50 premiers sont montrés.", en: "Only the first 50 are shown." },
  correct: { fr: "Corriger ce résultat", en: "Correct this result" },
  correctHint: {
    fr: "Le tour est partagé de nouveau sur ce qui reste de ses dons aujourd’hui. Rien ne bouge avant qu’une seconde personne confirme. La version actuelle reste publiée.",
    en: "The round is shared anew on what is left of its gifts today. Nothing moves before a second person confirms. The present version stays published.",
  },
  correctReason: { fr: "Raison de la correction (publiée)", en: "Reason for the correction (published)" },
  takenIn: { fr: "Dons écartés à tort", en: "Gifts left out wrongly" },
  takenInHint: {
    fr: "Leurs noms de code, séparés par des espaces. Ils compteront malgré la règle.",
    en: "Their code names, separated by spaces. They will count although the rule says no.",
  },
  propose: { fr: "Proposer la correction", en: "Propose the correction" },
  open: { fr: "Une correction attend une seconde personne", en: "A correction is waiting for a second person" },
  proposedOn: { fr: "Proposée le", en: "Proposed on" },
  takenInCount: { fr: "Dons pris en compte par décision", en: "Gifts taken in by decision" },
  wouldShare: { fr: "Serait partagé en tout", en: "Would be shared in all" },
  wouldReverse: { fr: "Abondements annulés", en: "Matches reversed" },
  wouldGrant: { fr: "Nouveaux abondements", en: "New matches" },
  confirm: { fr: "Confirmer la correction", en: "Confirm the correction" },
  withdraw: { fr: "Retirer la correction", en: "Withdraw the correction" },
} as const satisfies Record<string, Text>;

export const roundOf = (partnerName: string): Text => ({
  fr: `Tour d’abondement\u00a0: ${partnerName}`,
  en: `Matching round: ${partnerName}`,
});

export const STAGES = {
  not_begun: { fr: "à venir", en: "to come" },
  running: { fr: "en cours", en: "running" },
  waiting: { fr: "terminé, partage à venir", en: "over, to be shared" },
  due: { fr: "partage imminent", en: "about to be shared" },
  suspended: { fr: "suspendu avec le partenariat", en: "suspended with the partnership" },
  closed: { fr: "partagé", en: "shared" },
} as const satisfies Record<string, Text>;

export const whenShared: Text = {
  fr: `Le tour est partagé ${ROUND_GRACE_DAYS} jour après sa fin, ou dès que les paiements en attente et les collectes en dénouement sont décidés, et ${ROUND_PATIENCE_DAYS} jours après sa fin au plus tard.`,
  en: `The round is shared ${ROUND_GRACE_DAYS} day after its end, or once open payments and settling campaigns are decided, and ${ROUND_PATIENCE_DAYS} days after its end at the latest.`,
};

export const awaitedGifts = (awaited: number): Text => ({
  fr: awaited === 1 ? "Un don attend encore son paiement." : `${awaited} dons attendent encore leur paiement.`,
  en:
    awaited === 1
      ? "One gift is still waiting for its payment."
      : `${awaited} gifts are still waiting for their payments.`,
});

/** What stopped a share, or why a gift takes no part, in a few words. */
export const LINE_REASONS: Readonly<Record<Bound | RoundExclusion, Text>> = {
  formula: { fr: "part entière", en: "whole share" },
  cap_per_gift: { fr: "plafond par don", en: "cap per gift" },
  cap_per_donor: { fr: "plafond par personne", en: "cap per person" },
  cap_per_campaign: { fr: "plafond par collecte", en: "cap per campaign" },
  cap_per_period: { fr: "plafond par période", en: "cap per period" },
  cap_in_all: { fr: "plafond de la règle", en: "cap of the rule" },
  campaign_ceiling: { fr: "plafond de la collecte", en: "the campaign’s ceiling" },
  held_share: { fr: "part gardée pour d’autres territoires", en: "share kept for other territories" },
  pot: { fr: "fonds de l’enveloppe", en: "what the pot held" },
  stacking: { fr: "déjà abondé par une autre règle", en: "matched by another rule already" },
  before_start: { fr: "donné avant le tour", en: "given before the round" },
  after_end: { fr: "donné après le tour", en: "given after the round" },
  donor_is_holder: { fr: "donné par la structure elle-même", en: "given by the organisation itself" },
  donor_is_partner: { fr: "donné par le partenaire", en: "given by the partner" },
  below_minimum_gift: { fr: "don sous le minimum", en: "gift below the minimum" },
  place_not_covered: { fr: "lieu non concerné", en: "place not concerned" },
  category_not_covered: { fr: "catégorie non concernée", en: "category not concerned" },
  no_needs_in_kind: { fr: "collecte sans besoin en nature", en: "campaign without needs in kind" },
  too_few_donors: { fr: "trop peu de donateurs", en: "too few donors" },
  threshold_not_reached: { fr: "seuil non atteint", en: "threshold not reached" },
  lump_already_granted: { fr: "forfait déjà accordé", en: "lump granted already" },
  shared_at_round_end: { fr: "partagé en fin de tour", en: "shared at the round’s end" },
  not_captured: { fr: "pas encaissé", en: "not paid" },
  refunded: { fr: "remboursé", en: "refunded" },
  disputed: { fr: "paiement contesté", en: "payment disputed" },
  campaign_failed: { fr: "collecte sans succès", en: "campaign did not succeed" },
  campaign_cancelled: { fr: "collecte annulée", en: "campaign cancelled" },
  goal_not_reached: { fr: "objectif non atteint", en: "goal not reached" },
  answered_when_given: { fr: "abondé au moment du don", en: "matched when it was given" },
  revoked: { fr: "écarté par décision", en: "left out by decision" },
};

export const reasonText = (reason: string): Text =>
  LINE_REASONS[reason as Bound | RoundExclusion] ?? { fr: reason, en: reason };
