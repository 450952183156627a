import { z } from "zod";
import { CAMPAIGN_CATEGORIES, CAMPAIGN_MODES } from "../domain/campaign.ts";
import { centsBetween, centsSchema } from "../http/cents-schema.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

export const MOST_REWARDS = 20;
export const MOST_NEEDS = 20;
export const MOST_STRETCH_GOALS = 5;
const MOST_PIECES = 1_000_000;

const rewardBody = z.strictObject({
  title: line(160),
  thresholdCents: centsSchema.meta({ description: "Smallest gift that earns the reward" }),
  fairValueCents: centsBetween(0).meta({
    description: "What the reward is worth; above 25 % of a gift, no tax receipt",
  }),
  stock: z.int().min(1).max(MOST_PIECES).nullable().default(null).meta({ description: "Pieces, or null for no limit" }),
});

const needBody = z.strictObject({
  label: line(160),
  quantity: z.int().min(1).max(MOST_PIECES),
  neededOn: z.iso.date().nullable().default(null).meta({ description: "By when it is of use, or null" }),
});

const shortfallBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fail_and_refund") }),
  z.strictObject({ kind: z.literal("accept_minimum"), minimumCents: centsSchema }),
  z.strictObject({
    kind: z.literal("reserve_top_up"),
    topUpMaxBps: z.int().min(1).max(10_000).meta({ description: "Most the reserve adds, in basis points of the goal" }),
  }),
]);

/** A campaign as the API takes it; the pages read their fields into the same shape. Days are of Europe/Paris. */
export const campaignBody = z.strictObject({
  title: line(120),
  pitch: line(10_000),
  category: z.enum(CAMPAIGN_CATEGORIES).nullable().default(null),
  goalCents: centsSchema,
  mode: z.enum(CAMPAIGN_MODES),
  startsOn: z.iso.date().meta({ description: "First day, from midnight in Paris" }),
  deadlineOn: z.iso.date().meta({ description: "Last day, until midnight in Paris" }),
  shortfall: shortfallBody.default({ kind: "fail_and_refund" }),
  matchingCounts: z.boolean().default(true).meta({ description: "Whether matching counts towards the goal" }),
  matchCeilingCents: centsSchema
    .nullable()
    .default(null)
    .meta({ description: "Most that all matches together may add" }),
  stretchGoalsCents: z.array(centsSchema).max(MOST_STRETCH_GOALS).default([]),
  rewards: z.array(rewardBody).max(MOST_REWARDS).default([]),
  needs: z.array(needBody).max(MOST_NEEDS).default([]),
});

export const newCampaignBody = campaignBody.extend({ projectId: z.uuid() });

export const reviewBody = z.strictObject({ message: line(4_000) });
export const approvalBody = z.strictObject({ message: z.string().trim().max(4_000).default("") });
export const reasonBody = z.strictObject({ reason: line(1_000) });

/** Another goal and last day of a live campaign; what stays is sent as it is. */
const termsBody = z.strictObject({
  goalCents: centsSchema,
  deadlineOn: z.iso.date().meta({ description: "Last day, until midnight in Paris" }),
});
export const termsQuery = z.object({
  goalCents: z
    .preprocess((text) => (typeof text === "string" && /^\d{1,11}$/.test(text) ? Number(text) : text), centsSchema)
    .meta({ override: { type: "integer", format: "int64", minimum: 100 } }),
  deadlineOn: termsBody.shape.deadlineOn,
});
export const changeBody = termsBody.extend({ reason: line(1_000) });

export type CampaignInput = z.output<typeof campaignBody>;
export type NewCampaignInput = z.output<typeof newCampaignBody>;
