import { AppError, type ErrorStatus, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const internalError: Text = {
  fr: "Une erreur s’est produite de notre côté. Elle est enregistrée. Réessayez plus tard.",
  en: "Something went wrong on our side. It has been recorded. Try again later.",
};

const refusal =
  (type: string, status: ErrorStatus, fr: string, en: string) =>
  (fields: readonly FieldError[] = []) =>
    new AppError(type, status, { fr, en }, { fields });

export const brokenJson = refusal(
  "broken-json",
  400,
  "Le contenu envoyé n’est pas du JSON valable.",
  "The content sent is not valid JSON.",
);

export const badRequest = refusal("bad-request", 400, "La demande est mal formée.", "The request is malformed.");

export const wrongContentType = refusal(
  "unsupported-media-type",
  415,
  "Ce type de contenu n’est pas accepté ici.",
  "This content type is not accepted here.",
);

export const tooLarge = refusal(
  "content-too-large",
  413,
  "Le contenu envoyé est trop volumineux.",
  "The content sent is too large.",
);

export const methodNotAllowed = refusal(
  "method-not-allowed",
  405,
  "Cette adresse n’accepte pas cette méthode.",
  "This address does not accept this method.",
);

export const signInNeeded = refusal("sign-in-needed", 401, "Connectez-vous pour continuer.", "Sign in to go on.");

export const foreignForm = refusal(
  "foreign-form",
  403,
  "Ce formulaire a expiré ou vient d’un autre site. Rechargez la page et envoyez-le de nouveau.",
  "This form has expired or comes from another site. Reload the page and send it again.",
);

export const anothersForm = refusal(
  "anothers-form",
  403,
  "Cette page était ouverte au nom d’une autre personne : rien n’a été fait. Rechargez-la.",
  "This page was open in another person’s name: nothing was done. Reload it.",
);

/** The same, and what was typed is kept for the person it was made for. */
export const anothersFormKept = refusal(
  "anothers-form",
  403,
  "Cette page était ouverte au nom d’une autre personne : rien n’a été fait. Ce qui y était tapé est gardé pendant un jour, dans ce navigateur, pour elle seule.",
  "This page was open in another person’s name: nothing was done. What was typed there is kept for a day, in this browser, for that person alone.",
);

/** A form whose person is not signed in any more; what was typed is kept. */
export const sessionEnded = refusal(
  "session-ended",
  401,
  "Votre session était finie quand vous avez envoyé ce formulaire. Votre saisie est gardée pendant un jour, dans ce navigateur.",
  "Your session had ended when you sent this form. What you typed is kept for a day, in this browser.",
);

/** A form of our page that this browser no longer remembers; what was typed is kept. */
export const formKept = refusal(
  "form-expired",
  403,
  "Cette page était ouverte depuis trop longtemps. Votre saisie est gardée : relisez-la et envoyez-la de nouveau.",
  "This page had been open for too long. What you typed is kept: read it again and send it once more.",
);

export const tooManyRequests = (seconds: number) =>
  new AppError(
    "too-many-requests",
    429,
    { fr: "Trop de demandes en peu de temps. Patientez un instant.", en: "Too many requests. Wait a moment." },
    { retryAfterSeconds: seconds },
  );

const keyField = (fr: string, en: string): readonly FieldError[] => [{ field: "Idempotency-Key", message: { fr, en } }];

export const keyNeeded = () =>
  refusal(
    "idempotency-key-needed",
    400,
    "L’en-tête Idempotency-Key est nécessaire ici.",
    "The Idempotency-Key header is needed here.",
  )(keyField("De 8 à 200 caractères ASCII visibles.", "8 to 200 visible ASCII characters."));

export const keyReused = () =>
  refusal(
    "idempotency-key-reused",
    422,
    "Cette clé a déjà servi pour une autre demande.",
    "This key was already used for another request.",
  )(keyField("Choisissez une nouvelle clé.", "Choose a new key."));

export const keyInFlight = () =>
  new AppError(
    "request-in-flight",
    409,
    {
      fr: "La même demande est en cours. Réessayez dans un instant.",
      en: "The same request is under way. Try again in a moment.",
    },
    { retryAfterSeconds: 1 },
  );
