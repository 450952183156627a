import { z } from "zod";
import { centsBetween, centsSchema } from "../http/cents-schema.ts";

const words = (most: number) => z.string().trim().min(1).max(most);

export const withdrawalBody = z.strictObject({
  amountCents: centsSchema,
  reason: words(500).meta({ description: "Why the partner takes the money back" }),
});

export const withdrawalApprovalBody = z.strictObject({
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: "Of what the approver had before them (D4)" }),
});

export const potReasonBody = z.strictObject({ reason: words(1_000) });

export const callBody = z.strictObject({
  amountCents: centsBetween(1),
  dueOn: z.iso.date().meta({ description: "Last day to pay, in Paris" }),
  note: words(500).optional(),
});

export const plannedCallBody = z.strictObject({
  amountCents: centsBetween(1),
  issueOn: z.iso.date().meta({ description: "Day on which the call is sent, in Paris" }),
  dueOn: z.iso.date(),
});

export const atQuery = z.object({
  at: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional()
    .meta({ description: "An instant; now where it is left out", override: { type: "string", format: "date-time" } }),
});
