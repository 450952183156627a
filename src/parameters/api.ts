import { z } from "zod";
import { PARAMETER_NAMES, PARAMETER_UNITS } from "../domain/parameters.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput } from "../http/cents-schema.ts";
import { parameterBody } from "./forms.ts";
import { readParameters } from "./queries.ts";
import { setParameter } from "./set-parameter.ts";

const tag = "Parameters";
const value = { name: z.enum(PARAMETER_NAMES), unit: z.enum(PARAMETER_UNITS), value: centsOutput };

export const parametersApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/parameters",
    tag,
    summary: "Rates, caps and thresholds in force today, and every value ever set with its source (T5)",
    access: "signed-in",
    output: z.object({
      today: z.string(),
      inForce: z.array(z.object(value)),
      history: z.array(z.object({ ...value, validFrom: z.string(), source: z.string() })),
    }),
    run: ({ deps, actor }) => readParameters(deps, actor),
  }),
  apiRoute({
    method: "POST",
    path: "/parameters",
    tag,
    summary: "Set a value from a day on; what was decided before keeps its value",
    access: "signed-in",
    body: parameterBody,
    status: 201,
    output: z.object({}),
    run: async ({ deps, actor, body }) => {
      await setParameter(deps, actor, body);
      return {};
    },
  }),
];
