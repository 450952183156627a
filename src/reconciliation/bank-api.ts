import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { assignDifference } from "./assign-difference.ts";
import { closureBody, explanationBody, ownerBody } from "./bank-forms.ts";
import { listBankStatements, readBankStatement } from "./bank-queries.ts";
import { closeDifference } from "./close-difference.ts";
import { explainDifference } from "./explain-difference.ts";
import { importBankStatement } from "./import-bank-statement.ts";
import { readDifference } from "./read-difference.ts";

const tag = "Reconciliation";
const difference = z.object({ differenceId: z.uuid() });

const statementOutput = z.object({
  id: z.uuid(),
  statementId: z.string(),
  ibanMasked: z.string(),
  fromOn: z.string(),
  toOn: z.string(),
  openingCents: centsOutput,
  closingCents: centsOutput,
  importedAt: instantOutput,
});

const lineOutput = z.object({
  id: z.uuid(),
  statementId: z.uuid(),
  amountCents: centsOutput,
  bookedOn: z.string(),
  endToEndId: z.string().nullable(),
  remittance: z.string(),
  counterparty: z.string(),
  returnReason: z.string().nullable(),
  state: z.string(),
  entryKey: z.string().nullable(),
});

const statements: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/bank-statements",
    tag,
    summary: "Import a camt.053 statement, whole or not at all; the same one again changes nothing",
    status: 201,
    access: "signed-in",
    movesMoneyOrCreates: true,
    bodyType: "text",
    body: z.string().max(20_000_000),
    output: z.object({
      statements: z.array(
        z.object({
          statementId: z.string(),
          isNew: z.boolean(),
          linesNew: z.int(),
          linesKnown: z.int(),
          linesBooked: z.int(),
          linesOpen: z.int(),
        }),
      ),
    }),
    run: async ({ deps, actor, body }) => ({ statements: await importBankStatement(deps, actor, { xml: body }) }),
  }),
  apiRoute({
    method: "GET",
    path: "/bank-statements",
    tag,
    summary: "Imported bank statements, newest first",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(statementOutput),
    run: ({ deps, actor, query }) => listBankStatements(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/bank-statements/{statementId}",
    tag,
    summary: "One statement with the lines it was the first to show",
    access: "signed-in",
    params: z.object({ statementId: z.uuid() }),
    output: statementOutput.extend({ lines: z.array(lineOutput.extend({ differenceId: z.uuid().nullable() })) }),
    run: ({ deps, actor, params }) => readBankStatement(deps, actor, params.statementId),
  }),
];

const differences: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/differences/{differenceId}",
    tag,
    summary: "One difference with its bank line and where its money could belong",
    access: "signed-in",
    params: difference,
    output: z.object({
      id: z.uuid(),
      kind: z.string(),
      subject: z.string(),
      amountCents: centsOutput,
      proposedCause: z.string(),
      state: z.string(),
      openedAt: instantOutput,
      ownerId: z.uuid().nullable(),
      likelyCause: z.string().meta({ description: "Where it most likely comes from, by its shape" }),
      explanation: z.string().nullable(),
      explainedBy: z.uuid().nullable(),
      resolution: z.string().nullable(),
      closedAt: instantOutput.nullable(),
      closedBy: z.string().nullable(),
      closingEntryId: z.uuid().nullable(),
      line: lineOutput.optional(),
      proposals: z.array(z.object({ resolution: z.string(), amountCents: centsOutput.nullable(), name: z.string() })),
      suggestions: z
        .array(z.object({ resolution: z.string(), signs: z.array(z.string()) }))
        .meta({ description: "Those of the proposals that something on the line points at, the likeliest first" }),
    }),
    run: ({ deps, actor, params }) => readDifference(deps, actor, params.differenceId),
  }),
  apiRoute({
    method: "POST",
    path: "/differences/{differenceId}/explanation",
    tag,
    summary: "Write why, and what is to be done; nothing moves until a second person agrees",
    access: "signed-in",
    params: difference,
    body: explanationBody,
    run: ({ deps, actor, params, body }) => explainDifference(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "PUT",
    path: "/differences/{differenceId}/owner",
    tag,
    summary: "Take a difference over, or give it to a colleague",
    access: "signed-in",
    params: difference,
    body: ownerBody,
    run: ({ deps, actor, params, body }) => assignDifference(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/differences/{differenceId}/closure",
    tag,
    summary: "Agree, as the second person: the proposal is carried out and the difference closed",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: difference,
    body: closureBody,
    run: ({ deps, actor, params, body }) => closeDifference(deps, actor, { ...params, ...body }),
  }),
];

export const bankApi: readonly ApiRoute[] = [...statements, ...differences];
