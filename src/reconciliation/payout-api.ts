import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { listPayouts, readPayout } from "./payout-queries.ts";

const payoutOutput = z.object({
  id: z.string(),
  amountCents: centsOutput.meta({ description: "Negative where Stripe debits the bank account" }),
  state: z.string(),
  arrivesAt: instantOutput,
  automatic: z.boolean(),
  reconciled: z.boolean().meta({ description: "Its movements are known and add up to it" }),
  failureCode: z.string().nullable(),
  bookedOn: z.string().nullable(),
});

const tag = "Reconciliation";

export const payoutApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/payouts",
    tag,
    summary: "Stripe’s transfers to the bank account, the latest to arrive first",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(payoutOutput),
    run: ({ deps, actor, query }) => listPayouts(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/payouts/{payoutId}",
    tag,
    summary: "One payout with the movements it is made of, by reporting category",
    access: "signed-in",
    params: z.object({ payoutId: z.string().regex(/^\w{1,100}$/) }),
    output: payoutOutput.extend({
      parts: z.array(
        z.object({
          category: z.string(),
          transactions: z.int(),
          grossCents: centsOutput,
          feeCents: centsOutput,
          netCents: centsOutput,
        }),
      ),
      partsCents: centsOutput,
      differenceIds: z.array(z.uuid()),
    }),
    run: ({ deps, actor, params }) => readPayout(deps, actor, params.payoutId),
  }),
];
