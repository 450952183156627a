import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { NATURES } from "../domain/agreement.ts";
import { centsBetween, centsSchema } from "../http/cents-schema.ts";
import { saying } from "../http/validation.ts";
import { ruleBody } from "../partners/forms.ts";

export const MOST_LINES = 20;
export const MOST_DUE_PAYMENTS = 24;
export const MOST_RULES = 10;

const line = (most: number) => z.string().trim().min(1).max(most);
const paragraph = (most: number) => z.string().trim().max(most);

/** Stable over versions: a line or rule that keeps its key is the same one, changed. Made up where none is given. */
const key = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .default(() => uuidv7().slice(-12))
  .meta({ description: "Keep it from version to version; left out, a new one is made" });

const common = {
  key,
  label: line(160).meta({ description: "What is promised, in plain words" }),
  nature: z.enum(NATURES).meta({ description: "Decides the document: receipt, agreement or invoice" }),
};

const duePayment = z.strictObject({ dueOn: z.iso.date(), amountCents: centsSchema });

const moneyLine = z.strictObject({
  kind: z.literal("money"),
  ...common,
  amountCents: centsSchema,
  schedule: z.array(duePayment).min(1).max(MOST_DUE_PAYMENTS).meta({ description: "Adds up to the amount" }),
  potName: line(120),
  rules: z
    .array(z.strictObject({ key, rule: ruleBody }))
    .max(MOST_RULES)
    .default([])
    .meta({ description: "None: an envelope" }),
});

const goodsLine = z.strictObject({
  kind: z.literal("goods"),
  ...common,
  quantity: z.int().min(1).max(1_000_000),
  unit: line(40),
  unitValueCents: centsBetween(0),
});

const halfDays = z
  .number()
  .min(0.5)
  .max(10_000)
  .refine(
    (days) => Number.isInteger(days * 2),
    saying({ fr: "Les jours se comptent par demi-journées.", en: "Days are counted by halves." }),
  );

const skillLine = z.strictObject({
  kind: z.literal("skill_days"),
  ...common,
  days: halfDays,
  dayValueCents: centsBetween(0),
  purpose: line(300),
});

/** The terms of one version, as the API takes them and as they are kept; the pages read their fields into the same shape. */
export const termsBody = z.strictObject({
  title: line(160),
  startsOn: z.iso.date().meta({ description: "First day, in Paris" }),
  endsOn: z.iso.date().meta({ description: "Last day, until midnight in Paris" }),
  promisedCounts: z
    .boolean()
    .default(false)
    .meta({ description: "Whether money promised and not yet received counts towards a goal (M9)" }),
  lines: z
    .array(z.discriminatedUnion("kind", [moneyLine, goodsLine, skillLine]))
    .min(1)
    .max(MOST_LINES),
});

const message = paragraph(2_000).default("").meta({ description: "A word to the other side" });

export const negotiationBody = z.strictObject({
  partnerId: z.uuid().meta({ description: "The partner organisation" }),
  message,
  terms: termsBody,
});

export const versionBody = z.strictObject({
  answers: z
    .int()
    .min(0)
    .meta({ description: "The version that was read; 409 where another one came meanwhile. 0: none yet" }),
  message,
  terms: termsBody,
});

export const acceptanceBody = z.strictObject({ version: z.int().min(1) });
export const signatureBody = z.strictObject({
  textHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: "SHA-256 of the text the signer read" }),
});
export const reasonBody = z.strictObject({ reason: line(1_000) });

export const deliveryBody = z.strictObject({
  commitmentKey: line(40),
  deliveredOn: z.iso.date(),
  quantity: halfDays,
  placeId: z.string().trim().max(200).optional(),
  campaignId: z.uuid().optional(),
  note: paragraph(1_000).default(""),
});

export const evidenceQuery = z.object({ filename: line(200) });

export type TermsInput = z.output<typeof termsBody>;
export type LineInput = TermsInput["lines"][number];
export type NegotiationInput = z.output<typeof negotiationBody>;
export type VersionInput = z.output<typeof versionBody>;
export type DeliveryInput = z.output<typeof deliveryBody>;
