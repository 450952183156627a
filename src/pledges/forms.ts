import { z } from "zod";
import { centsBetween, centsSchema, MOST_CENTS } from "../http/cents-schema.ts";
import { saying } from "../http/validation.ts";
import { LANGUAGES } from "../i18n/text.ts";

/** Stripe takes at most eight digits of cents in one payment (Stripe, "Charge amounts: minimum and maximum"). */
export const MOST_PAYMENT_CENTS = 99_999_999n;

/** A gift as the API takes it; the pages read their fields into the same shape. */
export const pledgeBody = z
  .strictObject({
    amountCents: centsSchema.meta({ description: "The gift to the project: what rules match" }),
    tipCents: centsBetween(0, MOST_CENTS)
      .prefault(0)
      .meta({ description: "Voluntary support of the fund, never matched" }),
    rewardId: z.uuid().nullable().default(null),
    email: z
      .string()
      .trim()
      .max(254)
      .pipe(z.email())
      .optional()
      .meta({ description: "For guests; a signed-in donor's own address is used" }),
    displayName: z.string().trim().max(80).default("").meta({ description: "Needed unless the gift is anonymous" }),
    anonymous: z.boolean().default(false).meta({ description: "Whether the name is kept from pages and holder" }),
    language: z.enum(LANGUAGES).default("fr"),
  })
  .refine(
    ({ anonymous, displayName }) => anonymous || displayName !== "",
    onField("displayName", {
      fr: "Indiquez votre nom, ou choisissez de donner sans le montrer.",
      en: "Enter your name, or choose to give without showing it.",
    }),
  )
  .refine(({ amountCents, tipCents }) => amountCents + tipCents <= MOST_PAYMENT_CENTS, {
    ...onField("total", {
      fr: "Un paiement en ligne est limité à 999 999,99 €. Pour un don plus grand, écrivez-nous.",
      en: "An online payment is limited to €999,999.99. For a larger gift, write to us.",
    }),
    when: ({ issues }) => issues.length === 0,
  });

function onField(field: string, text: { fr: string; en: string }) {
  return { ...saying(text), path: [field] };
}

export type PledgeForm = z.output<typeof pledgeBody>;

/** The secret of a gift's link, for guests. */
export const keyQuery = z.object({ key: z.string().max(200).optional() });
export const keyBody = z.strictObject({ key: z.string().max(200).optional() }).prefault({});

/** Cents in a query string. */
export const quoteQuery = z.object({
  amountCents: z
    .preprocess((text) => (typeof text === "string" && /^\d{1,11}$/.test(text) ? Number(text) : text), centsSchema)
    .meta({ override: { type: "integer", format: "int64", minimum: 100, maximum: MOST_CENTS } }),
});
