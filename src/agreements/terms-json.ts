import { createHash } from "node:crypto";
import { type TermsInput, termsBody } from "./forms.ts";

/** JSON with its keys in order and its amounts as numbers: the same text for the same value. */
export const canonicalJson = (value: unknown): string => JSON.stringify(plain(value));

/** Terms as they are kept: amounts as JSON integers, as the API takes them. */
export const storedTerms = (terms: TermsInput): unknown => plain(terms);

/** Kept terms, as they were given. */
export const readTerms = (stored: unknown): TermsInput => termsBody.parse(stored);

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, plain(item)]),
  );
}
