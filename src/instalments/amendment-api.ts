import { z } from "zod";
import { signatureBody } from "../grants/forms.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { amendSchedule } from "./amend-schedule.ts";
import { AMENDMENT_STATES, listAmendments } from "./amendment-queries.ts";
import { amendmentBody } from "./forms.ts";
import { signScheduleAmendment } from "./sign-schedule-amendment.ts";
import { withdrawScheduleAmendment } from "./withdraw-schedule-amendment.ts";

const grantParams = z.object({ grantId: z.uuid() });
const params = grantParams.extend({ amendmentId: z.uuid() });
const path = "/grants/{grantId}/schedule-amendments";
const signedIn = { tag: "Instalments", access: "signed-in" } as const;

const amendment = z.object({
  id: z.uuid(),
  state: z.enum(AMENDMENT_STATES),
  reason: z.string(),
  lines: z.array(
    z.object({
      id: z.uuid().meta({ description: "The instalment that changes" }),
      share: centsOutput,
      fromShare: centsOutput,
      dueOn: z.string(),
      fromDueOn: z.string(),
    }),
  ),
  paragraphs: z.array(z.object({ fr: z.string(), en: z.string() })),
  hash: z.string().meta({ description: "SHA-256 of the French text, which is signed" }),
  proposedBy: z.uuid(),
  createdAt: instantOutput,
  holderSignedAt: instantOutput.nullable(),
  fundSignedAt: instantOutput.nullable(),
  withdrawnAt: instantOutput.nullable(),
});

export const amendmentApi: readonly ApiRoute[] = [
  apiRoute({
    ...signedIn,
    method: "GET",
    path,
    summary: "Amendments of a signed schedule, the newest first",
    params: grantParams,
    output: z.object({ items: z.array(amendment) }),
    run: async ({ deps, actor, params }) => ({ items: await listAmendments(deps, actor, params.grantId) }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path,
    summary: "Propose other shares and limit dates for instalments of which nothing was asked for; both sides sign",
    status: 201,
    movesMoneyOrCreates: true,
    params: grantParams,
    body: amendmentBody,
    output: z.object({ id: z.uuid(), hash: z.string() }),
    run: ({ deps, actor, params, body }) => amendSchedule(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: `${path}/{amendmentId}/signatures`,
    summary: "Sign it: the holder’s owner first, then an administrator of the fund, which puts it in force",
    movesMoneyOrCreates: true,
    params,
    body: signatureBody,
    output: z.object({ kind: z.enum(["signed", "signed-already"]), party: z.enum(["holder", "fund"]) }),
    run: ({ deps, actor, params, body }) => signScheduleAmendment(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: `${path}/{amendmentId}/withdrawal`,
    summary: "Give an amendment up that is not signed by both",
    params,
    run: ({ deps, actor, params }) => withdrawScheduleAmendment(deps, actor, params),
  }),
];
