import { z } from "zod";
import { centsBetween, MOST_CENTS } from "../http/cents-schema.ts";

export const MOST_AIDS = 50;

export const declarationBody = z.strictObject({
  hasEconomicActivity: z
    .boolean()
    .meta({ description: "Whether the organisation sells goods or services on a market" }),
  aids: z
    .array(
      z.strictObject({
        granter: z.string().trim().min(1).max(200),
        amountCents: centsBetween(1, MOST_CENTS),
        grantedOn: z.iso.date(),
      }),
    )
    .max(MOST_AIDS)
    .default([])
    .meta({ description: "De minimis aid received from others in the last three years; the fund adds its own grants" }),
});

export type DeclarationInput = z.output<typeof declarationBody>;
