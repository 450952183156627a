import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput } from "../http/cents-schema.ts";
import { readDedicatedFunds } from "./read-dedicated-funds.ts";

const movements = {
  openingCents: centsOutput,
  receivedCents: centsOutput,
  movedCents: centsOutput,
  usedCents: centsOutput,
  carriedCents: centsOutput,
};

export const yearEndApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/dedicated-funds",
    tag: "Books",
    summary: "Money given for projects by funder over a Paris year: carried in, received, used, carried over",
    access: "signed-in",
    query: z.object({ year: z.coerce.number().int().min(2000).max(2099) }),
    output: z.object({
      year: z.int(),
      isOver: z.boolean(),
      funds: z.array(
        z.object({
          kind: z.enum(["grants", "contributions", "generosity"]),
          funder: z.string().nullable(),
          project: z.string().nullable(),
          ...movements,
        }),
      ),
      totals: z.object(movements),
      lines: z.array(z.object({ number: z.string(), debitCents: centsOutput, creditCents: centsOutput })),
    }),
    run: ({ deps, actor, query }) => readDedicatedFunds(deps, actor, query.year),
  }),
];
