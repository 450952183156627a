import { z } from "zod";
import { CAMPAIGN_MODES, CAMPAIGN_STATES } from "../domain/campaign.ts";
import { cents } from "../domain/money.ts";
import { PLEDGE_STATES } from "../domain/pledge.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { explainPledge } from "../matching/explain-pledge.ts";
import { quoteMatch } from "../matching/quote-match.ts";
import { REQUEST_STATES } from "../refunds/queries.ts";
import { pledgeUrl } from "./access-token.ts";
import { listCampaignGifts } from "./campaign-gifts.ts";
import { cancelPledge } from "./cancel-pledge.ts";
import { keyBody, keyQuery, pledgeBody, quoteQuery } from "./forms.ts";
import { openAuthentication } from "./open-authentication.ts";
import { openMethodChange } from "./open-method-change.ts";
import { openPledge } from "./open-pledge.ts";
import { pledgeInput } from "./pledge-input.ts";
import { donorKey, findPledgeToExplain, listOwnPledges, readPledge } from "./queries.ts";

const tag = "Pledges";
const campaignParams = z.object({ campaignId: z.uuid() });
const params = z.object({ pledgeId: z.uuid() });
const state = z.enum(PLEDGE_STATES);
const text = z.object({ fr: z.string(), en: z.string() });

const quotedMatch = z.object({
  partnerName: z.string(),
  ruleSentence: text,
  amountCents: centsOutput,
  headline: text,
  details: z.array(text),
});

const quoteOutput = z.object({
  amountCents: centsOutput,
  matchCents: centsOutput,
  heldUntil: instantOutput.meta({ description: "Until when a pledge made now would hold its matches" }),
  matches: z.array(
    quotedMatch.extend({
      boundBy: z.string(),
      isLater: z.boolean().meta({ description: "The rule waits for a threshold, or is shared at its end (M15)" }),
      awaitedCents: centsOutput.meta({ description: "Promised to its pot and not received: it matches nothing yet" }),
    }),
  ),
});

const matchOutput = quotedMatch.extend({
  ruleId: z.uuid(),
  ruleVersion: z.int(),
  standingCents: centsOutput.meta({ description: "What stands of it now: a refund lowers it (M10)" }),
  cause: z
    .enum(["pledge", "backfill", "round"])
    .meta({ description: "The pledge itself, freed money (M11), or a round's end (M15)" }),
  state: z
    .enum(["reserved", "committed", "paid", "released", "reversed", "clawback_due"])
    .optional()
    .meta({ description: "Left out where the rule's answer was nothing" }),
  boundBy: z.string().meta({ description: "What bounded the answer: a cap, the pot, or why the rule did not apply" }),
  evaluatedAt: instantOutput,
  history: z.array(z.object({ kind: z.string(), amountCents: centsOutput, occurredAt: instantOutput, text })),
});

const giftOutput = z.object({
  id: z.uuid(),
  state,
  amountCents: centsOutput,
  returnedCents: centsOutput,
  displayName: z.string().nullable().meta({ description: "Null where the donor does not show their name" }),
  createdAt: instantOutput,
  matchCents: centsOutput.meta({ description: "What stands of its matches" }),
  matches: z.array(matchOutput),
  refundRequest: z
    .object({ state: z.enum(REQUEST_STATES), giftCents: centsOutput, refusal: z.string().nullable() })
    .nullable()
    .meta({ description: "The holder's newest request that it go back" }),
});

const pledgeRow = z.object({
  id: z.uuid(),
  state,
  amountCents: centsOutput,
  tipCents: centsOutput,
  returnedCents: centsOutput,
  matchCents: centsOutput,
  createdAt: instantOutput,
  campaignId: z.uuid(),
  campaignTitle: z.string(),
  campaignSlug: z.string(),
});

const pledgeDetail = pledgeRow.omit({ campaignId: true, campaignTitle: true, campaignSlug: true }).extend({
  mode: z.enum(CAMPAIGN_MODES),
  capturedCents: centsOutput,
  displayName: z.string(),
  anonymous: z.boolean(),
  rewardTitle: z.string().nullable(),
  checkoutExpiresAt: instantOutput,
  authorisedAt: instantOutput.nullable(),
  capturedAt: instantOutput.nullable(),
  nextChargeAt: instantOutput.nullable(),
  pendingSince: instantOutput
    .nullable()
    .meta({ description: "Since when a debit waits for the payer’s bank: money to come, counted as nothing yet" }),
  methodKind: z.string().nullable().meta({ description: "How it is paid: card, sepa_debit or other" }),
  cardLast4: z.string().nullable(),
  cardExpiresOn: z.string().nullable().meta({ description: "The last day the saved card is good for" }),
  canChangeMethod: z.boolean(),
  endedReason: z.string().nullable(),
  canBeCancelled: z.boolean(),
  campaign: z.object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    state: z.enum(CAMPAIGN_STATES),
    deadlineAt: instantOutput,
  }),
  refunds: z.array(
    z.object({
      id: z.uuid(),
      amountCents: centsOutput,
      reason: z.string(),
      state: z.string(),
      createdAt: instantOutput,
    }),
  ),
});

const giving: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}/quote",
    tag,
    summary: "What a gift would trigger now; holds nothing",
    access: "public",
    etag: false,
    params: campaignParams,
    query: quoteQuery,
    output: quoteOutput,
    run: ({ deps, actor, params, query }) =>
      quoteMatch(deps, actor, { ...params, amountCents: cents(query.amountCents) }),
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/pledges",
    tag,
    summary: "Pledge a gift: holds its matches and reward, and opens the page to pay on",
    access: "public",
    status: 201,
    movesMoneyOrCreates: true,
    params: campaignParams,
    body: pledgeBody,
    output: z.object({
      id: z.uuid(),
      url: z.string().meta({ description: "The donor's own page, with its secret" }),
      checkoutUrl: z.string(),
      matchCents: centsOutput,
      heldUntil: instantOutput,
    }),
    run: async ({ deps, actor, params, body }) => {
      const opened = await openPledge(deps, actor, pledgeInput(params.campaignId, body));
      const { pledgeId: id, checkoutUrl, matchCents, expiresAt } = opened;
      return { id, url: pledgeUrl(deps, id), checkoutUrl, matchCents, heldUntil: expiresAt };
    },
  }),
];

const following: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/pledges",
    tag,
    summary: "Your own gifts, newest first",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(pledgeRow),
    run: ({ deps, actor, query }) => listOwnPledges(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/pledges/{pledgeId}",
    tag,
    summary: "One gift, for its donor (signed in, or with the key of its link) and staff",
    access: "public",
    params,
    query: keyQuery,
    output: pledgeDetail,
    run: ({ deps, actor, params, query }) => readPledge(deps, actor, params.pledgeId, query.key),
  }),
  apiRoute({
    method: "GET",
    path: "/pledges/{pledgeId}/matches",
    tag,
    summary: "Every rule's answer to a gift and why, for donor, holder, the rule's partner and staff",
    access: "public",
    params,
    query: keyQuery,
    output: z.object({ items: z.array(matchOutput) }),
    run: async ({ deps, actor, params, query }) => {
      const pledge = await findPledgeToExplain(deps, actor, params.pledgeId, query.key);
      return { items: await explainPledge(deps, actor, pledge) };
    },
  }),
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}/gifts",
    tag,
    summary: "Firm and captured gifts of a campaign with every rule's answer and why, for its holder and staff",
    access: "signed-in",
    params: campaignParams,
    query: pageQuery,
    output: pageOutput(giftOutput),
    run: ({ deps, actor, params, query }) => listCampaignGifts(deps, actor, { ...params, ...query }),
  }),
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/cancellation",
    tag,
    summary: "Take a pledge back, until its charge starts",
    access: "public",
    params,
    body: keyBody,
    run: async ({ deps, actor, params: { pledgeId }, body }) =>
      cancelPledge(deps, actor, { pledgeId, token: await donorKey(deps, actor, pledgeId, body.key) }),
  }),
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/authentication",
    tag,
    summary: "Open the page on which the donor confirms a charge with their bank",
    access: "public",
    params,
    body: keyBody,
    output: z.object({
      checkoutUrl: z.string().nullable().meta({ description: "Null where the gift is already paid" }),
    }),
    run: async ({ deps, actor, params: { pledgeId }, body }) => {
      const token = await donorKey(deps, actor, pledgeId, body.key);
      return { checkoutUrl: (await openAuthentication(deps, actor, { pledgeId, token })) ?? null };
    },
  }),
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/method-change",
    tag,
    summary: "Open the page on which the donor saves another card, until the charge starts",
    access: "public",
    params,
    body: keyBody,
    output: z.object({
      checkoutUrl: z.string().nullable().meta({ description: "Null where the card has just been changed" }),
    }),
    run: async ({ deps, actor, params: { pledgeId }, body }) => {
      const token = await donorKey(deps, actor, pledgeId, body.key);
      return { checkoutUrl: (await openMethodChange(deps, actor, { pledgeId, token })) ?? null };
    },
  }),
];

export const pledgeApi: readonly ApiRoute[] = [...giving, ...following];
