import { z } from "zod";
import { DISBURSEMENT_STATES } from "../domain/disbursement.ts";
import { cents } from "../domain/money.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { authoriseDisbursement, orderDisbursement } from "./approve-disbursement.ts";
import { changeDisbursement } from "./change-disbursement.ts";
import { cancelDisbursement, refuseDisbursement } from "./end-disbursement.ts";
import { approvalBody, disbursementBody, reasonBody, requestBody, reversalBody } from "./forms.ts";
import { disbursementDetail, disbursementOutput } from "./outputs.ts";
import { paymentFileApi } from "./payment-file-api.ts";
import { listDisbursements, readDisbursement } from "./queries.ts";
import { requestDisbursement } from "./request-disbursement.ts";
import { retryTransfer } from "./retry-transfer.ts";
import { cancelReversal, confirmReversal, proposeReversal } from "./reversal-requests.ts";

const tag = "Disbursements";
const params = z.object({ disbursementId: z.uuid() });
const approvalOutput = z.object({ kind: z.enum(["approved", "approved-already"]) });

const reading: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/disbursements",
    tag,
    summary: "Disbursements of your organisations, or all of them for staff, newest first",
    access: "signed-in",
    query: pageQuery.extend({ state: z.enum(DISBURSEMENT_STATES).optional(), grantId: z.uuid().optional() }),
    output: pageOutput(disbursementOutput),
    run: ({ deps, actor, query }) => listDisbursements(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/disbursements/{disbursementId}",
    tag,
    summary: "One disbursement with its approvals and the hash they are tied to",
    access: "signed-in",
    params,
    output: disbursementDetail,
    run: ({ deps, actor, params }) => readDisbursement(deps, actor, params.disbursementId),
  }),
];

const asking: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/grants/{grantId}/disbursements",
    tag,
    summary: "Ask for an instalment of a grant, or a part of it; what is asked for is engaged at once",
    status: 201,
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: z.object({ grantId: z.uuid() }),
    body: requestBody,
    output: z.object({ disbursementId: z.uuid(), contentHash: z.string() }),
    run: ({ deps, actor, params, body }) =>
      requestDisbursement(deps, actor, { ...params, ...body, amountCents: cents(body.amountCents) }),
  }),
  apiRoute({
    method: "PUT",
    path: "/disbursements/{disbursementId}",
    tag,
    summary: "Change what is asked for, until it is ordered; approvals given fall",
    access: "signed-in",
    params,
    body: disbursementBody,
    output: z.object({ contentHash: z.string() }),
    run: ({ deps, actor, params, body }) =>
      changeDisbursement(deps, actor, { ...params, ...body, amountCents: cents(body.amountCents) }),
  }),
  apiRoute({
    method: "POST",
    path: "/disbursements/{disbursementId}/cancellation",
    tag,
    summary: "Take it back before anything left",
    access: "signed-in",
    params,
    body: reasonBody,
    run: ({ deps, actor, params, body }) => cancelDisbursement(deps, actor, { ...params, ...body }),
  }),
];

const deciding: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/disbursements/{disbursementId}/authorisation",
    tag,
    summary: "First approval, by an authorising officer, of the content as read",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    body: approvalBody,
    output: approvalOutput,
    run: ({ deps, actor, params, body }) => authoriseDisbursement(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/disbursements/{disbursementId}/order",
    tag,
    summary: "Second approval, by a paymaster who is another person; a Stripe transfer leaves from here",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    body: approvalBody,
    output: approvalOutput,
    run: ({ deps, actor, params, body }) => orderDisbursement(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/disbursements/{disbursementId}/refusal",
    tag,
    summary: "Refuse it; what was engaged is available again",
    access: "signed-in",
    params,
    body: reasonBody,
    run: ({ deps, actor, params, body }) => refuseDisbursement(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/disbursements/{disbursementId}/transfer-attempts",
    tag,
    summary: "Try a transfer again that Stripe refused",
    status: 202,
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    output: z.object({ kind: z.enum(["started", "held"]), reason: z.string().optional() }),
    run: ({ deps, actor, params }) => retryTransfer(deps, actor, params),
  }),
];

const reversing: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/disbursements/{disbursementId}/reversals",
    tag,
    summary: "Ask for a Stripe transfer back, wholly or in part; a second person must confirm",
    status: 201,
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    body: reversalBody,
    output: z.object({ id: z.uuid() }),
    run: ({ deps, actor, params, body }) =>
      proposeReversal(deps, actor, { ...params, ...body, amountCents: BigInt(body.amountCents) }),
  }),
  apiRoute({
    method: "POST",
    path: "/disbursements/{disbursementId}/reversals/confirmation",
    tag,
    summary: "Confirm, as another person, the reversal that waits; Stripe is then asked",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    run: ({ deps, actor, params }) => confirmReversal(deps, actor, params),
  }),
  apiRoute({
    method: "POST",
    path: "/disbursements/{disbursementId}/reversals/cancellation",
    tag,
    summary: "Drop the reversal that waits for its second person",
    access: "signed-in",
    params,
    run: ({ deps, actor, params }) => cancelReversal(deps, actor, params),
  }),
];

export const disbursementApi: readonly ApiRoute[] = [
  ...reading,
  ...asking,
  ...deciding,
  ...reversing,
  ...paymentFileApi,
];
