import { z } from "zod";

export const answerBody = z.strictObject({
  kind: z.enum(["evidence", "acceptance"]),
  text: z
    .string()
    .trim()
    .min(1)
    .max(20_000)
    .meta({ description: "The evidence as the bank will read it, or why the fund gives in" }),
});
