import { AppError, type FieldError } from "../errors.ts";
import { formatEuros } from "../ui/format.ts";

const conflict = (type: string, fr: string, en: string) => (): AppError => new AppError(type, 409, { fr, en });

export const instalmentLocked = conflict(
  "instalment-locked",
  "Cette tranche attend que le justificatif de la précédente soit accepté.",
  "This instalment waits until the evidence of the one before is accepted.",
);

export const evidenceNeeded = conflict(
  "evidence-needed",
  "Le justificatif de cette tranche n’est pas encore accepté.",
  "The evidence of this instalment is not accepted yet.",
);

export const instalmentCancelled = conflict(
  "instalment-cancelled",
  "Cette tranche est annulée.",
  "This instalment is cancelled.",
);

export const paymentsSuspended = conflict(
  "grant-suspended",
  "Les versements de cette subvention sont suspendus.",
  "The payments of this grant are suspended.",
);

export const scheduleSigned = conflict(
  "schedule-signed",
  "La convention est signée par les deux parties : son échéancier ne change plus.",
  "Both parties have signed the agreement: its schedule changes no more.",
);

export const agreementNotSigned = conflict(
  "agreement-not-signed",
  "La convention n’est pas encore signée par les deux parties.",
  "The agreement is not signed by both parties yet.",
);

export const evidenceNotAsked = conflict(
  "evidence-not-awaited",
  "Cette tranche n’attend pas de justificatif en ce moment.",
  "This instalment awaits no evidence now.",
);

export const evidenceAnswered = conflict(
  "state-changed",
  "Ce justificatif n’attend pas, ou plus, cette décision : rechargez la page.",
  "This evidence does not, or no longer, wait for this decision: reload the page.",
);

export const evidenceEmpty = conflict(
  "evidence-empty",
  "Ajoutez au moins un fichier avant d’envoyer.",
  "Add at least one file before sending.",
);

export const evidencePaid = conflict(
  "evidence-paid",
  "Un versement de cette tranche est déjà parti : son justificatif ne peut plus être rejeté.",
  "A payment of this instalment has left already: its evidence can no longer be turned down.",
);

export const successorInUse = conflict(
  "successor-in-use",
  "Un versement d’une tranche suivante est demandé ou parti : refusez-le d’abord, ou gardez ce justificatif accepté.",
  "A payment of a later instalment was asked for or has left: refuse it first, or leave this evidence accepted.",
);

export const instalmentInUse = conflict(
  "instalment-in-use",
  "Un versement de cette tranche est en cours : refusez-le ou attendez sa fin.",
  "A payment of this instalment is under way: refuse it or wait for its end.",
);

export const notIndependent = (): AppError =>
  new AppError("not-independent", 409, {
    fr: "Une personne extérieure à la structure, et qui n’a pas envoyé ce justificatif, doit l’examiner.",
    en: "Someone outside the organisation, who did not send this evidence, must examine it.",
  });

export const wholeExpected = (unit: "bps" | "cents", whole: bigint): FieldError => ({
  field: "lines",
  message:
    unit === "bps"
      ? { fr: "Les parts doivent faire ensemble 100 %.", en: "The shares must make 100% together." }
      : {
          fr: `Les montants doivent faire ensemble ${formatEuros(whole, "fr")}.`,
          en: `The amounts must make ${formatEuros(whole, "en")} together.`,
        },
});

export const laterDayExpected: FieldError = {
  field: "dueOn",
  message: {
    fr: "La nouvelle date doit être à venir, et après la date actuelle.",
    en: "The new date must be to come, and after the present one.",
  },
};

export const tooManyFiles = conflict(
  "too-many-files",
  "30 fichiers au plus. Réunissez plusieurs pages dans un même PDF.",
  "At most 30 files. Put several pages into one PDF.",
);

export const suspensionChanged = conflict(
  "state-changed",
  "Les versements sont déjà dans cet état : rechargez la page.",
  "The payments are in this state already: reload the page.",
);
