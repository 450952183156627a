import { z } from "zod";
import { cents } from "../domain/money.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { readPot } from "../partners/queries.ts";
import { callsOfPot, plannedCallsOfPot, readCall } from "./call-queries.ts";
import { cancelCall } from "./cancel-call.ts";
import { callBody, plannedCallBody, potReasonBody } from "./forms.ts";
import { issueCall } from "./issue-call.ts";
import { callOutput, plannedCallOutput } from "./outputs.ts";
import { dropPlannedCall, planCall } from "./plan-calls.ts";

const tag = "Pots";
const potParams = z.object({ potId: z.uuid() });
const callParams = z.object({ callId: z.uuid() });

export const callApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/pots/{potId}/calls",
    tag,
    summary: "A pot's calls for funds with what is paid of each, and those still planned",
    access: "signed-in",
    params: potParams,
    output: z.object({ items: z.array(callOutput), planned: z.array(plannedCallOutput) }),
    run: async ({ deps, actor, params: { potId } }) => {
      await readPot(deps, actor, potId);
      return { items: await callsOfPot(deps, potId), planned: await plannedCallsOfPot(deps, potId) };
    },
  }),
  apiRoute({
    method: "POST",
    path: "/pots/{potId}/calls",
    tag,
    summary: "Call promised money: at most what is not received or called yet; books nothing (M9)",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    params: potParams,
    body: callBody,
    output: z.object({ callId: z.uuid() }),
    run: ({ deps, actor, params, body }) =>
      issueCall(deps, actor, { ...params, ...body, amountCents: cents(body.amountCents) }),
  }),
  apiRoute({
    method: "GET",
    path: "/calls/{callId}",
    tag,
    summary: "One call for funds",
    access: "signed-in",
    params: callParams,
    output: callOutput,
    run: async ({ deps, actor, params }) => (await readCall(deps, actor, params.callId)).call,
  }),
  apiRoute({
    method: "POST",
    path: "/calls/{callId}/cancellation",
    tag,
    summary: "Take back what a call still asks for; its number stays its own",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params: callParams,
    body: potReasonBody,
    run: ({ deps, actor, params, body }) => cancelCall(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/pots/{potId}/planned-calls",
    tag,
    summary: "Foresee a call that a job sends on its day",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    params: potParams,
    body: plannedCallBody,
    output: z.object({ id: z.uuid() }),
    run: ({ deps, actor, params, body }) =>
      planCall(deps, actor, { ...params, ...body, amountCents: cents(body.amountCents) }),
  }),
  apiRoute({
    method: "DELETE",
    path: "/planned-calls/{plannedCallId}",
    tag,
    summary: "Drop a call that was not sent yet",
    access: "signed-in",
    params: z.object({ plannedCallId: z.uuid() }),
    run: ({ deps, actor, params }) => dropPlannedCall(deps, actor, params.plannedCallId),
  }),
];
