import type { SafetyObstacle, SafetyRule, SafetyState } from "../domain/safety.ts";
import { AppError, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const RULE_NAMES: Readonly<Record<SafetyRule, Text>> = {
  "approval-single": {
    fr: "Plus gros paiement qu’une personne peut approuver",
    en: "Largest payment one person may approve",
  },
  "approval-daily": {
    fr: "Total qu’une personne peut approuver en 24 heures",
    en: "Total one person may approve in 24 hours",
  },
  "refund-second-person": {
    fr: "Remboursement au-dessus duquel une deuxième personne confirme",
    en: "Refund above which a second person confirms",
  },
  "agreement-second-signature": {
    fr: "Promesse au-dessus de laquelle deux administrateurs signent un accord",
    en: "Promise above which two administrators sign an agreement",
  },
};

export const STATE_NAMES: Readonly<Record<SafetyState, Text>> = {
  proposed: { fr: "attend une deuxième personne", en: "awaits a second person" },
  confirmed: { fr: "confirmé, pas encore en vigueur", en: "confirmed, not in force yet" },
  "in-effect": { fr: "entré en vigueur", en: "took effect" },
  cancelled: { fr: "annulé", en: "cancelled" },
};

export const forEverybody: Text = {
  fr: "Cette règle vaut pour tout le monde : ne choisissez personne.",
  en: "This rule is the same for everybody: choose nobody.",
};

export const sameFigure: FieldError = {
  field: "toCents",
  message: { fr: "C’est déjà le montant en vigueur.", en: "This is the amount in force already." },
};

export const notAnApprover: FieldError = {
  field: "userId",
  message: {
    fr: "Cette personne n’est ni ordonnateur ni comptable.",
    en: "This person is neither authorising officer nor paymaster.",
  },
};

export const changePending = (): AppError =>
  new AppError("change-pending", 409, {
    fr: "Un assouplissement de cette règle attend déjà : confirmez-le ou annulez-le d’abord.",
    en: "A loosening of this rule waits already: confirm or cancel it first.",
  });

const OBSTACLES: Readonly<Record<SafetyObstacle, readonly [type: string, text: Text]>> = {
  "own-limit": [
    "second-person-needed",
    {
      fr: "Vous ne pouvez pas relever votre propre limite : deux autres personnes le décident.",
      en: "You cannot raise your own limit: two other people decide it.",
    },
  ],
  "same-person": [
    "second-person-needed",
    {
      fr: "Une autre personne doit confirmer ce que vous avez proposé.",
      en: "Another person must confirm what you proposed.",
    },
  ],
  "not-open": [
    "state-changed",
    {
      fr: "Ce changement n’attend plus : rechargez la page.",
      en: "This change waits no longer: reload the page.",
    },
  ],
  "figure-moved": [
    "state-changed",
    {
      fr: "Le montant en vigueur a changé depuis la proposition : annulez-la et recommencez.",
      en: "The amount in force has changed since the proposal: cancel it and start again.",
    },
  ],
};

export function refusedChange(reason: SafetyObstacle): AppError {
  const [type, text] = OBSTACLES[reason];
  return new AppError(type, 409, text);
}

export const SAFETY = {
  title: { fr: "Règles de sécurité", en: "Safety rules" },
  intro: {
    fr: "Ces montants protègent l’argent du fonds. Une règle plus stricte vaut tout de suite. Une règle plus souple demande deux administrateurs et ne vaut que 24 heures après la confirmation ; jusque-là, n’importe quel administrateur peut l’annuler. Les personnes concernées reçoivent un courriel à chaque étape.",
    en: "These amounts protect the fund’s money. A stricter rule holds at once. A looser rule takes two administrators and holds only 24 hours after the confirmation; until then any administrator can cancel it. The people concerned get an e-mail at each step.",
  },
  fixed: {
    fr: "D’autres règles ne peuvent être assouplies par personne : deux personnes différentes approuvent chaque versement, et un compte bancaire nouveau attend 24 heures après sa vérification. Donner un rôle d’administrateur, d’ordonnateur ou de comptable demande aussi deux administrateurs et 24 heures : page Équipe.",
    en: "Other rules can be loosened by nobody: two different people approve each payment, and a new bank account waits 24 hours after its verification. Giving somebody the role of administrator, authoriser or paymaster takes two administrators and 24 hours, too: page Staff.",
  },
  inForce: { fr: "En vigueur", en: "In force" },
  own: { fr: "Limites propres à une personne", en: "Limits of one person" },
  noOwn: {
    fr: "Personne n’a de limite propre : la règle générale vaut pour tous.",
    en: "Nobody has a limit of their own: the general rule holds for all.",
  },
  pending: { fr: "Changements en attente", en: "Changes that wait" },
  noPending: { fr: "Aucun changement n’attend.", en: "No change waits." },
  history: { fr: "Historique", en: "History" },
  noHistory: { fr: "Aucun changement jusqu’ici.", en: "No change so far." },
  rule: { fr: "Règle", en: "Rule" },
  amount: { fr: "Montant", en: "Amount" },
  from: { fr: "De", en: "From" },
  to: { fr: "À", en: "To" },
  person: { fr: "Personne", en: "Person" },
  everybody: { fr: "Tout le monde", en: "Everybody" },
  reason: { fr: "Raison", en: "Reason" },
  reasonHint: { fr: "Elle est envoyée aux personnes concernées.", en: "It is sent to the people concerned." },
  state: { fr: "État", en: "State" },
  proposedBy: { fr: "Proposé par", en: "Proposed by" },
  effect: { fr: "Effet", en: "Effect" },
  act: { fr: "Décision", en: "Decision" },
  change: { fr: "Changer un montant", en: "Change an amount" },
  toHint: { fr: "En euros. 0 : toujours une deuxième personne.", en: "In euros. 0: always a second person." },
  personHint: {
    fr: "Seulement pour les deux limites d’approbation.",
    en: "Only for the two approval limits.",
  },
  save: { fr: "Demander ce changement", en: "Ask for this change" },
  confirm: { fr: "Confirmer", en: "Confirm" },
  cancel: { fr: "Annuler", en: "Cancel" },
} as const satisfies Record<string, Text>;
