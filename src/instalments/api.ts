import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { instantOutput } from "../http/cents-schema.ts";
import { addEvidenceFile, removeEvidenceFile } from "./add-evidence-file.ts";
import { amendmentApi } from "./amendment-api.ts";
import { acceptEvidence, refuseEvidence } from "./answer-evidence.ts";
import { changeSchedule } from "./change-schedule.ts";
import { readEvidenceFile } from "./evidence-queries.ts";
import {
  acceptanceBody,
  evidenceBody,
  extensionBody,
  fileQuery,
  reasonBody,
  refusalBody,
  scheduleBody,
  templateBody,
} from "./forms.ts";
import { cancelInstalment, extendInstalment } from "./move-limit.ts";
import { instalmentDetail, instalmentOutput, waitingOutput } from "./outputs.ts";
import { readInstalment, readInstalments } from "./queries.ts";
import { sendEvidence } from "./send-evidence.ts";
import { setTemplate } from "./set-template.ts";
import { resumePayments, suspendPayments } from "./suspend-payments.ts";
import { listEvidenceToExamine, listMissed } from "./waiting-queries.ts";

const tag = "Instalments";
const grantParams = z.object({ grantId: z.uuid() });
const params = z.object({ instalmentId: z.uuid() });
const fileParams = params.extend({ fileId: z.uuid() });
const path = "/instalments/{instalmentId}";
const signedIn = { tag, access: "signed-in" } as const;

const schedule: readonly ApiRoute[] = [
  apiRoute({
    ...signedIn,
    method: "GET",
    path: "/grants/{grantId}/instalments",
    summary: "A grant’s instalments in order, with what each still may pay",
    params: grantParams,
    output: z.object({ items: z.array(instalmentOutput) }),
    run: async ({ deps, actor, params }) => ({ items: await readInstalments(deps, actor, params.grantId) }),
  }),
  apiRoute({
    ...signedIn,
    method: "PUT",
    path: "/grants/{grantId}/instalments",
    summary: "Write a grant’s schedule anew, until the fund signs its agreement",
    params: grantParams,
    body: scheduleBody,
    run: ({ deps, actor, params, body }) => changeSchedule(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/instalment-templates",
    summary: "Write the next version of how new grants are split",
    status: 201,
    movesMoneyOrCreates: true,
    body: templateBody,
    output: z.object({ version: z.int() }),
    run: ({ deps, actor, body }) => setTemplate(deps, actor, body),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/grants/{grantId}/suspension",
    summary: "Stop a grant’s payments: nothing is asked for, approved or sent",
    params: grantParams,
    body: reasonBody,
    run: ({ deps, actor, params, body }) => suspendPayments(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/grants/{grantId}/resumption",
    summary: "Let a grant’s payments go on",
    params: grantParams,
    body: reasonBody,
    run: ({ deps, actor, params, body }) => resumePayments(deps, actor, { ...params, ...body }),
  }),
];

const one: readonly ApiRoute[] = [
  apiRoute({
    ...signedIn,
    method: "GET",
    path,
    summary: "One instalment with what was shown for it",
    params,
    output: instalmentDetail,
    run: ({ deps, actor, params }) => readInstalment(deps, actor, params.instalmentId),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: `${path}/extension`,
    summary: "Give an instalment more time, saying why",
    params,
    body: extensionBody,
    run: ({ deps, actor, params, body }) => extendInstalment(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: `${path}/cancellation`,
    summary: "Give an instalment up, saying why: what is left of it goes back, its successor waits for it no more",
    params,
    body: reasonBody,
    run: async ({ deps, actor, params, body }) => void (await cancelInstalment(deps, actor, { ...params, ...body })),
  }),
  apiRoute({
    ...signedIn,
    method: "GET",
    path: "/evidence-to-examine",
    summary: "Evidence sent and not answered, the longest ago first; for case officers",
    output: z.object({ items: z.array(waitingOutput.extend({ sentAt: instantOutput })) }),
    run: async ({ deps, actor }) => ({ items: await listEvidenceToExamine(deps, actor) }),
  }),
  apiRoute({
    ...signedIn,
    method: "GET",
    path: "/missed-instalments",
    summary: "Instalments whose limit date is past and that nobody acted on; for case officers",
    output: z.object({ items: z.array(waitingOutput) }),
    run: async ({ deps, actor }) => ({ items: await listMissed(deps, actor) }),
  }),
];

const evidence: readonly ApiRoute[] = [
  apiRoute({
    ...signedIn,
    method: "POST",
    path: `${path}/files`,
    summary: "Add a file to what will be sent, as Base64 text (up to 7.5 MB here, 10 MB by the page)",
    bodyType: "text",
    params,
    query: fileQuery,
    body: z.string(),
    output: z.object({ sha256: z.string() }),
    run: ({ deps, actor, params, query, body }) =>
      addEvidenceFile(deps, actor, { ...params, file: { ...query, bytes: Buffer.from(body, "base64") } }),
  }),
  apiRoute({
    ...signedIn,
    method: "GET",
    path: `${path}/files/{fileId}`,
    summary: "One file as it was sent",
    params: fileParams,
    output: z.object({
      filename: z.string(),
      contentType: z.string(),
      sha256: z.string(),
      contentBase64: z.string(),
    }),
    run: async ({ deps, actor, params }) => {
      const { bytes, ...file } = await readEvidenceFile(deps, actor, params);
      return { ...file, contentBase64: bytes.toString("base64") };
    },
  }),
  apiRoute({
    ...signedIn,
    method: "DELETE",
    path: `${path}/files/{fileId}`,
    summary: "Take a file out of what is not sent yet",
    params: fileParams,
    run: ({ deps, actor, params }) => removeEvidenceFile(deps, actor, params),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: `${path}/evidence`,
    summary: "Send the files gathered, with a word; they change no more",
    status: 201,
    movesMoneyOrCreates: true,
    params,
    body: evidenceBody,
    output: z.object({ evidenceId: z.uuid(), contentHash: z.string() }),
    run: ({ deps, actor, params, body }) => sendEvidence(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: `${path}/evidence-acceptance`,
    summary: "Accept the evidence as read: the instalment may be asked for, its successor opens",
    params,
    body: acceptanceBody,
    run: ({ deps, actor, params, body }) => acceptEvidence(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: `${path}/evidence-refusal`,
    summary: "Refuse the evidence, or take its acceptance back while nothing is ordered",
    params,
    body: refusalBody,
    run: ({ deps, actor, params, body }) => refuseEvidence(deps, actor, { ...params, ...body }),
  }),
];

export const instalmentApi: readonly ApiRoute[] = [...schedule, ...amendmentApi, ...one, ...evidence];
