import { z } from "zod";

const reason = z.string().trim().min(1).max(1_000);

export const pledgeRevocationBody = z
  .strictObject({
    scope: z.enum(["pledge", "donor"]).default("pledge").meta({
      description: "`pledge`: this gift; `donor`: every gift of the same person that the rule matched",
    }),
    ruleId: z.uuid().optional().meta({ description: "Left out: every rule; only for one gift" }),
    reason,
  })
  .refine(({ scope, ruleId }) => scope === "pledge" || ruleId !== undefined, { path: ["ruleId"] });

export const campaignRevocationBody = z.strictObject({ ruleId: z.uuid(), reason });

export const pageRevocationBody = z.strictObject({
  ruleId: z.uuid(),
  scope: z.enum(["pledge", "donor", "campaign"]),
  reason,
});
