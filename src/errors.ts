import type { Text } from "./i18n/text.ts";

/** One field a person can correct. `field` is the name in the form or the JSON path. */
export type FieldError = { readonly field: string; readonly message: Text };

export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503;

/** A failure the person can act on. Mapped to a page or to `application/problem+json` in one place. */
export class AppError extends Error {
  override readonly name = "AppError";
  /** Stable identifier, kebab-case; the end of the problem's `type` URL. */
  readonly type: string;
  readonly status: ErrorStatus;
  readonly text: Text;
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    type: string,
    status: ErrorStatus,
    text: Text,
    more: { fields?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(text.en, { cause: more.cause });
    this.type = type;
    this.status = status;
    this.text = text;
    this.fields = more.fields ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** Our own bug: something that could not be is. Answered 500, logged; its job is parked, not retried. */
export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
}

/** Unknown id, or an id the actor may not see: the two look the same from outside (X1). */
export const notFound = () =>
  new AppError("not-found", 404, {
    fr: "Cette page ou cet élément n’existe pas.",
    en: "This page or item does not exist.",
  });

export const forbidden = () =>
  new AppError("forbidden", 403, {
    fr: "Votre compte ne permet pas cette action.",
    en: "Your account does not allow this action.",
  });

export const invalidInput = (fields: readonly FieldError[]) =>
  new AppError(
    "invalid-input",
    422,
    { fr: "Certaines réponses sont à corriger.", en: "Some answers need to be corrected." },
    { fields },
  );

export const temporarilyUnavailable = (cause?: unknown) =>
  new AppError(
    "temporarily-unavailable",
    503,
    {
      fr: "Le service est momentanément indisponible. Réessayez dans quelques instants.",
      en: "The service is temporarily unavailable. Try again in a moment.",
    },
    { retryAfterSeconds: 2, cause },
  );
