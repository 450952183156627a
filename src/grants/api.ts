import { z } from "zod";
import { deMinimisApi, deMinimisOutput } from "../de-minimis/api.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { agreementSignatureBody, signatureBody } from "./forms.ts";
import { listGrants, readGrant } from "./queries.ts";
import { signAmendment } from "./sign-amendment.ts";
import { signGrantAgreement } from "./sign-grant-agreement.ts";
import { templateApi } from "./template-api.ts";

const tag = "Grants";
const params = z.object({ grantId: z.uuid() });

const grantOutput = z.object({
  id: z.uuid(),
  campaignId: z.uuid().nullable().meta({ description: "None for a grant of the committee by itself" }),
  campaignTitle: z.string().meta({ description: "The project's title where there is no campaign" }),
  organisationId: z.uuid(),
  organisationName: z.string(),
  amountCents: centsOutput,
  reducedCents: centsOutput.meta({ description: "Taken back since for gifts returned to donors" }),
  engagedCents: centsOutput.meta({ description: "Asked for and not yet paid" }),
  paidCents: centsOutput,
  createdAt: instantOutput,
  holderSignedAt: instantOutput.nullable(),
  fundSignedAt: instantOutput.nullable(),
});

const complementOutput = z.object({
  id: z.uuid(),
  ruleId: z.uuid(),
  resultVersion: z.int(),
  partnerName: z.string(),
  amountCents: centsOutput,
  createdAt: instantOutput,
  amendment: z
    .object({ hash: z.string(), paragraphs: z.array(z.object({ fr: z.string(), en: z.string() })) })
    .nullable()
    .meta({ description: "To be signed by both sides before this money is payable; none where the agreement has it" }),
  holderSignedAt: instantOutput.nullable(),
  fundSignedAt: instantOutput.nullable(),
});

export const grantApi: readonly ApiRoute[] = [
  ...templateApi,
  ...deMinimisApi,
  apiRoute({
    method: "GET",
    path: "/grants",
    tag,
    summary: "Grants of your organisations, or all of them for staff, newest first",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(grantOutput),
    run: ({ deps, actor, query }) => listGrants(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/grants/{grantId}",
    tag,
    summary: "One grant with its agreement as it reads now",
    access: "signed-in",
    params,
    output: grantOutput.extend({
      availableCents: centsOutput,
      frozenCents: centsOutput.meta({ description: "Gifts a bank disputes, with their matches" }),
      owedBackCents: centsOutput.meta({ description: "Paid and owed back; kept from later instalments" }),
      agreement: z.object({ hash: z.string(), paragraphs: z.array(z.object({ fr: z.string(), en: z.string() })) }),
      hasChangedSinceSigned: z.boolean(),
      startsOn: z.string().meta({ description: "First day of the project’s period" }),
      endsOn: z.string(),
      conditions: z.string(),
      commitmentAgreedAt: instantOutput.nullable().meta({ description: "Contrat d’engagement républicain" }),
      deMinimis: deMinimisOutput,
      complements: z.array(complementOutput).meta({ description: "What matching rounds added to the grant" }),
    }),
    run: async ({ deps, actor, params }) => {
      const grant = await readGrant(deps, actor, params.grantId);
      const complements = grant.complements.map((one) => ({ ...one, amendment: one.amendment ?? null }));
      return { ...grant, complements };
    },
  }),
  apiRoute({
    method: "POST",
    path: "/grants/{grantId}/signatures",
    tag,
    summary: "Sign the agreement: the holder’s owner first, then an administrator of the fund",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    body: agreementSignatureBody,
    output: z.object({ kind: z.enum(["signed", "signed-already"]), party: z.enum(["holder", "fund"]) }),
    run: ({ deps, actor, params, body }) => signGrantAgreement(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/grants/{grantId}/complements/{complementId}/signatures",
    tag,
    summary:
      "Sign the amendment that adds a round’s money: the holder’s owner first, then an administrator of the fund",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: params.extend({ complementId: z.uuid() }),
    body: signatureBody,
    output: z.object({ kind: z.enum(["signed", "signed-already"]), party: z.enum(["holder", "fund"]) }),
    run: ({ deps, actor, params, body }) => signAmendment(deps, actor, { ...params, ...body }),
  }),
];
