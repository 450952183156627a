import { z } from "zod";
import { CAP_PERIODS, RULE_KINDS, STACKINGS } from "../domain/matching/rule.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { changeRule } from "./change-rule.ts";
import { createRule } from "./create-rule.ts";
import { filterBody, newRuleBody, ruleChangeBody } from "./forms.ts";
import { listRules, readRule } from "./rule-queries.ts";

const tag = "Partners";
const text = z.object({ fr: z.string(), en: z.string() });
const potParams = z.object({ potId: z.uuid() });
const ruleParams = z.object({ ruleId: z.uuid() });
const count = z.int().nullable();
const cap = centsOutput.nullable();

const filterOutput = filterBody.extend({
  near: z
    .object({ communeCode: z.string(), kilometres: z.number(), latitude: z.number(), longitude: z.number() })
    .optional()
    .meta({ description: "With the commune's coordinates as they were when the version was written" }),
});

export const ruleOutput = z.object({
  id: z.uuid(),
  version: z.int(),
  potId: z.uuid(),
  priority: z.int(),
  kind: z.enum(RULE_KINDS),
  ratioNumerator: count,
  ratioDenominator: count,
  thresholdDonors: count,
  thresholdGoalPercent: count,
  lumpCents: cap,
  budgetCents: cap,
  capPerGiftCents: cap,
  capPerDonorCents: cap,
  capPerCampaignCents: cap,
  capPerPeriodCents: cap,
  capPeriod: z.enum(CAP_PERIODS).nullable(),
  capInAllCents: cap,
  minimumGiftCents: cap,
  minimumDonors: count,
  filter: filterOutput,
  heldShares: z.array(z.object({ departements: z.array(z.string()), shareCents: centsOutput, untilOn: z.string() })),
  stacking: z.enum(STACKINGS),
  backfill: z.boolean(),
  goalConditional: z.boolean(),
  startsOn: z.string(),
  endsOn: z.string(),
  validFrom: instantOutput.meta({ description: "Holds for pledges recorded from this instant on (M8)" }),
  sentence: text.meta({ description: "Every term in words: what is signed" }),
});

export const ruleApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/rules",
    tag,
    summary: "The rules of a pot as they are now, each with its sentence",
    access: "signed-in",
    query: potParams,
    output: z.object({ items: z.array(ruleOutput) }),
    run: async ({ deps, actor, query }) => ({ items: await listRules(deps, actor, query.potId) }),
  }),
  apiRoute({
    method: "POST",
    path: "/rules",
    tag,
    summary: "Write a matching rule for a pot",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    body: newRuleBody,
    output: z.object({ id: z.uuid() }),
    run: async ({ deps, actor, body }) => ({ id: await createRule(deps, actor, body) }),
  }),
  apiRoute({
    method: "GET",
    path: "/rules/{ruleId}",
    tag,
    summary: "One rule with all its versions",
    access: "signed-in",
    params: ruleParams,
    output: z.object({ agreementId: z.uuid(), latest: ruleOutput, versions: z.array(ruleOutput) }),
    run: ({ deps, actor, params }) => readRule(deps, actor, params.ruleId),
  }),
  apiRoute({
    method: "POST",
    path: "/rules/{ruleId}/versions",
    tag,
    summary: "Follow a rule by its next version, for pledges from now on (M8)",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    params: ruleParams,
    body: ruleChangeBody,
    output: z.object({ version: z.int() }),
    run: async ({ deps, actor, params, body }) => ({ version: await changeRule(deps, actor, { ...body, ...params }) }),
  }),
];
