import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput } from "../http/cents-schema.ts";
import { donorKey } from "../pledges/queries.ts";
import { giveIdentity } from "./give-identity.ts";
import { givePartnerIdentity } from "./give-partner-identity.ts";
import { companyBody, identityBody } from "./identity-form.ts";
import { readPartnerReceipts } from "./partner-queries.ts";
import { readPledgeReceipt, receiptTotals } from "./queries.ts";

const tag = "Receipts";
const params = z.object({ pledgeId: z.uuid() });
const key = z.string().max(200).optional().meta({ description: "The secret of the donor's link, for a guest" });
const form = z.enum(["11580", "16216"]);

const partnerReceiptOutput = z.object({
  id: z.uuid(),
  reference: z.string(),
  amountCents: centsOutput,
  creditedOn: z.string(),
  state: z.enum(["issued", "cancelled"]),
});

const receiptOutput = z.object({
  id: z.uuid(),
  reference: z.string(),
  form,
  amountCents: centsOutput,
  creditedOn: z.string(),
  state: z.enum(["issued", "cancelled"]),
});

export const receiptApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/pledges/{pledgeId}/receipt",
    tag,
    summary: "A gift's tax receipt, or why there is none (T3), for its donor and staff",
    access: "public",
    params,
    query: z.object({ key }),
    output: z.object({
      noReceipt: z.string().nullable(),
      isBeingMade: z.boolean(),
      issued: receiptOutput.nullable(),
      cancelled: z.array(receiptOutput),
      reduction: z.object({ percent: centsOutput, amountCents: centsOutput }).nullable(),
    }),
    run: ({ deps, actor, params, query }) => readPledgeReceipt(deps, actor, params.pledgeId, query.key),
  }),
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/receipt-identity",
    tag,
    summary: "Name and address for a gift's receipt; given again, the receipt is replaced",
    access: "public",
    params,
    body: z.strictObject({ identity: identityBody, declinesReward: z.boolean().default(false), key }),
    run: async ({ deps, actor, params: { pledgeId }, body }) => {
      const token = await donorKey(deps, actor, pledgeId, body.key);
      await giveIdentity(deps, actor, {
        pledgeId,
        token,
        identity: body.identity,
        declinesReward: body.declinesReward,
      });
    },
  }),
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/receipts",
    tag,
    summary: "What a partner gave under an agreement, each with its tax receipt (Cerfa 16216) or why there is none",
    access: "signed-in",
    params: z.object({ agreementId: z.uuid() }),
    output: z.object({
      lines: z.array(
        z.object({
          kind: z.enum(["funding", "delivery"]),
          id: z.uuid(),
          nature: z.enum(["money", "goods", "skill_days"]),
          label: z.string(),
          creditedOn: z.string(),
          grossCents: centsOutput,
          noReceipt: z.string().nullable(),
          issued: partnerReceiptOutput.nullable(),
        }),
      ),
      cancelled: z.array(partnerReceiptOutput),
    }),
    run: ({ deps, actor, params }) => readPartnerReceipts(deps, actor, params.agreementId),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/receipt-identity",
    tag,
    summary: "Name and address of the company on its receipts; given again, they are replaced",
    access: "signed-in",
    params: z.object({ agreementId: z.uuid() }),
    body: companyBody,
    run: ({ deps, actor, params, body }) => givePartnerIdentity(deps, actor, { ...params, identity: body }),
  }),
  apiRoute({
    method: "GET",
    path: "/receipt-totals",
    tag,
    summary: "Receipts in force and their gifts by year of credit, model and nature, as the issuer declares them",
    access: "signed-in",
    output: z.object({
      items: z.array(
        z.object({
          year: z.int(),
          form,
          nature: z.enum(["money", "goods", "skill_days"]),
          count: z.int(),
          amountCents: centsOutput,
          cancelled: z.int(),
        }),
      ),
    }),
    run: async ({ deps, actor }) => ({ items: await receiptTotals(deps, actor) }),
  }),
];
