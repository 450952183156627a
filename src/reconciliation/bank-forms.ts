import { z } from "zod";
import { MOST_PARTS } from "../domain/difference.ts";

export const explanationBody = z.strictObject({
  reason: z.string().trim().min(1).max(2_000),
  resolution: z.string().max(2_000).meta({
    description:
      "`reason` where nothing moves; `refund` for a held charge; `return` or `pot:<id>` for a transfer that waits at Stripe; `account:<code>` for a line of the bank or of Stripe; for a bank line also `pot:<id>`, `disbursement:<id>`, `withdrawal:<id>`, `repayment:<grant id>`, `payout:<id>`, or several of them with their cents, `split:5000=pot:<id>;200=account:fund:general`",
  }),
});

/** The rows of a split as its page sends them. */
export const splitBody = z.strictObject({
  reason: z.string().trim().min(1).max(2_000),
  parts: z
    .array(
      z.strictObject({ amountCents: z.int().min(1).max(1_000_000_000_000), resolution: z.string().min(1).max(100) }),
    )
    .min(2)
    .max(MOST_PARTS),
});

export const ownerBody = z.strictObject({
  ownerId: z.uuid().meta({ description: "A member of staff who explains or closes differences" }),
});

export const closureBody = z.strictObject({
  resolution: z.string().max(2_000).meta({ description: "The proposal you agree to, as you read it" }),
});
