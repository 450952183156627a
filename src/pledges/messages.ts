import { AppError } from "../errors.ts";

export const campaignClosed = () =>
  new AppError("campaign-closed", 409, {
    fr: "Cette collecte ne reçoit plus de dons.",
    en: "This campaign no longer accepts gifts.",
  });

export const emailNeeded = () =>
  new AppError(
    "invalid-input",
    422,
    { fr: "Certaines réponses sont à corriger.", en: "Some answers need to be corrected." },
    {
      fields: [{ field: "email", message: { fr: "Indiquez votre adresse e-mail.", en: "Enter your e-mail address." } }],
    },
  );

export const rewardNeedsMore = () =>
  new AppError(
    "invalid-input",
    422,
    { fr: "Certaines réponses sont à corriger.", en: "Some answers need to be corrected." },
    {
      fields: [
        {
          field: "rewardId",
          message: {
            fr: "Le don est trop petit pour cette contrepartie.",
            en: "The gift is too small for this reward.",
          },
        },
      ],
    },
  );

export const checkoutUnavailable = (cause: unknown) =>
  new AppError(
    "payment-unavailable",
    503,
    {
      fr: "Le paiement est momentanément indisponible. Rien n’a été débité ; réessayez dans un instant.",
      en: "Payment is temporarily unavailable. Nothing was charged; try again in a moment.",
    },
    { retryAfterSeconds: 5, cause },
  );

export const tooManyAtOnce = () =>
  new AppError(
    "too-many-gifts-at-once",
    503,
    {
      fr: "Beaucoup de personnes donnent en ce moment. Rien n’a été débité ; réessayez dans quelques secondes.",
      en: "Many people are giving right now. Nothing was charged; try again in a few seconds.",
    },
    { retryAfterSeconds: 3 },
  );

export const tooLateToCancel = () =>
  new AppError("too-late-to-cancel", 409, {
    fr: "Cette promesse ne peut plus être annulée : le paiement a commencé ou le don est terminé.",
    en: "This pledge can no longer be cancelled: its payment has started or it has ended.",
  });

export const nothingToAuthenticate = () =>
  new AppError("nothing-to-authenticate", 409, {
    fr: "Ce don n’attend pas de validation de votre part.",
    en: "This gift is not waiting for your confirmation.",
  });

export const methodStays = () =>
  new AppError("method-stays", 409, {
    fr: "Le moyen de paiement de ce don ne peut plus être changé : le paiement a commencé ou le don est terminé.",
    en: "The way this gift is paid can no longer be changed: its payment has started or it has ended.",
  });

export const linkEnded = () =>
  new AppError("link-ended", 409, {
    fr: "Ce lien ne fonctionne plus. Vous pouvez en demander un nouveau.",
    en: "This link no longer works. You can ask for a new one.",
  });
