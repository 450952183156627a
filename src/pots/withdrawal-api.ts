import { z } from "zod";
import { cents } from "../domain/money.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { readPot } from "../partners/queries.ts";
import { authoriseWithdrawal, orderWithdrawal } from "./approve-withdrawal.ts";
import { cancelWithdrawal, refuseWithdrawal } from "./end-withdrawal.ts";
import { potReasonBody, withdrawalApprovalBody, withdrawalBody } from "./forms.ts";
import { withdrawalDetail, withdrawalOutput } from "./outputs.ts";
import { requestWithdrawal } from "./request-withdrawal.ts";
import { readWithdrawal, withdrawalsOfPot } from "./withdrawal-queries.ts";

const tag = "Pots";
const potParams = z.object({ potId: z.uuid() });
const params = z.object({ withdrawalId: z.uuid() });
const outcome = z.object({ kind: z.enum(["approved", "approved-already"]) });

export const withdrawalApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/pots/{potId}/withdrawals",
    tag,
    summary: "What a partner took or asks back from a pot",
    access: "signed-in",
    params: potParams,
    output: z.object({ items: z.array(withdrawalOutput) }),
    run: async ({ deps, actor, params }) => {
      await readPot(deps, actor, params.potId);
      return { items: await withdrawalsOfPot(deps, params.potId) };
    },
  }),
  apiRoute({
    method: "POST",
    path: "/pots/{potId}/withdrawals",
    tag,
    summary: "Ask for money of a pot back: at most what remains, held from now on (M2)",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    params: potParams,
    body: withdrawalBody,
    output: z.object({ withdrawalId: z.uuid(), contentHash: z.string() }),
    run: ({ deps, actor, params, body }) =>
      requestWithdrawal(deps, actor, { ...params, ...body, amountCents: cents(body.amountCents) }),
  }),
  apiRoute({
    method: "GET",
    path: "/withdrawals/{withdrawalId}",
    tag,
    summary: "One withdrawal with its approvals",
    access: "signed-in",
    params,
    output: withdrawalDetail,
    run: ({ deps, actor, params }) => readWithdrawal(deps, actor, params.withdrawalId),
  }),
  apiRoute({
    method: "POST",
    path: "/withdrawals/{withdrawalId}/authorisation",
    tag,
    summary: "First approval, by an authoriser outside the partner (D3)",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: withdrawalApprovalBody,
    output: outcome,
    run: ({ deps, actor, params, body }) => authoriseWithdrawal(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/withdrawals/{withdrawalId}/order",
    tag,
    summary: "Second approval, by a paymaster who is another person: the money leaves the pot (D3)",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: withdrawalApprovalBody,
    output: outcome,
    run: ({ deps, actor, params, body }) => orderWithdrawal(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/withdrawals/{withdrawalId}/refusal",
    tag,
    summary: "Refuse a withdrawal; the pot holds the money freely again",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: potReasonBody,
    run: ({ deps, actor, params, body }) => refuseWithdrawal(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/withdrawals/{withdrawalId}/cancellation",
    tag,
    summary: "Take a withdrawal back before it stands in a payment file",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: potReasonBody,
    run: ({ deps, actor, params, body }) => cancelWithdrawal(deps, actor, { ...params, ...body }),
  }),
];
