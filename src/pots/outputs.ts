import { z } from "zod";
import { APPROVAL_STEPS, DISBURSEMENT_STATES } from "../domain/disbursement.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";

export const withdrawalOutput = z.object({
  id: z.uuid(),
  potId: z.uuid(),
  potName: z.string(),
  partnerId: z.uuid(),
  partnerName: z.string(),
  amountCents: centsOutput,
  reason: z.string(),
  state: z.enum(DISBURSEMENT_STATES),
  contentHash: z.string().meta({ description: "What an approval names: amount, pot, payee, account, reason (D4)" }),
  requestedBy: z.uuid(),
  createdAt: instantOutput,
  accountMasked: z.string(),
  accountHolder: z.string(),
  endToEndId: z.string(),
  paymentFileId: z.uuid().nullable(),
  sentAt: instantOutput.nullable(),
  paidAt: instantOutput.nullable(),
  endedReason: z.string().nullable(),
});

export const withdrawalDetail = withdrawalOutput.extend({
  approvals: z.array(
    z.object({
      step: z.enum(APPROVAL_STEPS),
      userId: z.uuid(),
      createdAt: instantOutput,
      voidedAt: instantOutput.nullable(),
    }),
  ),
});

export const figuresOutput = z.object({
  promisedCents: centsOutput,
  fundedCents: centsOutput,
  awaitedCents: centsOutput.meta({ description: "Promised, subject to receipt: matches nothing (M9)" }),
  withdrawingCents: centsOutput.meta({ description: "Held for withdrawals under way" }),
  returnedCents: centsOutput.meta({ description: "Paid back to the partner" }),
  reservedCents: centsOutput,
  committedCents: centsOutput,
  paidCents: centsOutput,
  remainingCents: centsOutput.meta({ description: "What rules may still reserve (M2)" }),
});

export const momentOutput = z.object({
  id: z.string(),
  kind: z.string(),
  amountCents: centsOutput,
  recordedAt: instantOutput,
  about: z.string(),
});

export const callOutput = z.object({
  id: z.uuid(),
  potId: z.uuid(),
  reference: z.string().meta({ description: "AF-year-number, without gaps in a year" }),
  amountCents: centsOutput,
  coveredCents: centsOutput,
  openCents: centsOutput,
  state: z.enum(["open", "partly_paid", "paid", "cancelled"]),
  dueOn: z.string(),
  note: z.string().nullable(),
  issuedAt: instantOutput,
  cancelledAt: instantOutput.nullable(),
  cancelReason: z.string().nullable(),
  remindedAt: instantOutput.nullable(),
});

export const plannedCallOutput = z.object({
  id: z.uuid(),
  amountCents: centsOutput,
  issueOn: z.string(),
  dueOn: z.string(),
});

export const waysToPayOutput = z.object({
  fundingReference: z.string().meta({ description: "ISO 11649 reference to put on transfers" }),
  holderName: z.string(),
  iban: z.string(),
  bic: z.string().nullable(),
  stripe: z
    .object({ holderName: z.string(), iban: z.string(), bic: z.string() })
    .nullable()
    .meta({ description: "The pot's own account at Stripe, where one was opened: no reference needed" }),
});
