import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { simulationBody } from "./forms.ts";
import { simulateMatching } from "./simulate-matching.ts";

const text = z.object({ fr: z.string(), en: z.string() });

const partOutput = z.object({
  key: z.string(),
  title: z.string(),
  gifts: z.int(),
  giftCents: centsOutput,
  matchCents: centsOutput,
});

const outcomeOutput = z.object({
  potCents: centsOutput,
  gifts: z.int(),
  giftCents: centsOutput,
  matchedGifts: z.int(),
  matchCents: centsOutput,
  averageMatchCents: centsOutput.meta({ description: "Of the matched gifts, rounded down" }),
  exhaustedAt: instantOutput.nullable(),
  givenBackCents: centsOutput.meta({ description: "Taken back from campaigns that missed their goal" }),
  days: z
    .array(z.object({ day: z.iso.date(), changeCents: centsOutput }))
    .meta({ description: "What left the pot on each day of Paris, less what came back" }),
  territories: z.array(partOutput).meta({ description: "At most 200, the largest first" }),
  campaigns: z.array(partOutput).meta({ description: "At most 200, the largest first" }),
  limits: z
    .array(z.object({ bound: z.string(), gifts: z.int(), notGrantedCents: centsOutput }))
    .meta({ description: "What each cap and condition cost" }),
});

const reportOutput = z.object({
  rules: z.array(
    z.object({
      sentence: text,
      ruleId: z.uuid().nullable().meta({ description: "Null for a draft" }),
      version: z.int().nullable(),
      outcome: outcomeOutput,
    }),
  ),
  file: z
    .object({
      playedRows: z.int(),
      refusedRows: z.int(),
      refused: z.array(z.object({ line: z.int(), column: z.string(), value: z.string(), reason: text })),
      ignoredColumns: z.array(z.string()),
    })
    .nullable(),
});

export const simulationApi: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/simulations",
    tag: "Partners",
    summary: "Plays one rule, or two side by side, on past, given or invented gifts. Nothing is written",
    access: "signed-in",
    body: simulationBody,
    output: reportOutput,
    run: async ({ deps, actor, body }) => {
      const gifts =
        body.gifts.source === "csv" ? { ...body.gifts, bytes: new TextEncoder().encode(body.gifts.text) } : body.gifts;
      const { rules, file } = await simulateMatching(deps, actor, { rules: body.rules, gifts });
      return {
        rules: rules.map(({ sentence, signed, outcome }) => ({
          sentence,
          ruleId: signed?.ruleId ?? null,
          version: signed?.version ?? null,
          outcome: { ...outcome, exhaustedAt: outcome.exhaustedAt ?? null },
        })),
        file: file ?? null,
      };
    },
  }),
];
