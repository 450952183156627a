import { z } from "zod";
import { CAMPAIGN_CATEGORIES } from "../domain/campaign.ts";
import { CAP_PERIODS, RULE_KINDS, STACKINGS } from "../domain/matching/rule.ts";
import { centsSchema } from "../http/cents-schema.ts";
import { saying } from "../http/validation.ts";
import { DEPARTEMENTS, departementsOfEpci, isEpci } from "../matching/territory-names.ts";
import { VOCABULARIES } from "../places/standard.ts";
import { refuseStrayFields } from "./rule-fields.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

export const agreementBody = z.strictObject({
  partnerId: z.uuid().meta({ description: "The partner organisation" }),
  reference: line(60).meta({ description: "The agreement's number at the fund, unique" }),
  signedOn: z.iso.date(),
  endsOn: z.iso.date().meta({ description: "Last day, until midnight in Paris" }),
  promisedCounts: z
    .boolean()
    .default(false)
    .meta({ description: "Whether money promised and not yet received counts towards a goal" }),
});

export const potBody = z.strictObject({
  agreementId: z.uuid(),
  name: line(120),
  promisedCents: centsSchema,
});

const UNKNOWN_VALUE = saying({
  fr: "Cette valeur n’est pas dans la liste prévue.",
  en: "This value is not in the expected list.",
});

const MOST_VALUES = 120;
export const MOST_SHARES = 10;
const list = (known: readonly string[]) =>
  z
    .array(z.string().refine((value) => known.includes(value), UNKNOWN_VALUE))
    .min(1)
    .max(MOST_VALUES)
    .meta({ override: { type: "array", minItems: 1, items: { type: "string", enum: [...known] } } });

/** M7: what a rule asks of a gift's place and campaign. A list asks for one of its values; all that is given must hold. */
export const filterBody = z.strictObject({
  departements: list([...DEPARTEMENTS.keys()]).optional(),
  epcis: z
    .array(z.string().refine(isEpci, UNKNOWN_VALUE))
    .min(1)
    .max(MOST_VALUES)
    .optional()
    .meta({ description: "SIREN numbers of intercommunal bodies" }),
  near: z
    .strictObject({
      communeCode: z.string().regex(/^(\d{5}|2[AB]\d{3})$/),
      kilometres: z.int().min(1).max(1000),
    })
    .optional()
    .meta({ description: "As the crow flies from a commune by its INSEE code" }),
  rural: z.literal(true).optional(),
  qpv: z.literal(true).optional(),
  frr: z.literal(true).optional(),
  placeTypes: list(VOCABULARIES.typologie).optional(),
  services: list(VOCABULARIES.services).optional(),
  publics: list(VOCABULARIES.publics_specifiquement_adresses).optional(),
  labels: list([...VOCABULARIES.formations_labels, ...VOCABULARIES.dispositif_programmes_nationaux]).optional(),
  categories: list(CAMPAIGN_CATEGORIES).optional(),
  needsInKind: z.literal(true).optional().meta({ description: "Campaigns that also ask for things or help" }),
});

const EPCI_ELSEWHERE = saying({
  fr: "Une de ces intercommunalités n’a aucune commune dans les départements de la règle.",
  en: "One of these intercommunal bodies has no commune in the rule’s départements.",
});

const epcisAreInDepartements = ({ epcis, departements }: Pick<z.output<typeof filterBody>, "epcis" | "departements">) =>
  departements === undefined ||
  (epcis ?? []).every((siren) => departementsOfEpci(siren).some((one) => departements.includes(one)));

const heldShareBody = z.strictObject({
  departements: list([...DEPARTEMENTS.keys()]),
  shareCents: centsSchema,
  untilOn: z.iso.date().meta({ description: "Last day it is kept, until midnight in Paris; then it is open to all" }),
});

const cap = centsSchema.nullable().default(null);
const count = (most: number) => z.int().min(1).max(most).nullable().default(null);

const ruleShape = {
  kind: z.enum(RULE_KINDS).default("ratio").meta({ description: "Which of the next six fields are asked (M15)" }),
  ratioNumerator: count(1000).meta({ description: "Euros the partner adds …" }),
  ratioDenominator: count(1000).meta({ description: "… for so many euros given" }),
  thresholdDonors: count(1_000_000).meta({ description: "Unique donors a campaign must reach" }),
  thresholdGoalPercent: count(1000).meta({ description: "Per cent of its goal a campaign must reach in gifts" }),
  lumpCents: cap.meta({ description: "What a threshold gives once a campaign; or else a ratio from then on" }),
  budgetCents: cap.meta({ description: "What a round shares at its end" }),
  capPerGiftCents: cap,
  capPerDonorCents: cap,
  capPerCampaignCents: cap,
  capPerPeriodCents: cap,
  capPeriod: z.enum(CAP_PERIODS).nullable().default(null).meta({ description: "In Paris; a week starts on Monday" }),
  capInAllCents: cap.meta({ description: "All that the rule may ever take from its pot" }),
  minimumGiftCents: cap,
  minimumDonors: count(1_000_000).meta({ description: "Unique donors, the giver included, before the rule answers" }),
  filter: filterBody.refine(epcisAreInDepartements, { path: ["epcis"], ...EPCI_ELSEWHERE }).default({}),
  heldShares: z
    .array(heldShareBody)
    .max(MOST_SHARES)
    .default([])
    .meta({ description: "Parts of the pot kept for places of some départements" }),
  stacking: z
    .enum(STACKINGS)
    .default("adds")
    .meta({ description: "adds: besides other matches; if_first: only without an earlier one; final: no later one" }),
  backfill: z.boolean().default(false).meta({ description: "Freed money goes to under-matched gifts first (M11)" }),
  goalConditional: z.boolean().default(false).meta({ description: "Kept only if the campaign reaches its goal" }),
  startsOn: z.iso.date().meta({ description: "First day, from midnight in Paris" }),
  endsOn: z.iso.date().meta({ description: "Last day, until midnight in Paris" }),
  priority: z.int().min(1).max(1000).default(100).meta({ description: "Smaller numbers answer first" }),
};

/** A rule's fields each on its own, whatever its kind asks. */
export const ruleFields = z.strictObject(ruleShape);

/** One version of a rule, as the API takes it; the pages read their fields into the same shape. */
export const ruleBody = ruleFields.superRefine(refuseStrayFields);

export const newRuleBody = z.strictObject({ ...ruleShape, potId: z.uuid() }).superRefine(refuseStrayFields);

export const ruleChangeBody = z
  .strictObject({
    ...ruleShape,
    version: z.int().min(1).meta({ description: "The version that was read; 409 where another one came meanwhile" }),
  })
  .superRefine(refuseStrayFields);

export const fundingBody = z.strictObject({
  amountCents: centsSchema,
  bankReference: line(140).meta({ description: "What identifies the transfer on the bank statement, unique" }),
  receivedOn: z.iso.date(),
});

export type AgreementInput = z.output<typeof agreementBody>;
export type PotInput = z.output<typeof potBody>;
export type RuleInput = z.output<typeof ruleBody>;
export type NewRuleInput = z.output<typeof newRuleBody>;
export type RuleChangeInput = z.output<typeof ruleChangeBody>;
export type FundingInput = z.output<typeof fundingBody>;
