import { z } from "zod";
import { cents } from "../domain/money.ts";
import { ASKERS } from "../domain/refund.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { keyBody } from "../pledges/forms.ts";
import { donorKey } from "../pledges/queries.ts";
import { confirmRefund, refuseRefund } from "./answer-request.ts";
import { askAsHolder } from "./ask-as-holder.ts";
import { askRefund } from "./ask-refund.ts";
import { askBody, holderAskBody, previewQuery, refundBody, refusalBody } from "./forms.ts";
import { leaveCampaign } from "./leave-campaign.ts";
import { previewAsHolder, previewRefund } from "./preview-refund.ts";
import { proposeRefund } from "./propose-refund.ts";
import { listRequests, REQUEST_STATES } from "./queries.ts";
import { resendRefund } from "./resend-refund.ts";

const tag = "Refunds";
const ofPledge = z.object({ pledgeId: z.uuid() });
const ofRequest = z.object({ requestId: z.uuid() });

const requestOutput = z.object({
  id: z.uuid(),
  pledgeId: z.uuid(),
  state: z.enum(REQUEST_STATES),
  askedBy: z.enum(ASKERS).meta({ description: "The gift's donor, the holder of its campaign, or staff themselves" }),
  giftCents: centsOutput,
  tipCents: centsOutput,
  reason: z.string(),
  createdAt: instantOutput,
  needsSecondPerson: z.boolean(),
  refusal: z.string().nullable(),
  refundId: z.uuid().nullable(),
  campaignTitle: z.string(),
  displayName: z.string(),
});

const previewOutput = z.object({
  obstacle: z
    .enum(["not-captured", "nothing", "beyond-gift", "beyond-tip", "disputed"])
    .optional()
    .meta({ description: "Why it can't be done; left out where it can" }),
  giftCents: centsOutput,
  tipCents: centsOutput,
  totalCents: centsOutput.meta({ description: "What goes back to the donor" }),
  matches: z.array(z.object({ partnerName: z.string(), fromCents: centsOutput, toCents: centsOutput })),
  campaignBeforeCents: centsOutput,
  campaignAfterCents: centsOutput.meta({ description: "Gifts and matches of the campaign afterwards" }),
  owedByProjectCents: centsOutput.meta({ description: "What the project was paid already and will owe" }),
  uncoveredCents: centsOutput.meta({ description: "What the reserve does not cover; above zero it is refused" }),
  needsSecondPerson: z.boolean(),
});

const asking: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/refund-requests",
    tag,
    summary: "Ask for your gift back, whole or in part; staff answer",
    access: "public",
    status: 201,
    movesMoneyOrCreates: true,
    params: ofPledge,
    body: askBody,
    output: z.object({ requestId: z.uuid() }),
    run: async ({ deps, actor, params: { pledgeId }, body }) => ({
      requestId: await askRefund(deps, actor, {
        pledgeId,
        token: await donorKey(deps, actor, pledgeId, body.key),
        giftCents: body.giftCents === undefined ? undefined : cents(body.giftCents),
        tipCents: body.tipCents === undefined ? undefined : cents(body.tipCents),
        reason: body.reason,
      }),
    }),
  }),
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/departure",
    tag,
    summary: "Take your captured gift back after its campaign changed: at once, within 14 days, no staff decides",
    access: "public",
    status: 201,
    movesMoneyOrCreates: true,
    params: ofPledge,
    body: keyBody,
    output: z.object({ refundId: z.uuid() }),
    run: async ({ deps, actor, params: { pledgeId }, body }) => ({
      refundId: await leaveCampaign(deps, actor, {
        pledgeId,
        token: await donorKey(deps, actor, pledgeId, body.key),
      }),
    }),
  }),
];

const askingAsHolder: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/holder-refund-requests",
    tag,
    summary: "Ask, as an owner of the campaign's holder, that a gift go back, whole or in part; staff answer",
    access: "signed-in",
    status: 201,
    movesMoneyOrCreates: true,
    params: ofPledge,
    body: holderAskBody,
    output: z.object({ requestId: z.uuid() }),
    run: async ({ deps, actor, params: { pledgeId }, body }) => ({
      requestId: await askAsHolder(deps, actor, {
        pledgeId,
        giftCents: body.giftCents === undefined ? undefined : cents(body.giftCents),
        reason: body.reason,
      }),
    }),
  }),
  apiRoute({
    method: "GET",
    path: "/pledges/{pledgeId}/holder-refund-preview",
    tag,
    summary: "What the refund its holder asks for would do to the donor, the matches, the campaign and its grant",
    access: "signed-in",
    etag: false,
    params: ofPledge,
    query: previewQuery.pick({ giftCents: true }),
    output: previewOutput.omit({ tipCents: true, uncoveredCents: true }),
    run: ({ deps, actor, params: { pledgeId }, query }) =>
      previewAsHolder(deps, actor, { pledgeId, giftCents: cents(query.giftCents) }),
  }),
];

const deciding: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/refund-requests",
    tag,
    summary: "Refunds asked for or proposed, newest first",
    access: "signed-in",
    query: pageQuery.extend({ open: z.enum(["true", "false"]).default("true") }),
    output: pageOutput(requestOutput),
    run: ({ deps, actor, query }) => listRequests(deps, actor, { ...query, open: query.open === "true" }),
  }),
  apiRoute({
    method: "GET",
    path: "/pledges/{pledgeId}/refund-preview",
    tag,
    summary: "What a refund would do to the donor, the matches, the campaign and its grant",
    access: "signed-in",
    etag: false,
    params: ofPledge,
    query: previewQuery,
    output: previewOutput,
    run: ({ deps, actor, params, query }) =>
      previewRefund(deps, actor, {
        ...params,
        parts: { giftCents: cents(query.giftCents), tipCents: cents(query.tipCents ?? 0n) },
      }),
  }),
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/refunds",
    tag,
    summary: "Give a gift back, whole or in part; above the fund's threshold a second person confirms",
    access: "signed-in",
    status: 201,
    movesMoneyOrCreates: true,
    params: ofPledge,
    body: refundBody,
    output: z.object({ requestId: z.uuid(), state: z.enum(["accepted", "proposed"]) }),
    run: ({ deps, actor, params, body }) =>
      proposeRefund(deps, actor, {
        ...params,
        parts: { giftCents: cents(body.giftCents), tipCents: cents(body.tipCents) },
        reason: body.reason,
      }),
  }),
  apiRoute({
    method: "POST",
    path: "/refund-requests/{requestId}/confirmation",
    tag,
    summary: "Confirm, as a second person, a refund above the fund's threshold",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: ofRequest,
    run: ({ deps, actor, params }) => confirmRefund(deps, actor, params.requestId),
  }),
  apiRoute({
    method: "POST",
    path: "/refund-requests/{requestId}/refusal",
    tag,
    summary: "Refuse what was asked for or proposed; whoever asked, donor or holder, is told why",
    access: "signed-in",
    params: ofRequest,
    body: refusalBody,
    run: ({ deps, actor, params, body }) => refuseRefund(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/refunds/{refundId}/sending",
    tag,
    summary: "Send a refund again that failed",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: z.object({ refundId: z.uuid() }),
    run: ({ deps, actor, params }) => resendRefund(deps, actor, params.refundId),
  }),
];

export const refundApi: readonly ApiRoute[] = [...asking, ...askingAsHolder, ...deciding];
