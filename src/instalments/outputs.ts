import { z } from "zod";
import { EVIDENCE_STATES, INSTALMENT_STATES } from "../domain/instalment.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";

export const instalmentOutput = z.object({
  id: z.uuid(),
  grantId: z.uuid(),
  number: z.int(),
  label: z.string(),
  share: centsOutput.meta({ description: "Basis points or cents, as the grant’s whole schedule is" }),
  amountCents: centsOutput,
  leftCents: centsOutput.meta({ description: "What it can still pay once it is open" }),
  takenCents: centsOutput.meta({ description: "Asked for and not refused, cancelled or returned" }),
  paidCents: centsOutput,
  condition: z.string(),
  evidenceAsked: z.string().nullable(),
  dueOn: z.string().meta({ description: "Last day, in Paris" }),
  state: z.enum(INSTALMENT_STATES),
  cancelledAt: instantOutput.nullable(),
  cancelledReason: z.string().nullable(),
});

export const instalmentDetail = instalmentOutput.extend({
  isLate: z.boolean(),
  evidence: z.array(
    z.object({
      id: z.uuid(),
      state: z.enum(EVIDENCE_STATES),
      comment: z.string(),
      contentHash: z.string().nullable(),
      sentAt: instantOutput.nullable(),
      decidedAt: instantOutput.nullable(),
      reason: z.string().nullable().meta({ description: "Why it was refused" }),
      files: z.array(
        z.object({
          id: z.uuid(),
          filename: z.string(),
          contentType: z.string(),
          sizeBytes: z.int(),
          sha256: z.string(),
          isUsedElsewhere: z.boolean().meta({ description: "The same content was sent for another instalment" }),
        }),
      ),
    }),
  ),
});

export const waitingOutput = z.object({
  id: z.uuid(),
  grantId: z.uuid(),
  number: z.int(),
  label: z.string(),
  dueOn: z.string(),
  organisationId: z.uuid(),
  organisationName: z.string(),
  campaignTitle: z.string(),
});
