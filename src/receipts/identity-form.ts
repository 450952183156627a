import { z } from "zod";
import { isValidSiren } from "../domain/siren.ts";
import type { ReceiptIdentity } from "../domain/tax-receipt.ts";
import { saying } from "../http/validation.ts";
import { RECEIPT_FIELDS } from "./messages.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

const address = {
  address: line(200).meta({ description: "Number and street" }),
  postcode: line(10),
  town: line(100),
  country: z.string().trim().max(60).default("France"),
};

export const companyBody = z.strictObject({
  kind: z.literal("company"),
  companyName: line(200),
  siren: z
    .string()
    .max(20)
    .transform((text) => text.replace(/\s/g, ""))
    .refine(isValidSiren, saying(RECEIPT_FIELDS.siren)),
  legalForm: line(60),
  ...address,
});

export type CompanyInput = z.output<typeof companyBody>;

/** Whom a receipt shall name (T4). */
export const identityBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("person"), givenName: line(100), familyName: line(100), ...address }),
  companyBody,
]);

export type IdentityInput = z.output<typeof identityBody>;

export function toIdentity(input: IdentityInput): ReceiptIdentity {
  const { address: street, postcode, town, country, ...who } = input;
  return { ...who, address: { line: street, postcode, town, country: country === "" ? "France" : country } };
}
