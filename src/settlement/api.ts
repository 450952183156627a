import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { listGivingBack, readGivingBack } from "./giving-back.ts";
import { listSettlements, readSettlement } from "./progress.ts";

const tag = "Settlements";

const settlement = z.object({
  campaignId: z.uuid(),
  campaignTitle: z.string(),
  startedAt: instantOutput,
  windowEndsAt: instantOutput.meta({ description: "When it is decided at the latest, but for debits still awaited" }),
  charged: z.int(),
  toDo: z.int(),
  retrying: z.int(),
  waitingForDonor: z.int(),
  waitingForBank: z.int(),
  failed: z.int(),
  pendingCents: centsOutput.meta({ description: "Debits that a bank has not answered yet" }),
  perMinute: z.int().meta({ description: "Charges sent within the last minute" }),
  expectedEndAt: instantOutput.nullable(),
});

const givingBack = z.object({
  campaignId: z.uuid(),
  campaignTitle: z.string(),
  toEnd: z.int().meta({ description: "Pledges never charged, still to be ended" }),
  toRefund: z.int(),
  underWay: z.int(),
  failed: z.int().meta({ description: "Refunds that failed and wait for a person" }),
  disputed: z.int(),
  returned: z.int().meta({ description: "Gifts given back whole" }),
  returnedCents: centsOutput,
});

export const settlementApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/settlements",
    tag,
    summary: "Campaigns being charged and how far each is, for staff",
    access: "signed-in",
    etag: false,
    output: z.object({ items: z.array(settlement) }),
    run: async ({ deps, actor }) => ({ items: await listSettlements(deps, actor) }),
  }),
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}/settlement",
    tag,
    summary: "How far the charges of a campaign are, for its holder and staff",
    access: "signed-in",
    etag: false,
    params: z.object({ campaignId: z.uuid() }),
    output: z.object({ settlement: settlement.nullable().meta({ description: "Null where none is under way" }) }),
    run: async ({ deps, actor, params }) => ({
      settlement: (await readSettlement(deps, actor, params.campaignId)) ?? null,
    }),
  }),
  apiRoute({
    method: "GET",
    path: "/refund-batches",
    tag,
    summary: "Failed and cancelled campaigns that still owe their donors something, for staff",
    access: "signed-in",
    etag: false,
    output: z.object({ items: z.array(givingBack) }),
    run: async ({ deps, actor }) => ({ items: await listGivingBack(deps, actor) }),
  }),
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}/refund-batch",
    tag,
    summary: "How far a failed or cancelled campaign is with its donors' money, for its holder and staff",
    access: "signed-in",
    etag: false,
    params: z.object({ campaignId: z.uuid() }),
    output: z.object({ refundBatch: givingBack.nullable().meta({ description: "Null where nothing is given back" }) }),
    run: async ({ deps, actor, params }) => ({
      refundBatch: (await readGivingBack(deps, actor, params.campaignId)) ?? null,
    }),
  }),
];
