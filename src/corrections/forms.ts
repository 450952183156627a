import { z } from "zod";
import { OWN_ACCOUNTS, OWN_FUNDS } from "../domain/manual-entry.ts";
import { centsSchema } from "../http/cents-schema.ts";

const reason = z.string().trim().min(3).max(1_000);
const own = z.enum(OWN_ACCOUNTS);

export const correctionBody = z.strictObject({
  toAccount: own.optional().meta({ description: "Where the money belongs instead; none to undo a transfer" }),
  reason,
});

export const transferBody = z.strictObject({
  fromAccount: z.enum(OWN_FUNDS),
  toAccount: own,
  amountCents: centsSchema,
  reason,
});

export const refusalBody = z.strictObject({ refusal: reason });

export type TransferInput = z.output<typeof transferBody>;
