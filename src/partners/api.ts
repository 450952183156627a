import { z } from "zod";
import { AGREEMENT_STATES } from "../domain/agreement.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { createAgreement } from "./create-agreement.ts";
import { createPot } from "./create-pot.ts";
import { agreementBody, fundingBody, potBody } from "./forms.ts";
import { listCausedMatches } from "./match-queries.ts";
import { listAgreements, listFundings, listPots, readAgreement, readPot } from "./queries.ts";
import { recordPotFunding } from "./record-pot-funding.ts";
import { ruleApi, ruleOutput } from "./rule-api.ts";

const tag = "Partners";
const text = z.object({ fr: z.string(), en: z.string() });
const created = z.object({ id: z.uuid() });
const agreementParams = z.object({ agreementId: z.uuid() });
const potParams = z.object({ potId: z.uuid() });

const agreementOutput = z.object({
  id: z.uuid(),
  partnerId: z.uuid(),
  partnerName: z.string(),
  reference: z.string(),
  title: z.string().nullable(),
  state: z.enum(AGREEMENT_STATES),
  signedVersion: z
    .int()
    .nullable()
    .meta({ description: "The version of the terms in force; none where signed on paper" }),
  signedAt: instantOutput.nullable(),
  endsAt: instantOutput.nullable(),
  promisedCounts: z.boolean(),
  endedAt: instantOutput.nullable(),
  endedReason: z.string().nullable().meta({ description: "Why it ended early; none where its last day passed" }),
});

const potOutput = z.object({
  id: z.uuid(),
  agreementId: z.uuid(),
  partnerId: z.uuid(),
  partnerName: z.string(),
  name: z.string(),
  fundingReference: z.string().meta({ description: "ISO 11649 reference to put on transfers" }),
  promisedCents: centsOutput,
  fundedCents: centsOutput,
  withdrawnCents: centsOutput,
  reservedCents: centsOutput,
  committedCents: centsOutput,
  paidCents: centsOutput,
  remainingCents: centsOutput.meta({ description: "What rules may still reserve (M2)" }),
});

const causedMatch = z.object({
  id: z.uuid(),
  pseudonym: z.string().meta({ description: "Stands for the gift, and says nothing of the person (X6)" }),
  giftCents: centsOutput,
  amountCents: centsOutput,
  standingCents: centsOutput.meta({ description: "What stands of it now" }),
  cause: z.string(),
  state: z.string().optional(),
  ruleId: z.uuid(),
  ruleVersion: z.int(),
  ruleSentence: text.meta({ description: "Of the version that answered (M8)" }),
  campaignTitle: z.string(),
  campaignSlug: z.string(),
  potName: z.string(),
  evaluatedAt: instantOutput,
  headline: text,
  details: z.array(text),
  history: z.array(z.object({ kind: z.string(), amountCents: centsOutput, occurredAt: instantOutput, text })),
});

const agreements: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/agreements",
    tag,
    summary: "Cooperation agreements: all for staff, their own for a partner's members",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(agreementOutput),
    run: ({ deps, actor, query }) => listAgreements(deps, actor, query),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements",
    tag,
    summary: "Record an agreement with a partner",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    body: agreementBody,
    output: created,
    run: async ({ deps, actor, body }) => ({ id: await createAgreement(deps, actor, body) }),
  }),
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}",
    tag,
    summary: "One agreement with its pots and rules",
    access: "signed-in",
    params: agreementParams,
    output: agreementOutput.extend({ pots: z.array(potOutput.extend({ rules: z.array(ruleOutput) })) }),
    run: ({ deps, actor, params }) => readAgreement(deps, actor, params.agreementId),
  }),
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/matches",
    tag,
    summary: "The matches an agreement's pots made, to the gift that caused each, under a pseudonym",
    access: "signed-in",
    params: agreementParams,
    query: pageQuery,
    output: pageOutput(causedMatch),
    run: ({ deps, actor, params, query }) => listCausedMatches(deps, actor, { ...params, ...query }),
  }),
];

const pots: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/pots",
    tag,
    summary: "Pots and what each holds: all for staff, their own for a partner's members",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(potOutput),
    run: ({ deps, actor, query }) => listPots(deps, actor, query),
  }),
  apiRoute({
    method: "POST",
    path: "/pots",
    tag,
    summary: "Open a pot under an agreement",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    body: potBody,
    output: created.extend({ fundingReference: z.string() }),
    run: ({ deps, actor, body }) => createPot(deps, actor, body),
  }),
  apiRoute({
    method: "GET",
    path: "/pots/{potId}",
    tag,
    summary: "One pot",
    access: "signed-in",
    params: potParams,
    output: potOutput,
    run: ({ deps, actor, params }) => readPot(deps, actor, params.potId),
  }),
  apiRoute({
    method: "GET",
    path: "/pots/{potId}/fundings",
    tag,
    summary: "What a pot received",
    access: "signed-in",
    params: potParams,
    output: z.object({
      items: z.array(
        z.object({
          id: z.uuid(),
          amountCents: centsOutput,
          source: z.string(),
          reference: z.string(),
          recordedAt: instantOutput,
        }),
      ),
    }),
    run: async ({ deps, actor, params }) => ({ items: await listFundings(deps, actor, params.potId) }),
  }),
  apiRoute({
    method: "POST",
    path: "/pots/{potId}/fundings",
    tag,
    summary: "Record a transfer received for a pot, once for its bank reference",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params: potParams,
    body: fundingBody,
    output: z.object({ recorded: z.boolean().meta({ description: "False where it was recorded before" }) }),
    run: ({ deps, actor, params, body }) => recordPotFunding(deps, actor, { ...params, ...body }),
  }),
];

export const partnerApi: readonly ApiRoute[] = [...agreements, ...pots, ...ruleApi];
