import { z } from "zod";
import { isSepaCountry, isValidBic, isValidIban, normaliseIban } from "../banking/iban.ts";
import { MEMBER_ROLES } from "../domain/actor.ts";
import { LEGAL_FORMS } from "../domain/organisation.ts";
import { isValidRna, normaliseRna } from "../domain/rna.ts";
import { isValidSiret, normaliseSiret } from "../domain/siret.ts";
import { saying } from "../http/validation.ts";
import { fieldTexts } from "./messages.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

const siret = z.string().max(40).transform(normaliseSiret).refine(isValidSiret, saying(fieldTexts.siret));
const rna = z.string().max(40).transform(normaliseRna).refine(isValidRna, saying(fieldTexts.rna));

/** An organisation as the API takes it, new or changed. */
export const organisationBody = z
  .strictObject({
    name: line(200),
    legalForm: z.enum(LEGAL_FORMS),
    siret: siret.optional().meta({ description: "14 digits; needed where there is no RNA number" }),
    rna: rna.optional().meta({ description: "W and 9 characters, for an association without SIRET" }),
    address: line(300),
    postcode: z
      .string()
      .trim()
      .refine((postcode) => /^[0-9]{5}$/.test(postcode), saying(fieldTexts.postcode)),
    town: line(100),
    communeCode: line(5).optional().meta({ description: "INSEE code; found from postcode and town where left out" }),
  })
  .refine((input) => input.siret !== undefined || input.rna !== undefined, {
    ...saying(fieldTexts.unidentified),
    path: ["siret"],
  });

export type OrganisationInput = z.output<typeof organisationBody>;

export const memberBody = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  role: z.enum(MEMBER_ROLES),
});

export type MemberInput = z.output<typeof memberBody>;

export const bankAccountBody = z.strictObject({
  holderName: line(70).meta({ description: "As the bank knows it" }),
  iban: z
    .string()
    .max(60)
    .transform(normaliseIban)
    .refine(isValidIban, saying(fieldTexts.iban))
    .refine((iban) => !isValidIban(iban) || isSepaCountry(iban.slice(0, 2)), saying(fieldTexts.notSepa))
    .meta({ description: "Kept encrypted; no answer ever shows more than its last four characters" }),
  bic: z
    .string()
    .max(20)
    .transform((bic) => bic.replace(/\s/g, "").toUpperCase())
    .refine(isValidBic, saying(fieldTexts.bic))
    .optional(),
});

export type BankAccountInput = z.output<typeof bankAccountBody>;

export const blockBody = z.strictObject({ reason: line(1_000) });
