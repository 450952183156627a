import type { z } from "zod";
import { invalidInput } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { fieldErrorsOnPage } from "./validation.ts";

export const euros: Text = {
  fr: "Tapez un montant en euros, de 1 à 100 000 000, par exemple 25 ou 12,50.",
  en: "Type an amount in euros, from 1 to 100,000,000, for example 25 or 12.50.",
};

type Wording = {
  /** Refusals of some fields in the words of the page. */
  readonly explained?: Readonly<Record<string, Text>>;
  /** The page's name of a field, where it isn't the body's. */
  readonly nameOf?: (field: string) => string;
};

/**
 * Reads a page's fields with the schema of the API's body. People type euros: a refused amount is explained in euros.
 * @throws AppError 422 with the fields to correct, as the page names them.
 */
export function readBody<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  { explained = {}, nameOf = (field) => field }: Wording = {},
): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    fieldErrorsOnPage(parsed.error).map((error) => ({
      field: nameOf(error.field),
      message: explained[error.field] ?? (/Cents(\.\d+)?$/.test(error.field) ? euros : error.message),
    })),
  );
}
