import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { instantOutput } from "../http/cents-schema.ts";
import { changeTerms } from "./change-terms.ts";
import { templateBody, termsBody } from "./forms.ts";
import { readTemplates } from "./template-queries.ts";
import { writeTemplate } from "./write-template.ts";

const tag = "Grants";

export const templateApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/agreement-templates",
    tag,
    summary: "The wording of grant agreements in use, and its versions",
    access: "signed-in",
    output: z.object({
      latest: z.object({ version: z.int(), fr: z.string(), en: z.string() }),
      history: z.array(z.object({ version: z.int(), createdAt: instantOutput, createdByName: z.string() })),
    }),
    run: ({ deps, actor }) => readTemplates(deps, actor),
  }),
  apiRoute({
    method: "POST",
    path: "/agreement-templates",
    tag,
    summary: "Write the next version, for grants to come",
    access: "signed-in",
    movesMoneyOrCreates: true,
    body: templateBody,
    status: 201,
    output: z.object({ version: z.int() }),
    run: ({ deps, actor, body }) => writeTemplate(deps, actor, body),
  }),
  apiRoute({
    method: "PUT",
    path: "/grants/{grantId}/terms",
    tag,
    summary: "Set the project’s period and special conditions, until both have signed",
    access: "signed-in",
    params: z.object({ grantId: z.uuid() }),
    body: termsBody,
    run: ({ deps, actor, params, body }) => changeTerms(deps, actor, { ...params, ...body }),
  }),
];
