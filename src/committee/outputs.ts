import { z } from "zod";
import { APPLICATION_STATES, AWARD_STATES } from "../domain/committee/application.ts";
import { MAJORITIES, VOTES } from "../domain/committee/result.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";

export const applicationOutput = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  projectTitle: z.string(),
  organisationId: z.uuid(),
  organisationName: z.string(),
  campaignId: z.uuid().nullable(),
  askedCents: centsOutput,
  purpose: z.string(),
  state: z.enum(APPLICATION_STATES),
  submittedAt: instantOutput.nullable(),
  note: z.string().nullable(),
  decidedAt: instantOutput.nullable(),
  awardedCents: centsOutput.nullable(),
  awardState: z.enum(AWARD_STATES).nullable().meta({ description: "Kept aside, joined to a grant, or given back" }),
  grantId: z.uuid().nullable(),
});

export const memberOutput = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  name: z.string().nullable(),
  email: z.string(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
});

export const sessionSummaryOutput = z.object({
  id: z.uuid(),
  heldOn: z.iso.date(),
  state: z.enum(["open", "closed", "signed"]),
  envelopeCents: centsOutput,
  applications: z.int(),
});

export const sessionOutput = sessionSummaryOutput.omit({ applications: true }).extend({
  gridVersion: z.int(),
  quorumCount: z.int().nullable(),
  quorumPercent: z.int().nullable(),
  majority: z.enum(MAJORITIES),
  chairId: z.uuid(),
  secretaryId: z.uuid(),
  minutes: z.string().nullable(),
  minutesHash: z.string().nullable(),
  chairSignedAt: instantOutput.nullable(),
  secretarySignedAt: instantOutput.nullable(),
  cases: z.array(
    z.object({
      applicationId: z.uuid(),
      projectTitle: z.string(),
      organisationName: z.string(),
      askedCents: centsOutput,
      tie: z.enum(["declared", "holder", "partner"]).nullable(),
      ownVote: z.enum(VOTES).nullable(),
      votes: z.int().meta({ description: "Votes cast so far" }),
      outcome: z.enum(["granted", "refused", "postponed"]).nullable(),
      reason: z.string().nullable(),
      rank: z.int().nullable(),
      amountCents: centsOutput.nullable(),
    }),
  ),
});
