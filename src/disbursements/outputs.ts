import { z } from "zod";
import { APPROVAL_STEPS, DISBURSEMENT_STATES, RAILS } from "../domain/disbursement.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { NON_EXECUTION_STATES } from "./non-execution-queries.ts";
import { REVERSAL_STATES } from "./reversal-queries.ts";

export const disbursementOutput = z.object({
  id: z.uuid(),
  grantId: z.uuid(),
  instalmentId: z.uuid(),
  campaignTitle: z.string(),
  organisationId: z.uuid(),
  organisationName: z.string(),
  amountCents: centsOutput,
  rail: z.enum(RAILS),
  accountMasked: z.string(),
  purpose: z.string(),
  state: z.enum(DISBURSEMENT_STATES),
  contentHash: z.string(),
  createdAt: instantOutput,
  endToEndId: z.string(),
  paymentFileId: z.uuid().nullable(),
  stripeTransferId: z.string().nullable(),
  sentAt: instantOutput.nullable(),
  paidAt: instantOutput.nullable(),
  endedReason: z.string().nullable(),
});

export const disbursementDetail = disbursementOutput.extend({
  accountHolder: z.string().nullable(),
  accountVerifiedAt: instantOutput.nullable(),
  accountOpensAt: instantOutput.nullable(),
  requestedBy: z.uuid(),
  reversals: z.array(
    z.object({
      id: z.uuid(),
      amountCents: centsOutput,
      reason: z.string(),
      state: z.enum(REVERSAL_STATES),
      proposedBy: z.uuid().nullable(),
      proposedAt: instantOutput,
      stripeReversalId: z.string().nullable(),
    }),
  ),
  approvals: z.array(
    z.object({
      step: z.enum(APPROVAL_STEPS),
      userId: z.uuid(),
      createdAt: instantOutput,
      voidedAt: instantOutput.nullable(),
    }),
  ),
});

export const nonExecutionOutput = z.object({
  id: z.uuid(),
  orderId: z.uuid().meta({ description: "The disbursement or the withdrawal" }),
  reason: z.string(),
  state: z.enum(NON_EXECUTION_STATES),
  declaredBy: z.uuid(),
  declaredByName: z.string(),
  declaredAt: instantOutput,
  decidedByName: z.string().nullable(),
  decidedAt: instantOutput.nullable(),
});

export const paymentFileOutput = z.object({
  id: z.uuid(),
  messageId: z.string(),
  controlSumCents: centsOutput,
  executeOn: z.string(),
  createdAt: instantOutput,
});
