import { z } from "zod";
import { FUNDING_SOURCES, MOST_BUDGET_LINES, MOST_PLACES } from "../domain/project.ts";
import { centsSchema } from "../http/cents-schema.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

/** A project as the API takes it; the pages read their fields into the same shape. */
export const projectBody = z.strictObject({
  title: line(120).meta({ description: "Name of the project, in plain words" }),
  summary: line(300),
  description: line(10_000),
  budgetLines: z
    .array(z.strictObject({ label: line(160), amountCents: centsSchema }))
    .min(1)
    .max(MOST_BUDGET_LINES)
    .meta({ description: "What the money buys; the sum is the project's total" }),
  fundingLines: z
    .array(z.strictObject({ source: z.enum(FUNDING_SOURCES), amountCents: centsSchema }))
    .min(1)
    .max(FUNDING_SOURCES.length)
    .meta({ description: "Where the money comes from; adds up to the same total" }),
  placeIds: z
    .array(line(200))
    .max(MOST_PLACES)
    .meta({ description: "Mediation places, by their id in the national standard" }),
});

export const newProjectBody = projectBody.extend({ organisationId: z.uuid() });

export type ProjectInput = z.output<typeof projectBody>;
export type NewProjectInput = z.output<typeof newProjectBody>;
