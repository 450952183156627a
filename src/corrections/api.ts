import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { confirmEntry, refuseEntry, withdrawEntry } from "./decide-entry.ts";
import { correctionBody, refusalBody, transferBody } from "./forms.ts";
import { proposeCorrection, proposeTransfer } from "./propose-entry.ts";
import { listManualEntries, readManualEntry } from "./queries.ts";

const tag = "Books";
const params = z.object({ manualEntryId: z.uuid() });
const created = z.object({ manualEntryId: z.uuid() });

const manualEntryOutput = z.object({
  id: z.uuid(),
  kind: z.enum(["transfer", "correction"]),
  state: z.enum(["proposed", "confirmed", "refused", "withdrawn"]),
  reversesId: z.uuid().nullable(),
  fromAccount: z.string().nullable(),
  toAccount: z.string().nullable(),
  amountCents: centsOutput,
  reason: z.string(),
  proposedBy: z.uuid(),
  createdAt: instantOutput,
  decidedAt: instantOutput.nullable(),
  refusal: z.string().nullable(),
  entryId: z.uuid().nullable(),
});

export const correctionApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/manual-entries",
    tag,
    summary: "Corrections and transfers of own money that two people make, newest first (L4)",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(manualEntryOutput),
    run: ({ deps, actor, query }) => listManualEntries(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/manual-entries/{manualEntryId}",
    tag,
    summary: "One of them, with the balances it would lead to",
    access: "signed-in",
    params,
    output: manualEntryOutput.extend({
      preview: z.array(z.object({ account: z.string(), nowCents: centsOutput, afterCents: centsOutput })),
    }),
    run: ({ deps, actor, params }) => readManualEntry(deps, actor, params.manualEntryId),
  }),
  apiRoute({
    method: "POST",
    path: "/journal-entries/{entryId}/corrections",
    tag,
    summary: "Propose to reverse an entry and to put its money where it belongs; a second person confirms",
    access: "signed-in",
    status: 201,
    movesMoneyOrCreates: true,
    params: z.object({ entryId: z.uuid() }),
    body: correctionBody,
    output: created,
    run: async ({ deps, actor, params, body }) => ({
      manualEntryId: await proposeCorrection(deps, actor, { ...params, ...body }),
    }),
  }),
  apiRoute({
    method: "POST",
    path: "/own-transfers",
    tag,
    summary: "Propose to move the fund's own money, or to cover a cost with it; a second person confirms",
    access: "signed-in",
    status: 201,
    movesMoneyOrCreates: true,
    body: transferBody,
    output: created,
    run: async ({ deps, actor, body }) => ({ manualEntryId: await proposeTransfer(deps, actor, body) }),
  }),
  apiRoute({
    method: "POST",
    path: "/manual-entries/{manualEntryId}/confirmation",
    tag,
    summary: "Confirm, as the second person: the entry is posted",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    run: ({ deps, actor, params }) => confirmEntry(deps, actor, params.manualEntryId),
  }),
  apiRoute({
    method: "POST",
    path: "/manual-entries/{manualEntryId}/refusal",
    tag,
    summary: "Refuse, as the second person, saying why: nothing moves",
    access: "signed-in",
    params,
    body: refusalBody,
    run: ({ deps, actor, params, body }) => refuseEntry(deps, actor, params.manualEntryId, body.refusal),
  }),
  apiRoute({
    method: "POST",
    path: "/manual-entries/{manualEntryId}/withdrawal",
    tag,
    summary: "Withdraw what one proposed oneself",
    access: "signed-in",
    params,
    run: ({ deps, actor, params }) => withdrawEntry(deps, actor, params.manualEntryId),
  }),
];
