import type { StatementRefusal, StatementRefused } from "../banking/errors.ts";
import type { UnknownCause } from "../domain/bank-line.ts";
import type { SplitRefusal } from "../domain/difference.ts";
import type { ReplayCause } from "../domain/matching/replay.ts";
import type { DifferenceCause } from "../domain/reconciliation.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { REPLAY_CAUSES } from "../matching/replay-messages.ts";
import { formatEuros } from "../ui/format.ts";
import { STRIPE_CAUSES } from "./stripe-messages.ts";

const REFUSALS: Readonly<Record<StatementRefusal, Text>> = {
  amount: { fr: "Un montant du relevé n’est pas lisible.", en: "An amount of the statement cannot be read." },
  "balances-do-not-tie": {
    fr: "Le solde de clôture ne correspond pas aux lignes du relevé.",
    en: "The closing balance does not follow from the statement’s lines.",
  },
  currency: { fr: "Le relevé n’est pas en euros.", en: "The statement is not in euros." },
  date: { fr: "Une date du relevé n’est pas lisible.", en: "A date of the statement cannot be read." },
  "details-do-not-tie": {
    fr: "Le montant d’une ligne ne correspond pas à ses opérations.",
    en: "The amount of a line does not follow from its transactions.",
  },
  doctype: {
    fr: "Le fichier déclare un type de document, ce qui n’est pas accepté.",
    en: "The file declares a document type, which is not accepted.",
  },
  iban: { fr: "Le relevé ne nomme pas de compte valide.", en: "The statement names no valid account." },
  incomplete: { fr: "Le relevé est incomplet.", en: "The statement is incomplete." },
  malformed: { fr: "Le fichier n’est pas du XML bien formé.", en: "The file is not well-formed XML." },
  status: { fr: "L’état d’une ligne du relevé est inconnu.", en: "The status of a line of the statement is unknown." },
  "too-large": { fr: "Le fichier est trop grand.", en: "The file is too large." },
  "unsupported-format": {
    fr: "Le fichier n’est pas un relevé camt.053 (version 02 ou 08).",
    en: "The file is not a camt.053 statement (version 02 or 08).",
  },
};

const NOTHING_TAKEN: Text = { fr: "Rien n’a été importé.", en: "Nothing was imported." };

/** The statement's refusal with, where two figures should have been equal, both of them. */
export function statementRefused({ code, field, figures }: StatementRefused): AppError {
  const sentence = REFUSALS[code];
  const both =
    figures === null
      ? { fr: "", en: "" }
      : {
          fr: ` Annoncé : ${formatEuros(figures.statedCents, "fr")} ; calculé : ${formatEuros(figures.computedCents, "fr")}.`,
          en: ` Stated: ${formatEuros(figures.statedCents, "en")}; computed: ${formatEuros(figures.computedCents, "en")}.`,
        };
  const text = {
    fr: `${sentence.fr}${both.fr} (${field}) ${NOTHING_TAKEN.fr}`,
    en: `${sentence.en}${both.en} (${field}) ${NOTHING_TAKEN.en}`,
  };
  return new AppError("statement-refused", 422, text, { fields: [{ field: "statement", message: text }] });
}

export const statementOfAnotherAccount = (iban: string): AppError =>
  new AppError("statement-of-another-account", 422, {
    fr: `Ce relevé est celui d’un autre compte (${iban}). ${NOTHING_TAKEN.fr}`,
    en: `This statement is of another account (${iban}). ${NOTHING_TAKEN.en}`,
  });

export const statementDiffers = (statementId: string): AppError =>
  new AppError("statement-differs", 409, {
    fr: `Un relevé « ${statementId} » est déjà importé, avec d’autres soldes. ${NOTHING_TAKEN.fr}`,
    en: `A statement “${statementId}” is already imported, with other balances. ${NOTHING_TAKEN.en}`,
  });

type CashCause = "cash-of-nobody" | "cash-too-small" | "cash-return-refused";

const CAUSES: Readonly<
  Record<UnknownCause | DifferenceCause | ReplayCause | CashCause | "statement-missing-or-opening-balance", Text>
> = {
  ...STRIPE_CAUSES,
  ...REPLAY_CAUSES,
  "amount-differs": {
    fr: "La référence est celle d’un versement, le montant non.",
    en: "The reference is that of a payment, the amount is not.",
  },
  "seen-already": {
    fr: "Ce versement a déjà été vu dans un relevé : la banque l’a peut-être passé deux fois.",
    en: "A statement already showed this payment: the bank may have booked it twice.",
  },
  "declared-not-executed": {
    fr: "La banque passe un virement que deux personnes avaient déclaré non exécuté. Son argent peut être reparti par un autre ordre : demandez-le à la banque et au bénéficiaire.",
    en: "The bank books a transfer that two people had declared not executed. Its money may have left again by another order: ask the bank and the payee.",
  },
  "not-sent-by-us": {
    fr: "La référence est celle d’un versement qui n’a pas été envoyé à la banque.",
    en: "The reference is that of a payment which was not sent to the bank.",
  },
  "several-references": { fr: "La ligne porte plusieurs références.", en: "The line bears several references." },
  "payout-amount-differs": {
    fr: "La référence est celle d’un virement de Stripe, le montant non.",
    en: "The reference is that of a Stripe payout, the amount is not.",
  },
  "pot-funding-spent": {
    fr: "La banque du partenaire a repris un virement dont une partie est déjà engagée par l’enveloppe.",
    en: "The partner’s bank took back a transfer of which the pot has already spent a part.",
  },
  "unknown-credit": {
    fr: "Somme reçue sans référence connue : un partenaire, un donateur ou Stripe sans référence.",
    en: "Money received without a known reference: a partner, a donor, or Stripe without one.",
  },
  "unknown-debit": {
    fr: "Somme débitée sans référence connue : des frais bancaires, ou un virement fait hors de l’application.",
    en: "Money debited without a known reference: bank fees, or a transfer made outside the application.",
  },
  "cash-of-nobody": {
    fr: "Un virement est arrivé chez Stripe sur un compte qui n’est celui d’aucune enveloppe.",
    en: "A transfer arrived at Stripe on an account that is no pot’s.",
  },
  "cash-too-small": {
    fr: "Une somme trop petite pour être relevée reste depuis une semaine sur le compte Stripe d’une enveloppe.",
    en: "A sum too small to be collected has stayed on a pot’s Stripe account for a week.",
  },
  "cash-return-refused": {
    fr: "Stripe a refusé de rendre ce virement, et une somme reste sur le compte.",
    en: "Stripe refused to send this transfer back, and a sum is left on the account.",
  },
  "statement-missing-or-opening-balance": {
    fr: "Un relevé manque, ou le compte contenait déjà une somme avant le premier relevé.",
    en: "A statement is missing, or the account already held money before the first statement.",
  },
};

/** The proposed cause in words; a cause written by another module is shown as it is. */
export const causeText = (cause: string): Text => {
  const known = Object.entries(CAUSES).find(([code]) => code === cause);
  return known === undefined ? { fr: cause, en: cause } : known[1];
};

export const differenceState = (): AppError =>
  new AppError("state-changed", 409, {
    fr: "L’écart n’en est plus là : rechargez la page.",
    en: "The difference has moved on: reload the page.",
  });

export const secondPersonNeeded = (): AppError =>
  new AppError("second-person-needed", 409, {
    fr: "Une autre personne que celle qui a expliqué l’écart doit le clore.",
    en: "Another person than the one who explained the difference must close it.",
  });

export const ownerNotPossible = (): AppError => {
  const text = {
    fr: "Choisissez une personne de l’équipe qui travaille sur les écarts.",
    en: "Choose a member of staff who works on differences.",
  };
  return new AppError("owner-not-possible", 422, text, { fields: [{ field: "ownerId", message: text }] });
};

export const resolutionNotPossible = (): AppError =>
  new AppError("resolution-not-possible", 409, {
    fr: "Cette ligne ne peut pas être affectée ainsi.",
    en: "This line cannot be assigned that way.",
  });

const SPLIT_REFUSALS: Readonly<Record<SplitRefusal, Text>> = {
  sum: {
    fr: "La somme des parts n’est pas le montant de la ligne.",
    en: "The parts do not add up to the amount of the line.",
  },
  payouts: {
    fr: "Une ligne ne peut contenir qu’un seul virement de Stripe.",
    en: "A line can hold one Stripe payout only.",
  },
  "debited-pot": {
    fr: "Le retour d’un virement de partenaire ne se partage pas.",
    en: "The return of a partner’s transfer cannot be split.",
  },
};

export const splitNotPossible = (refusal: SplitRefusal): AppError =>
  new AppError("split-not-possible", 422, SPLIT_REFUSALS[refusal], {
    fields: [{ field: "parts", message: SPLIT_REFUSALS[refusal] }],
  });

export const accountExhausted = (): AppError =>
  new AppError("account-exhausted", 409, {
    fr: "Le compte choisi ne contient pas assez pour cette somme.",
    en: "The chosen account does not hold enough for this sum.",
  });
