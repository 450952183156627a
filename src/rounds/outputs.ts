import { z } from "zod";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";

const text = z.object({ fr: z.string(), en: z.string() });

export const roundSummaryOutput = z.object({
  id: z.uuid().meta({ description: "The rule’s id" }),
  partnerName: z.string(),
  sentence: text,
  startsAt: instantOutput,
  endsAt: instantOutput,
  budgetCents: centsOutput,
  sharedCents: centsOutput.nullable().meta({ description: "Of the latest result; null before it is shared" }),
});

const resultOutput = z.object({
  version: z.int(),
  closedAt: instantOutput,
  budgetCents: centsOutput.meta({ description: "The rule’s budget, or what the pot had where that was less" }),
  sharedCents: centsOutput,
  inputHash: z.string(),
  reason: z.string().nullable().meta({ description: "Why it was shared anew; null for the first version" }),
});

const sharesOutput = z.object({
  budgetCents: centsOutput,
  sharedCents: centsOutput,
  campaigns: z.array(
    z.object({
      campaignId: z.uuid(),
      title: z.string(),
      slug: z.string(),
      donors: z.int().nullable().meta({ description: "null where fewer than 5 (X6)" }),
      giftsCents: centsOutput.nullable(),
      sharedCents: centsOutput,
    }),
  ),
  excluded: z.array(z.object({ reason: z.string(), gifts: z.int().nullable() })),
});

export const roundOutput = roundSummaryOutput.omit({ sharedCents: true }).extend({
  stage: z.enum(["not_begun", "running", "waiting", "due", "closed"]),
  isSuspended: z.boolean(),
  isQuadratic: z.boolean(),
  estimate: sharesOutput.nullable().meta({ description: "While it is not shared: changes with every gift, may fall" }),
  shares: sharesOutput.nullable().meta({ description: "What the latest result says" }),
  results: z.array(resultOutput),
});

export const lineOutput = z.object({
  code: z.string().meta({ description: "The gift’s code name" }),
  campaignTitle: z.string().nullable(),
  campaignSlug: z.string().nullable(),
  giftCents: centsOutput
    .nullable()
    .meta({ description: "null, as the campaign and the share, where fewer than 5 gave (X6)" }),
  isEligible: z.boolean(),
  reason: z.string().meta({ description: "What stopped the share, or why the gift takes no part" }),
  amountCents: centsOutput.nullable(),
});

export const openCorrectionOutput = z.object({
  id: z.uuid(),
  correctsVersion: z.int(),
  reason: z.string(),
  takenIn: z.int().meta({ description: "Gifts taken in by decision" }),
  proposedAt: instantOutput,
  inputHash: z.string().meta({ description: "To be sent with the confirmation" }),
  sharedCents: centsOutput,
  reversedCents: centsOutput,
  grantedCents: centsOutput,
  obstacle: text.nullable(),
});
