import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { confirmNonExecution, declareNonExecution, dropNonExecution } from "./declare-non-execution.ts";
import { nonExecutionBody, sentOrdersBody } from "./forms.ts";

const tag = "Disbursements";
const params = z.object({ paymentFileId: z.uuid() });

export const nonExecutionApi: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/payment-files/{paymentFileId}/non-executions",
    tag,
    summary: "Declare that the bank did not execute these orders of the file; a second person must confirm",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    body: nonExecutionBody,
    run: ({ deps, actor, params, body }) => declareNonExecution(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/payment-files/{paymentFileId}/non-executions/confirmation",
    tag,
    summary: "Confirm, as another person who asked the bank: the money is back, and the orders are over",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    body: sentOrdersBody,
    run: ({ deps, actor, params, body }) => confirmNonExecution(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/payment-files/{paymentFileId}/non-executions/cancellation",
    tag,
    summary: "Drop what was declared of these orders and not confirmed",
    access: "signed-in",
    params,
    body: sentOrdersBody,
    run: ({ deps, actor, params, body }) => dropNonExecution(deps, actor, { ...params, ...body }),
  }),
];
