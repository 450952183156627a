import { z } from "zod";
import { CROWDS } from "../domain/simulation/crowd.ts";
import { centsSchema } from "../http/cents-schema.ts";
import { saying } from "../http/validation.ts";
import { DEPARTEMENTS } from "../matching/territory-names.ts";
import { ruleBody } from "../partners/forms.ts";
import { REFUSALS } from "./messages.ts";

/** The rule to play: one that was signed, in any version, or a draft. */
export const playedRuleBody = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("signed"),
    ruleId: z.uuid(),
    version: z.int().min(1).optional().meta({ description: "The latest where it is left out" }),
    potCents: centsSchema.optional().meta({ description: "What its pot received, where it is left out" }),
  }),
  z.strictObject({ kind: z.literal("draft"), terms: ruleBody, potCents: centsSchema }),
]);

const MOST_CAMPAIGNS = 100;
const day = z.iso.date();
const shifted = z
  .boolean()
  .default(false)
  .meta({ description: "Moves all gifts by whole days, so that the first falls on the first rule’s first day" });

export const pastBody = z
  .strictObject({
    source: z.literal("past"),
    campaignIds: z.array(z.uuid()).max(MOST_CAMPAIGNS).default([]).meta({ description: "None: all campaigns" }),
    from: day.optional().meta({ description: "First day of the gifts, in Paris" }),
    until: day.optional().meta({ description: "Their last day" }),
    shifted,
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    path: ["until"],
    ...saying(REFUSALS.daysOrder),
  });

const departement = z.string().refine((code) => DEPARTEMENTS.has(code), saying(REFUSALS.departement));

export const crowdBody = z.strictObject({
  source: z.literal("crowd"),
  kind: z.enum(CROWDS),
  seed: z
    .int()
    .min(0)
    .max(4_294_967_295)
    .meta({ description: "The same seed gives the same crowd, to the cent and the second" }),
  gifts: z.int().min(1).max(200_000),
  meanCents: centsSchema.refine((value) => value <= 100_000_000n, saying(REFUSALS.meanTooLarge)),
  days: z.int().min(1).max(730),
  campaigns: z.int().min(1).max(100).default(4),
  goalCents: centsSchema.default(1_000_000n).meta({ description: "Of each campaign" }),
  startsOn: day.optional().meta({ description: "The first day of the first rule, where it is left out" }),
  departements: z
    .array(departement)
    .max(120)
    .default([])
    .meta({ description: "Where the campaigns are; none: where the rules ask" }),
});

/** A few lines; the page takes files of up to 10 MB. */
export const csvBody = z.strictObject({
  source: z.literal("csv"),
  text: z.string().min(1).max(90_000).meta({ description: "Lines of a CSV file, the first naming its columns" }),
  shifted,
});

export const simulationBody = z.strictObject({
  rules: z.array(playedRuleBody).min(1).max(2).meta({ description: "Each plays alone on the same gifts" }),
  gifts: z.discriminatedUnion("source", [pastBody, crowdBody, csvBody]),
});

export type PlayedRuleInput = z.output<typeof playedRuleBody>;
export type PastInput = z.output<typeof pastBody>;
export type CrowdInput = z.output<typeof crowdBody>;
