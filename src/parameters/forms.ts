import { z } from "zod";
import { PARAMETER_NAMES } from "../domain/parameters.ts";

export const parameterBody = z.strictObject({
  name: z.enum(PARAMETER_NAMES),
  value: z
    .int()
    .min(0)
    .max(10_000_000_000)
    .transform((value) => BigInt(value))
    .meta({
      description: "Percent, euro cents or months, as the parameter's unit says",
      override: { type: "integer", minimum: 0 },
    }),
  validFrom: z.iso.date().meta({ description: "First day, today or later" }),
  source: z.string().trim().min(3).max(300).meta({ description: "The law, doctrine or decision it comes from" }),
});

export type ParameterInput = z.output<typeof parameterBody>;
