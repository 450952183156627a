import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import type { NonExecutionState } from "./non-execution-queries.ts";

export const NON_EXECUTION_STATE_NAMES: Readonly<Record<NonExecutionState, Text>> = {
  declared: { fr: "attend une deuxième personne", en: "awaits a second person" },
  confirmed: { fr: "confirmé : l’argent est revenu", en: "confirmed: the money is back" },
  dropped: { fr: "abandonné", en: "dropped" },
};

export const NON_EXECUTION = {
  title: { fr: "Virements que la banque n’a pas exécutés", en: "Transfers the bank did not execute" },
  intro: {
    fr: "Si le fichier n’a jamais été remis à la banque, ou si elle a refusé un virement avant de l’exécuter, déclarez-le ici. Une deuxième personne confirme. L’argent revient alors à la subvention ou à l’enveloppe, et un nouveau versement peut être demandé, sous une nouvelle référence.",
    en: "If the file was never handed to the bank, or the bank refused a transfer before executing it, declare it here. A second person confirms. The money then goes back to the grant or the pot, and a new payment can be asked for, under a new reference.",
  },
  choose: { fr: "Cochez au moins un virement.", en: "Tick at least one transfer." },
  which: { fr: "Virements non exécutés", en: "Transfers not executed" },
  all: (count: number): Text => ({
    fr: `Tous ceux qui sont encore en attente (${count})`,
    en: `All those still awaited (${count})`,
  }),
  reason: { fr: "Ce que la banque a répondu, ou ce qui s’est passé", en: "What the bank answered, or what happened" },
  reasonHint: { fr: "La structure payée le lira.", en: "The organisation that is paid will read it." },
  declare: { fr: "Déclarer non exécutés", en: "Declare not executed" },
  confirmTitle: { fr: "Déclarations à confirmer", en: "Declarations to confirm" },
  beSure: {
    fr: "Avant de confirmer, demandez à la banque que le virement n’a pas été et ne sera pas exécuté. S’il partait quand même, le bénéficiaire serait payé deux fois. Le fichier ne pourra plus être téléchargé : ne le remettez plus à la banque.",
    en: "Before confirming, ask the bank whether the transfer was not and will not be executed. If it left all the same, the payee would be paid twice. The file can no longer be downloaded: never hand it to the bank again.",
  },
  own: {
    fr: "Une autre personne doit confirmer ce que vous avez déclaré.",
    en: "Another person must confirm what you declared.",
  },
  confirm: { fr: "Confirmer : la banque ne les exécutera pas", en: "Confirm: the bank will not execute them" },
  drop: { fr: "Abandonner la déclaration", en: "Drop the declaration" },
  said: { fr: "Ce qui a été déclaré", en: "What was declared" },
  order: { fr: "Référence bancaire", en: "Bank reference" },
  why: { fr: "Motif", en: "Why" },
  by: { fr: "Déclaré par", en: "Declared by" },
  decidedBy: { fr: "Décidé par", en: "Decided by" },
  state: { fr: "État", en: "State" },
} as const;

export const declaredAlready = (): AppError =>
  new AppError("declared-already", 409, {
    fr: "Un de ces virements est déjà déclaré non exécuté : rechargez la page.",
    en: "One of these transfers is declared not executed already: reload the page.",
  });

export const nothingDeclared = (): AppError =>
  new AppError("state-changed", 409, {
    fr: "Un de ces virements n’est pas, ou plus, déclaré non exécuté : rechargez la page.",
    en: "One of these transfers is not, or no longer, declared not executed: reload the page.",
  });

export const secondPersonConfirms = (): AppError => new AppError("second-person-needed", 409, NON_EXECUTION.own);

export const fileNotForTheBank = (): AppError =>
  new AppError("file-not-for-the-bank", 409, {
    fr: "Un virement de ce fichier est déclaré non exécuté, et son argent est revenu : ce fichier ne doit plus aller à la banque.",
    en: "A transfer of this file was declared not executed, and its money is back: this file must not go to the bank again.",
  });
