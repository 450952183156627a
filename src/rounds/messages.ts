import { AppError, type FieldError, invalidInput } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

const refused = (type: string, fr: string, en: string) => (): AppError => new AppError(type, 409, { fr, en });

export const notClosedYet = refused(
  "round-not-closed",
  "Ce tour n’est pas encore réparti : il n’y a rien à corriger.",
  "This round has not been shared yet: there is nothing to correct.",
);

export const correctionOpen = refused(
  "round-correction-open",
  "Une correction de ce tour attend déjà une seconde personne.",
  "A correction of this round is already waiting for a second person.",
);

export const correctionDecided = refused(
  "round-correction-decided",
  "Cette correction est déjà confirmée ou retirée.",
  "This correction has already been confirmed or withdrawn.",
);

export const sameProposer = refused(
  "second-person-needed",
  "Une autre personne que celle qui l’a proposée doit confirmer la correction.",
  "A person other than the one who proposed it must confirm the correction.",
);

export const changedMeanwhile = refused(
  "round-changed",
  "Les dons ou l’enveloppe ont changé depuis que vous avez lu cette correction : relisez-la avant de confirmer.",
  "The gifts or the pot have changed since you read this correction: read it again before confirming.",
);

export const nothingToCorrect = refused(
  "round-unchanged",
  "Réparti de nouveau, ce tour donne exactement le même résultat.",
  "Shared anew, this round gives exactly the same result.",
);

const STUCK: Readonly<Record<"paid" | "signed", (codes: string) => Text>> = {
  paid: (codes) => ({
    fr: `Correction impossible : elle reprendrait de l’argent déjà versé (dons ${codes}).`,
    en: `This correction is impossible: it would take back money already paid (gifts ${codes}).`,
  }),
  signed: (codes) => ({
    fr: `Correction impossible : elle reprendrait de l’argent qui est dans une subvention déjà convenue (dons ${codes}).`,
    en: `This correction is impossible: it would take back money that is in a grant already agreed (gifts ${codes}).`,
  }),
};

/** Names a few of the gifts whose money cannot come back. */
export const moneyStuck = (reason: "paid" | "signed", codes: readonly string[]): AppError =>
  new AppError("round-money-stuck", 409, STUCK[reason](codes.slice(0, 5).join(", ") + (codes.length > 5 ? "…" : "")));

export const unknownGifts = (codes: readonly string[]): AppError =>
  invalidInput([
    {
      field: "takenIn",
      message: {
        fr: `Aucun don de ce tour ne porte ce code : ${codes.join(", ")}.`,
        en: `No gift of this round has this code: ${codes.join(", ")}.`,
      },
    } satisfies FieldError,
  ]);
