import { z } from "zod";
import { DISPUTE_STATES } from "../domain/dispute.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { answerDispute } from "./answer-dispute.ts";
import { answerBody } from "./forms.ts";
import { listDisputes, readDispute } from "./queries.ts";

const disputeOutput = z.object({
  id: z.uuid(),
  stripeDisputeId: z.string(),
  pledgeId: z.uuid(),
  campaignTitle: z.string(),
  state: z.enum(DISPUTE_STATES).meta({ description: "`inquiry` moves no money; while `open` the gift is frozen" }),
  reason: z.string(),
  stripeStatus: z.string(),
  amountCents: centsOutput,
  giftCents: centsOutput.meta({ description: "Of the gift to the project, frozen or taken" }),
  tipCents: centsOutput,
  openedAt: instantOutput,
  evidenceDueAt: instantOutput.nullable().meta({ description: "Until when the bank takes an answer" }),
  withdrawnAt: instantOutput.nullable(),
  endedAt: instantOutput.nullable(),
});

const dispute = z.object({ disputeId: z.uuid() });

export const disputeApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/disputes",
    tag: "Refunds",
    summary: "Payments that a donor's bank disputes or asks about, newest first",
    access: "signed-in",
    query: pageQuery.extend({ open: z.enum(["true", "false"]).default("true") }),
    output: pageOutput(disputeOutput),
    run: ({ deps, actor, query }) => listDisputes(deps, actor, { ...query, open: query.open === "true" }),
  }),
  apiRoute({
    method: "GET",
    path: "/disputes/{disputeId}",
    tag: "Refunds",
    summary: "One dispute with what staff answered",
    access: "signed-in",
    params: dispute,
    output: disputeOutput.extend({
      answers: z.array(
        z.object({
          id: z.uuid(),
          kind: z.string(),
          text: z.string(),
          answeredBy: z.uuid(),
          answeredAt: instantOutput,
          sentAt: instantOutput.nullable(),
          refusal: z.string().nullable(),
        }),
      ),
    }),
    run: ({ deps, actor, params }) => readDispute(deps, actor, params.disputeId),
  }),
  apiRoute({
    method: "POST",
    path: "/disputes/{disputeId}/answer",
    tag: "Refunds",
    summary: "Answer the bank, once: evidence, or that the fund gives in",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: dispute,
    body: answerBody,
    run: ({ deps, actor, params, body }) => answerDispute(deps, actor, { ...params, ...body }),
  }),
];
