import { z } from "zod";
import { saying } from "../http/validation.ts";

/** 64 hexadecimal digits: what the person had before them when they signed or approved. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const signatureBody = z.strictObject({
  agreementHash: sha256.meta({ description: "Hash of the agreement as you read it" }),
});

export const agreementSignatureBody = signatureBody.extend({
  agreesToCommitment: z.boolean().default(false).meta({
    description: "The holder subscribes to the contrat d’engagement républicain; without it the holder cannot sign",
  }),
});

const LAST_DAY = "2100-01-01";

export const termsBody = z
  .strictObject({
    startsOn: z.iso.date().meta({ description: "First day of the project’s period" }),
    endsOn: z.iso.date().meta({ description: "Its last day" }),
    conditions: z.string().trim().max(4_000).default("").meta({ description: "Special conditions; empty for none" }),
  })
  .refine((terms) => terms.startsOn <= terms.endsOn && terms.endsOn < LAST_DAY, {
    path: ["endsOn"],
    ...saying({
      fr: "La fin du projet vient après son début, avant 2100.",
      en: "The project’s end comes after its start, before 2100.",
    }),
  });

export type TermsInput = z.output<typeof termsBody>;

const body = z.string().trim().min(1).max(60_000);

export const templateBody = z.strictObject({
  baseVersion: z.int().min(0).meta({ description: "The version it was written from, 0 for the original wording" }),
  bodyFr: body.meta({ description: "What is signed; {{places}} are filled by each grant" }),
  bodyEn: body.meta({ description: "The same in English, paragraph by paragraph" }),
});

export type TemplateInput = z.output<typeof templateBody>;
