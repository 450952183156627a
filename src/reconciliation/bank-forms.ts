import { z } from "zod";

export const explanationBody = z.strictObject({
  reason: z.string().trim().min(1).max(2_000),
  resolution: z.string().max(200).meta({
    description:
      "`reason` where nothing moves; `refund` for a held charge; `account:<code>` for a line of the bank or of Stripe; for a bank line also `pot:<id>`, `disbursement:<id>`, `withdrawal:<id>` or `payout:<id>`",
  }),
});

export const closureBody = z.strictObject({
  resolution: z.string().max(200).meta({ description: "The proposal you agree to, as you read it" }),
});
