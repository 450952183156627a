import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { abandonNegotiation } from "./abandon-negotiation.ts";
import { acceptVersion } from "./accept-version.ts";
import { deliveryApi } from "./delivery-api.ts";
import { endAgreement } from "./end-agreement.ts";
import { acceptanceBody, negotiationBody, reasonBody, signatureBody, versionBody } from "./forms.ts";
import { openNegotiation } from "./open-negotiation.ts";
import { roundsOf, roundsOutput, signedTextOutput, textOutput } from "./outputs.ts";
import { proposeVersion } from "./propose-version.ts";
import { compareVersions, readLife, readSignedText } from "./queries.ts";
import { resumeAgreement } from "./resume-agreement.ts";
import { signVersion } from "./sign-version.ts";
import { suspendAgreement } from "./suspend-agreement.ts";

const tag = "Agreements";
const params = z.object({ agreementId: z.uuid() });

const rounds: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/agreement-proposals",
    tag,
    summary: "Propose a new agreement: version 1 of its terms, by the partner or the fund",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    body: negotiationBody,
    output: z.object({ agreementId: z.uuid() }),
    run: async ({ deps, actor, body }) => ({ agreementId: await openNegotiation(deps, actor, body) }),
  }),
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/versions",
    tag,
    summary: "Every version ever proposed, who accepted and signed it, and what is awaited of whom",
    access: "signed-in",
    params,
    output: roundsOutput,
    run: async ({ deps, actor, params: { agreementId } }) => roundsOf(await readLife(deps, actor, agreementId)),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/versions",
    tag,
    summary: "Answer with other terms; on an agreement in force, open an amendment (M8)",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: versionBody,
    output: z.object({ version: z.int() }),
    run: async ({ deps, actor, params: named, body }) => ({
      version: await proposeVersion(deps, actor, { ...named, ...body }),
    }),
  }),
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/comparison",
    tag,
    summary: "What two versions say differently, in words",
    access: "signed-in",
    params,
    query: z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) }),
    output: z.object({ items: z.array(textOutput) }),
    run: async ({ deps, actor, params: named, query }) => ({
      items: await compareVersions(deps, actor, { ...named, ...query }),
    }),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/acceptance",
    tag,
    summary: "Accept the other side’s latest version: its text is fixed, ready to be signed",
    access: "signed-in",
    params,
    body: acceptanceBody,
    run: ({ deps, actor, params: named, body }) => acceptVersion(deps, actor, { ...named, ...body }),
  }),
];

const signing: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/text",
    tag,
    summary: "The text both sides accepted, to sign, or as it is in force; 404 where there is none yet",
    access: "signed-in",
    params,
    output: signedTextOutput,
    run: ({ deps, actor, params: { agreementId } }) => readSignedText(deps, actor, agreementId),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/signatures",
    tag,
    summary: "Sign the text that was read; with the last signature it is in force",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: signatureBody,
    output: z.object({ kind: z.enum(["signed", "signed-already", "in-force"]) }),
    run: ({ deps, actor, params: named, body }) => signVersion(deps, actor, { ...named, ...body }),
  }),
];

const life: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/abandonment",
    tag,
    summary: "Give up what is negotiated; an agreement in force stays as it is signed",
    access: "signed-in",
    params,
    body: reasonBody,
    run: ({ deps, actor, params: named, body }) => abandonNegotiation(deps, actor, { ...named, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/suspension",
    tag,
    summary: "Suspend (administrator), or ask for it (the partner’s owner): its rules match no new pledge (M7)",
    access: "signed-in",
    params,
    body: reasonBody,
    output: z.object({ kind: z.enum(["asked", "suspended"]) }),
    run: ({ deps, actor, params: named, body }) => suspendAgreement(deps, actor, { ...named, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/resumption",
    tag,
    summary: "End a suspension, or decline one that was asked for",
    access: "signed-in",
    params,
    body: reasonBody,
    output: z.object({ kind: z.enum(["resumed", "declined"]) }),
    run: ({ deps, actor, params: named, body }) => resumeAgreement(deps, actor, { ...named, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/termination",
    tag,
    summary: "End the agreement before its last day: its rules end, nothing is taken back",
    access: "signed-in",
    params,
    body: reasonBody,
    run: ({ deps, actor, params: named, body }) => endAgreement(deps, actor, { ...named, ...body }),
  }),
];

export const agreementApi: readonly ApiRoute[] = [...rounds, ...signing, ...life, ...deliveryApi];
