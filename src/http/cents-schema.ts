import { z } from "zod";
import { saying } from "./validation.ts";

const LEAST_CENTS = 100;
export const MOST_CENTS = 10_000_000_000;

const refusal = saying({
  fr: "Un montant en centimes est attendu : un nombre entier de 100 à 10 000 000 000.",
  en: "An amount in cents is expected: a whole number from 100 to 10,000,000,000.",
});

/** A2: an amount in a JSON body, in whole euro cents, 100 to 10 000 000 000; a `bigint` afterwards. */
export const centsSchema = centsBetween(LEAST_CENTS);

/** The same with another floor, where a rule says less (0 for a tip, 1 for a refund). */
export function centsBetween(least: number, most: number = MOST_CENTS) {
  return z
    .unknown()
    .refine((value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most, refusal)
    .transform((value) => BigInt(Number(value)))
    .meta({ override: { type: "integer", format: "int64", minimum: least, maximum: most } });
}

/** An amount in an answer: `bigint` in code, JSON integer outside. */
export const centsOutput = z.bigint().meta({ override: { type: "integer", format: "int64" } });

/** An instant in an answer: `Date` in code, ISO 8601 with `Z` outside. */
export const instantOutput = z.date().meta({ override: { type: "string", format: "date-time" } });
