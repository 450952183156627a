import { z } from "zod";
import { SAFETY_RULES, SAFETY_STATES } from "../domain/safety.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { cancelChange } from "./cancel-change.ts";
import { confirmChange } from "./confirm-change.ts";
import { changeBody } from "./forms.ts";
import { proposeChange } from "./propose-change.ts";
import { readSafety } from "./queries.ts";

const tag = "Safety rules";
const params = z.object({ changeId: z.uuid() });
const rule = z.enum(SAFETY_RULES);
const figure = z.object({ rule, cents: centsOutput });

const change = z.object({
  id: z.uuid(),
  rule,
  userId: z.uuid().nullable(),
  fromCents: centsOutput,
  toCents: centsOutput,
  reason: z.string(),
  state: z.enum(SAFETY_STATES),
  proposedBy: z.uuid(),
  proposedAt: instantOutput,
  confirmedBy: z.uuid().nullable(),
  takesEffectAt: instantOutput.nullable(),
  cancelledBy: z.uuid().nullable(),
});

export const safetyApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/safety-rules",
    tag,
    summary: "Limits and thresholds in force, for all and for single approvers, and every change of them (X3)",
    access: "signed-in",
    output: z.object({
      inForce: z.array(figure),
      own: z.array(figure.extend({ userId: z.uuid(), name: z.string() })),
      changes: z.array(change),
    }),
    run: ({ deps, actor }) => readSafety(deps, actor),
  }),
  apiRoute({
    method: "POST",
    path: "/safety-rules/changes",
    tag,
    summary: "Ask for another figure: a tighter one holds at once, a looser one waits for a second administrator",
    status: 201,
    access: "signed-in",
    movesMoneyOrCreates: true,
    body: changeBody,
    output: z.object({ id: z.uuid(), isLoosening: z.boolean() }),
    run: ({ deps, actor, body }) => proposeChange(deps, actor, body),
  }),
  apiRoute({
    method: "POST",
    path: "/safety-rules/changes/{changeId}/confirmation",
    tag,
    summary: "Confirm a looser rule as a second administrator; it takes effect 24 hours later",
    access: "signed-in",
    params,
    output: z.object({ takesEffectAt: instantOutput }),
    run: ({ deps, actor, params }) => confirmChange(deps, actor, params),
  }),
  apiRoute({
    method: "POST",
    path: "/safety-rules/changes/{changeId}/cancellation",
    tag,
    summary: "Stop a looser rule before it takes effect",
    access: "signed-in",
    params,
    run: ({ deps, actor, params }) => cancelChange(deps, actor, params),
  }),
];
