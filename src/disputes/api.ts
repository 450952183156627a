import { z } from "zod";
import { DISPUTE_STATES } from "../domain/dispute.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { listDisputes } from "./queries.ts";

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
  withdrawnAt: instantOutput.nullable(),
  endedAt: instantOutput.nullable(),
});

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
];
