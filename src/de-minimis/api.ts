import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { declareAid } from "./declare-aid.ts";
import { declarationBody } from "./forms.ts";

/** The declaration of a grant and the sum it is judged by, in an answer. */
export const deMinimisOutput = z.object({
  declaration: z
    .object({ hasEconomicActivity: z.boolean(), declaredAt: instantOutput })
    .optional()
    .meta({ description: "The last one; none where the holder has not declared yet" }),
  on: z.string().meta({ description: "The day the three years end: the declaration’s, or today where none was made" }),
  aids: z.array(
    z.object({
      granter: z.string(),
      amountCents: centsOutput,
      grantedOn: z.string(),
      isOurs: z.boolean(),
      counts: z.boolean(),
    }),
  ),
  verdict: z.object({
    kind: z.enum(["within", "over"]),
    receivedCents: centsOutput,
    totalCents: centsOutput,
    ceilingCents: centsOutput,
  }),
});

export const deMinimisApi: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/grants/{grantId}/de-minimis-declarations",
    tag: "Grants",
    summary: "Declare the de minimis aid of the last three years, or that there is no economic activity",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: z.object({ grantId: z.uuid() }),
    body: declarationBody,
    status: 201,
    output: z.object({ declarationId: z.uuid() }),
    run: ({ deps, actor, params, body }) => declareAid(deps, actor, { ...params, ...body }),
  }),
];
