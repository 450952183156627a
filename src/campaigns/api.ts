import { z } from "zod";
import { CHECKLIST } from "../domain/campaign-terms.ts";
import { cents } from "../domain/money.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { approveCampaign } from "./approve-campaign.ts";
import { cancelCampaign } from "./cancel-campaign.ts";
import { changeTerms } from "./change-terms.ts";
import { readChecklist } from "./checklist.ts";
import { createCampaign } from "./create-campaign.ts";
import { editCampaign } from "./edit-campaign.ts";
import {
  approvalBody,
  campaignBody,
  changeBody,
  newCampaignBody,
  reasonBody,
  reviewBody,
  termsQuery,
} from "./forms.ts";
import { campaignCard, campaignDetail, changePreviewOutput, publicCard, reviewOutput } from "./outputs.ts";
import { endOfDay } from "./paris-days.ts";
import { previewChange } from "./preview-change.ts";
import { listCampaignsForStaff, listOwnCampaigns, readCampaign, readReviews } from "./queries.ts";
import { requestChanges } from "./request-changes.ts";
import { resumeCampaign } from "./resume-campaign.ts";
import { searchCampaigns } from "./search-campaigns.ts";
import { campaignQuery } from "./search-forms.ts";
import { submitCampaign } from "./submit-campaign.ts";
import { suspendCampaign } from "./suspend-campaign.ts";

const tag = "Campaigns";
const params = z.object({ campaignId: z.uuid() });
const named = z.object({
  campaignId: z.string().min(1).max(100).meta({ description: "Id, or the end of its address" }),
});

const reading: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/campaigns",
    tag,
    summary: "Campaigns that take pledges now, the first to end first",
    access: "public",
    query: campaignQuery,
    output: pageOutput(publicCard),
    run: ({ deps, query }) => searchCampaigns(deps, query),
  }),
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}",
    tag,
    summary: "One campaign with its project, places, rewards and progress",
    access: "public",
    params: named,
    output: campaignDetail,
    run: ({ deps, actor, params }) => readCampaign(deps, actor, params.campaignId),
  }),
  apiRoute({
    method: "GET",
    path: "/my/campaigns",
    tag,
    summary: "Campaigns of the organisations you belong to, drafts included",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(campaignCard),
    run: ({ deps, actor, query }) => listOwnCampaigns(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/reviews/campaigns",
    tag,
    summary: "Campaigns that wait for a case officer",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(campaignCard),
    run: async ({ deps, actor, query }) => listCampaignsForStaff(deps, actor, ["submitted"], query),
  }),
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}/checklist",
    tag,
    summary: "What a draft still lacks before it can be submitted",
    access: "signed-in",
    params,
    output: z.object({ missing: z.array(z.enum(CHECKLIST)) }),
    run: async ({ deps, actor, params }) => ({
      missing: await readChecklist(deps, actor, await readCampaign(deps, actor, params.campaignId)),
    }),
  }),
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}/reviews",
    tag,
    summary: "What case officers wrote, newest first",
    access: "signed-in",
    params,
    output: z.object({ items: z.array(reviewOutput) }),
    run: async ({ deps, actor, params }) => ({
      items: await readReviews(deps, actor, await readCampaign(deps, actor, params.campaignId)),
    }),
  }),
];

const writing: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/campaigns",
    tag,
    summary: "Start the draft of a campaign",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    body: newCampaignBody,
    output: z.object({ id: z.uuid(), slug: z.string() }),
    run: ({ deps, actor, body }) => createCampaign(deps, actor, body),
  }),
  apiRoute({
    method: "PUT",
    path: "/campaigns/{campaignId}",
    tag,
    summary: "Change a draft; refused once it is submitted",
    access: "signed-in",
    params,
    body: campaignBody,
    run: ({ deps, actor, params, body }) => editCampaign(deps, actor, params.campaignId, body),
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/submission",
    tag,
    summary: "Submit a draft for review",
    access: "signed-in",
    params,
    run: ({ deps, actor, params }) => submitCampaign(deps, actor, params.campaignId),
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/changes-request",
    tag,
    summary: "Give a submitted campaign back with what to change",
    access: "signed-in",
    params,
    body: reviewBody,
    run: ({ deps, actor, params, body }) => requestChanges(deps, actor, params.campaignId, body.message),
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/approval",
    tag,
    summary: "Approve a submitted campaign; it opens by itself on its first day",
    access: "signed-in",
    params,
    body: approvalBody,
    run: ({ deps, actor, params, body }) => approveCampaign(deps, actor, params.campaignId, body.message),
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/suspension",
    tag,
    summary: "Stop a live campaign; its open checkouts close",
    access: "signed-in",
    params,
    body: reasonBody,
    run: ({ deps, actor, params, body }) => suspendCampaign(deps, actor, params.campaignId, body.reason),
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/resumption",
    tag,
    summary: "Let a suspended campaign take pledges again until its deadline",
    access: "signed-in",
    params,
    body: reasonBody,
    run: ({ deps, actor, params, body }) => resumeCampaign(deps, actor, params.campaignId, body.reason),
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/cancellation",
    tag,
    summary: "End a campaign for good; every pledge is voided or refunded",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: reasonBody,
    run: ({ deps, actor, params, body }) => cancelCampaign(deps, actor, params.campaignId, body.reason),
  }),
];

const changing: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}/change-preview",
    tag,
    summary: "What another goal or last day of a live campaign would do, before it is decided",
    access: "signed-in",
    etag: false,
    params,
    query: termsQuery,
    output: changePreviewOutput,
    run: ({ deps, actor, params, query }) => previewChange(deps, actor, { ...params, ...termsIn(query) }),
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/changes",
    tag,
    summary: "Change goal or last day of a live campaign; every donor is told and may leave",
    access: "signed-in",
    status: 201,
    movesMoneyOrCreates: true,
    params,
    body: changeBody,
    output: z.object({ changeId: z.uuid() }),
    run: async ({ deps, actor, params, body: { reason, ...terms } }) => ({
      changeId: await changeTerms(deps, actor, { ...params, ...termsIn(terms), reason }),
    }),
  }),
];

const termsIn = ({ goalCents, deadlineOn }: { readonly goalCents: bigint; readonly deadlineOn: string }) => ({
  goalCents: cents(goalCents),
  deadlineAt: endOfDay(deadlineOn),
});

export const campaignApi: readonly ApiRoute[] = [...reading, ...writing, ...changing];
