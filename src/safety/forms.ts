import { z } from "zod";
import { isPersonal, SAFETY_RULES } from "../domain/safety.ts";
import { saying } from "../http/validation.ts";
import { forEverybody } from "./messages.ts";

export const changeBody = z
  .strictObject({
    rule: z.enum(SAFETY_RULES),
    userId: z.uuid().optional().meta({ description: "The approver a limit is for; left out: everybody" }),
    toCents: z
      .int()
      .min(0)
      .max(10_000_000_000)
      .transform((value) => BigInt(value))
      .meta({ description: "Euro cents", override: { type: "integer", minimum: 0 } }),
    reason: z.string().trim().min(3).max(1_000),
  })
  .refine(({ rule, userId }) => userId === undefined || isPersonal(rule), {
    ...saying(forEverybody),
    path: ["userId"],
  });

export type ChangeInput = z.output<typeof changeBody>;
