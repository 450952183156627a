import type { Allowance } from "../domain/approval-limits.ts";
import type { ApprovalStep, DisbursementState, Obstacle, Rail } from "../domain/disbursement.ts";
import { AppError } from "../errors.ts";
import type { Language, Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

export const OBSTACLES: Readonly<Record<Obstacle, Text>> = {
  role: {
    fr: "Cette personne n’a pas, ou n’a plus, le rôle qui permet cette approbation.",
    en: "This person does not hold, or no longer holds, the role this approval takes.",
  },
  requester: {
    fr: "La personne qui a demandé le versement ne peut pas l’approuver.",
    en: "Whoever asked for the payment cannot approve it.",
  },
  "holder-member": {
    fr: "Une personne membre de la structure bénéficiaire ne peut pas approuver son versement.",
    en: "A member of the organisation that is paid cannot approve its payment.",
  },
  "partner-member": {
    fr: "Une personne membre d’un partenaire qui a abondé la collecte ne peut pas approuver ce versement.",
    en: "A member of a partner that matched the campaign cannot approve this payment.",
  },
  "same-person": {
    fr: "Une autre personne doit donner cette approbation.",
    en: "Another person must give this approval.",
  },
  state: {
    fr: "Le versement n’en est pas, ou plus, à cette étape : rechargez la page.",
    en: "The payment is not, or no longer, at this step: reload the page.",
  },
  "content-changed": {
    fr: "Le versement a changé depuis que vous l’avez lu : relisez-le avant d’approuver.",
    en: "The payment has changed since you read it: read it again before approving.",
  },
  "account-not-usable": {
    fr: "Le compte à créditer n’est pas vérifié, ou a été remplacé.",
    en: "The account to be paid is not verified, or was replaced.",
  },
  "account-cooling": {
    fr: "Le compte à créditer est nouveau : il ne peut être payé que 24 heures après sa vérification.",
    en: "The account to be paid is new: it can be paid only 24 hours after its verification.",
  },
  "single-limit": {
    fr: "Ce montant dépasse ce que cette personne peut approuver en un paiement.",
    en: "This amount exceeds what this person may approve in one payment.",
  },
  "daily-limit": {
    fr: "Ce montant dépasse ce que cette personne peut approuver en 24 heures.",
    en: "This amount exceeds what this person may approve in 24 hours.",
  },
  "agreement-not-signed": {
    fr: "La convention n’est pas encore signée par les deux parties.",
    en: "The agreement is not signed by both parties yet.",
  },
  suspended: {
    fr: "Les versements de cette subvention sont suspendus.",
    en: "The payments of this grant are suspended.",
  },
  "approval-missing": { fr: "Une approbation manque.", en: "An approval is missing." },
  balance: {
    fr: "La subvention ne contient plus assez pour ce versement.",
    en: "The grant no longer holds enough for this payment.",
  },
};

const OBSTACLE_TYPES: Readonly<Record<Obstacle, string>> = {
  role: "forbidden",
  requester: "not-independent",
  "holder-member": "not-independent",
  "partner-member": "not-independent",
  "same-person": "second-person-needed",
  state: "state-changed",
  "content-changed": "content-changed",
  "account-not-usable": "account-not-usable",
  "account-cooling": "account-cooling",
  "single-limit": "limit-exceeded",
  "daily-limit": "limit-exceeded",
  "agreement-not-signed": "agreement-not-signed",
  suspended: "grant-suspended",
  "approval-missing": "approval-missing",
  balance: "grant-exceeded",
};

export const obstacle = (reason: Obstacle): AppError =>
  new AppError(OBSTACLE_TYPES[reason], reason === "role" ? 403 : 409, OBSTACLES[reason]);

/** A refusal, with the figures where a limit is passed. */
export function refusedApproval(reason: Obstacle, amountCents: bigint, limits: Allowance): AppError {
  const said = (cents: bigint, language: Language) => formatEuros(cents, language);
  const { singleCents: single, dailyCents: daily, spentCents: spent } = limits;
  switch (reason) {
    case "single-limit":
      return new AppError(OBSTACLE_TYPES[reason], 409, {
        fr: `Vous pouvez approuver ${said(single, "fr")} au plus en un paiement ; celui-ci est de ${said(amountCents, "fr")}.`,
        en: `You may approve at most ${said(single, "en")} in one payment; this one is ${said(amountCents, "en")}.`,
      });
    case "daily-limit":
      return new AppError(OBSTACLE_TYPES[reason], 409, {
        fr: `Vous pouvez approuver ${said(daily, "fr")} au plus en 24 heures ; vous en avez approuvé ${said(spent, "fr")}, et ce paiement est de ${said(amountCents, "fr")}.`,
        en: `You may approve at most ${said(daily, "en")} in 24 hours; you have approved ${said(spent, "en")}, and this payment is ${said(amountCents, "en")}.`,
      });
    default:
      return obstacle(reason);
  }
}

export const notOnThisRail = (): AppError =>
  new AppError("no-verified-account", 409, {
    fr: "Votre structure n’a pas de compte vérifié pour ce mode de versement.",
    en: "Your organisation has no verified account for this way of payment.",
  });

export const grantExceeded = (): AppError =>
  new AppError("grant-exceeded", 409, {
    fr: "Ce montant dépasse ce qui reste à verser.",
    en: "This amount exceeds what is left to pay.",
  });

export const transferUnderWay = (): AppError =>
  new AppError("transfer-under-way", 409, {
    fr: "Le virement est en cours : son issue doit être connue avant d’y toucher.",
    en: "The transfer is under way: its outcome must be known before anything else.",
  });

export const nothingToRetry = (): AppError =>
  new AppError("nothing-to-retry", 409, {
    fr: "Ce versement n’attend pas de nouvel essai.",
    en: "This payment does not wait for another attempt.",
  });

export const payeeNotReady = (): AppError =>
  new AppError("account-not-ready", 409, {
    fr: "Le compte Stripe de la structure ne peut pas encore recevoir de transfert : elle doit d’abord le compléter.",
    en: "The organisation’s Stripe account cannot receive a transfer yet: the organisation has to complete it first.",
  });

export const nothingToReverse = (): AppError =>
  new AppError("nothing-to-reverse", 409, {
    fr: "Seul un virement Stripe qui est parti peut être repris.",
    en: "Only a Stripe transfer that has left can be taken back.",
  });

export const reversalExceeds = (): AppError =>
  new AppError("reversal-exceeds-transfer", 409, {
    fr: "Ce montant dépasse ce qui reste de ce virement.",
    en: "This amount exceeds what is left of this transfer.",
  });

export const reversalPending = (): AppError =>
  new AppError("reversal-pending", 409, {
    fr: "Une reprise de ce virement est déjà en cours.",
    en: "This transfer is being taken back already.",
  });

export const secondPersonReverses = (): AppError =>
  new AppError("second-person-needed", 409, {
    fr: "Une autre personne doit confirmer cette reprise.",
    en: "Another person must confirm that it is taken back.",
  });

export const STATES: Readonly<Record<DisbursementState, Text>> = {
  requested: { fr: "demandé", en: "requested" },
  authorised: { fr: "autorisé", en: "authorised" },
  ordered: { fr: "ordonné", en: "ordered" },
  sent: { fr: "envoyé à la banque", en: "sent to the bank" },
  paid: { fr: "payé", en: "paid" },
  refused: { fr: "refusé", en: "refused" },
  cancelled: { fr: "annulé", en: "cancelled" },
  returned: { fr: "rejeté par la banque", en: "returned by the bank" },
};

export const RAIL_NAMES: Readonly<Record<Rail, Text>> = {
  sepa: { fr: "Virement bancaire", en: "Bank transfer" },
  stripe: { fr: "Virement sur le compte Stripe", en: "Transfer to the Stripe account" },
};

export const STEP_NAMES: Readonly<Record<ApprovalStep, Text>> = {
  authorise: { fr: "Autorisation (ordonnateur)", en: "Authorisation (authorising officer)" },
  order: { fr: "Ordre de paiement (comptable)", en: "Payment order (paymaster)" },
};
