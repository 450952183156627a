import type { Correction, Decision, EntryState, TransferDecision } from "../domain/manual-entry.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { checkWords } from "../self-check/check-words.ts";

type Refused<T> = Extract<T, { kind: "refused" }> extends { reason: infer R } ? R & string : never;

const CORRECTION_REFUSALS: Readonly<Record<Refused<Correction>, Text>> = {
  reversed: {
    fr: "Cette écriture a déjà été contre-passée : elle ne peut l’être qu’une fois.",
    en: "This entry was reversed already: that happens only once.",
  },
  kind: {
    fr: "Cette écriture appartient à un don, un abondement, une subvention ou un paiement. Elle se défait par un remboursement, un retour ou une annulation, pas à la main.",
    en: "This entry belongs to a gift, a match, a grant or a payment. It is undone by a refund, a return or a cancellation, not by hand.",
  },
  "account-needed": {
    fr: "Choisissez le compte où cet argent doit figurer.",
    en: "Choose the account where this money belongs.",
  },
  "no-account": {
    fr: "Un virement interne se défait entièrement. Proposez ensuite le bon virement.",
    en: "An internal transfer is undone whole. Propose the right one afterwards.",
  },
  "same-account": {
    fr: "L’écriture utilise déjà ce compte : choisissez-en un autre.",
    en: "The entry uses this account already: choose another one.",
  },
};

export const correctionRefused = (reason: Refused<Correction>): AppError =>
  new AppError(
    `correction-${reason}`,
    reason === "reversed" || reason === "kind" ? 409 : 422,
    CORRECTION_REFUSALS[reason],
    {
      fields:
        reason === "reversed" || reason === "kind"
          ? []
          : [{ field: "toAccount", message: CORRECTION_REFUSALS[reason] }],
    },
  );

const TRANSFER_REFUSALS: Readonly<Record<Refused<TransferDecision>, { field: string; message: Text }>> = {
  "same-account": {
    field: "toAccount",
    message: { fr: "Choisissez deux comptes différents.", en: "Choose two different accounts." },
  },
  "not-enough": {
    field: "amountCents",
    message: { fr: "Le compte de départ ne contient pas assez.", en: "The account it leaves does not hold enough." },
  },
  "no-such-cost": {
    field: "amountCents",
    message: {
      fr: "Les charges de ce compte sont inférieures à cette somme.",
      en: "The costs on this account are below this sum.",
    },
  },
};

export const transferRefused = (reason: Refused<TransferDecision>): AppError =>
  new AppError(`transfer-${reason}`, reason === "same-account" ? 422 : 409, TRANSFER_REFUSALS[reason].message, {
    fields: [TRANSFER_REFUSALS[reason]],
  });

const DECISION_REFUSALS: Readonly<Record<Refused<Decision>, Text>> = {
  state: { fr: "Cette proposition a déjà reçu sa réponse.", en: "This proposal has already been answered." },
  "second-person": {
    fr: "Une autre personne que celle qui a proposé cette écriture doit répondre.",
    en: "Another person than the one who proposed this entry must answer.",
  },
  proposer: {
    fr: "Seule la personne qui a proposé cette écriture peut la retirer.",
    en: "Only the person who proposed this entry can withdraw it.",
  },
};

const DECISION_TYPES: Readonly<Record<Refused<Decision>, string>> = {
  state: "state-changed",
  "second-person": "second-person-needed",
  proposer: "not-the-proposer",
};

export const decisionRefused = (reason: Refused<Decision>): AppError =>
  new AppError(DECISION_TYPES[reason], 409, DECISION_REFUSALS[reason]);

export const wouldBreak = (invariant: string): AppError =>
  new AppError("books-would-break", 409, {
    fr: `Après cette écriture, un contrôle des comptes ne tiendrait plus : « ${checkWords(invariant)?.fr ?? invariant} ». Rien n’a été passé.`,
    en: `After this entry a check of the books would no longer hold: “${invariant}”. Nothing was posted.`,
  });

export const notEnoughNow = (): AppError =>
  new AppError("account-exhausted", 409, {
    fr: "Un des comptes ne contient plus assez pour cette écriture. Rien n’a été passé.",
    en: "One of the accounts no longer holds enough for this entry. Nothing was posted.",
  });

export const ENTRY_STATES: Readonly<Record<EntryState, Text>> = {
  proposed: { fr: "Attend une seconde personne", en: "Waits for a second person" },
  confirmed: { fr: "Écriture passée", en: "Entry posted" },
  refused: { fr: "Proposition refusée", en: "Proposal refused" },
  withdrawn: { fr: "Proposition retirée", en: "Proposal withdrawn" },
};
