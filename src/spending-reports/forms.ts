import { z } from "zod";
import { centsBetween } from "../http/cents-schema.ts";

const comment = (most: number) => z.string().trim().max(most).default("");

export const reportBody = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        position: z.int().min(0).max(1_000).meta({ description: "The budget line, as the report lists it" }),
        spentCents: centsBetween(0),
        comment: comment(500),
      }),
    )
    .min(1)
    .max(200),
  otherFundingCents: centsBetween(0).meta({ description: "What of the spending other money than the grant paid" }),
  comment: comment(4_000),
});

export type ReportInput = z.output<typeof reportBody>;

const note = z.string().trim().max(2_000);

export const changesBody = z.strictObject({ note: note.min(1).meta({ description: "What is to be changed" }) });
export const acceptanceBody = z.strictObject({ note: note.default("") });
