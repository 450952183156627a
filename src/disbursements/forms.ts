import { z } from "zod";
import { RAILS } from "../domain/disbursement.ts";
import { sha256 } from "../grants/forms.ts";
import { centsSchema } from "../http/cents-schema.ts";

export const disbursementBody = z.strictObject({
  amountCents: centsSchema,
  rail: z.enum(RAILS).meta({ description: "`sepa`: to the verified bank account; `stripe`: to the connected account" }),
  purpose: z.string().trim().min(1).max(140).meta({ description: "What it pays for; the payee’s bank shows it" }),
});

export const requestBody = disbursementBody.extend({
  instalmentId: z.uuid().meta({ description: "The instalment it is paid of" }),
});

export const approvalBody = z.strictObject({
  contentHash: sha256.meta({ description: "Hash of the disbursement as you read it" }),
});

export const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(1_000) });

export const sentOrdersBody = z.strictObject({
  orderIds: z
    .array(z.uuid())
    .min(1)
    .max(5_000)
    .meta({ description: "Disbursements and withdrawals of the file that are still sent; all of them, or none" }),
});

export const nonExecutionBody = sentOrdersBody.extend({ reason: reasonBody.shape.reason });

export const reversalBody = z.strictObject({ amountCents: centsSchema, reason: reasonBody.shape.reason });

/** The same as fields of a page that has others of these names. */
export const reversalForm = z.strictObject({ reversalCents: centsSchema, reversalReason: reasonBody.shape.reason });
