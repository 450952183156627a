import { z } from "zod";
import { CAMPAIGN_MODES, CAMPAIGN_STATES, SHORTFALL_POLICIES } from "../domain/campaign.ts";
import { CHECK_OUTCOMES, REVIEW_RULES } from "../domain/review-checklist.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { projectOutput } from "../projects/api.ts";

const progressOutput = z.object({
  giftsFirmCents: centsOutput,
  giftsPendingCents: centsOutput,
  giftsInDebitCents: centsOutput.meta({ description: "Of the pending gifts, debits a bank has not answered yet" }),
  matchesCents: centsOutput,
  matchesPendingCents: centsOutput,
  donors: z.int(),
});

/** A campaign in a list. */
export const campaignCard = z.object({
  id: z.uuid(),
  slug: z.string(),
  projectId: z.uuid(),
  organisationId: z.uuid(),
  title: z.string(),
  category: z.string().nullable(),
  state: z.enum(CAMPAIGN_STATES),
  mode: z.enum(CAMPAIGN_MODES),
  goalCents: centsOutput,
  matchingCounts: z.boolean().meta({ description: "Whether matching counts towards the goal (P6)" }),
  startsAt: instantOutput,
  deadlineAt: instantOutput.meta({ description: "First instant at which no pledge is accepted" }),
  progress: progressOutput,
});

/** A live campaign in a visitor's list. */
export const publicCard = campaignCard.extend({
  summary: z.string(),
  towns: z.array(z.string()).meta({ description: "Communes of its places, each with its département: Mende (48)" }),
  isMatched: z.boolean().meta({ description: "A gift would be matched now, as far as one can say without its giver" }),
});

const rewardOutput = z.object({
  id: z.uuid(),
  title: z.string(),
  thresholdCents: centsOutput,
  fairValueCents: centsOutput,
  stock: z.int().nullable(),
  left: z.int().nullable().meta({ description: "Pieces left, or null for no limit" }),
});

/** A campaign on its own page. */
export const campaignDetail = campaignCard.extend({
  pitch: z.string(),
  shortfallPolicy: z.enum(SHORTFALL_POLICIES),
  minimumCents: centsOutput.nullable(),
  topUpMaxBps: z.int().nullable(),
  matchCeilingCents: centsOutput.nullable(),
  stretchGoalsCents: z.array(centsOutput),
  declaredFeeBps: z.int().meta({ description: "Share of gifts the fund keeps, none of matches, in basis points" }),
  project: projectOutput,
  organisation: z.object({ id: z.uuid(), name: z.string(), town: z.string() }),
  rewards: z.array(rewardOutput),
  needs: z.array(
    z.object({
      label: z.string(),
      quantity: z.int(),
      neededOn: z.string().nullable().meta({ description: "By when it is of use" }),
      left: z.int().meta({ description: "What is still missing of it" }),
    }),
  ),
  changes: z.array(
    z.object({
      id: z.uuid(),
      oldGoalCents: centsOutput,
      newGoalCents: centsOutput,
      oldDeadlineAt: instantOutput,
      newDeadlineAt: instantOutput,
      reason: z.string(),
      changedAt: instantOutput,
      leaveUntil: instantOutput.meta({ description: "Until then an earlier captured gift goes back on request" }),
    }),
  ),
});

export const changePreviewOutput = z.object({
  donors: z.int().meta({ description: "People with a firm pledge, each told" }),
  letters: z.int(),
  checkouts: z.int().meta({ description: "Open checkouts, told once they are paid" }),
  charges: z.int().meta({ description: "Charges under way" }),
  captured: z.int().meta({ description: "Captured gifts that go back on request" }),
  rulesEndingBefore: z.array(z.object({ partnerName: z.string(), endsAt: instantOutput })),
});

export const reviewOutput = z.object({
  id: z.uuid(),
  outcome: z.enum(["changes_requested", "approved"]),
  message: z.string(),
  createdAt: instantOutput,
  checks: z
    .array(z.object({ rule: z.enum(REVIEW_RULES), outcome: z.enum(CHECK_OUTCOMES), note: z.string() }))
    .meta({ description: "What the reviewer looked at; none where the review came from a program" }),
});
