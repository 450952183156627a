import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { auditSearch } from "./forms.ts";
import { listAudit } from "./queries.ts";

export const auditApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/audit-log",
    tag: "Audit",
    summary: "Who did what, when and why, newest first",
    access: "signed-in",
    query: pageQuery.extend({ ...auditSearch.shape, actor: z.string().max(100).optional() }),
    output: pageOutput(
      z.object({
        id: z.uuid(),
        at: instantOutput,
        actor: z.string(),
        actorName: z.string().nullable(),
        action: z.string(),
        subjectKind: z.string(),
        subjectId: z.string(),
        change: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
        reason: z.string().nullable(),
      }),
    ),
    run: ({ deps, actor, query }) => listAudit(deps, actor, query),
  }),
];
