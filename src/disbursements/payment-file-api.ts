import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { withdrawalOutput } from "../pots/outputs.ts";
import { createPaymentFile } from "./create-payment-file.ts";
import { downloadPaymentFile } from "./download-payment-file.ts";
import { listPaymentFiles, readPaymentFile } from "./file-queries.ts";
import { nonExecutionApi } from "./non-execution-api.ts";
import { disbursementOutput, nonExecutionOutput, paymentFileOutput } from "./outputs.ts";

const tag = "Disbursements";
const params = z.object({ paymentFileId: z.uuid() });

export const paymentFileApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/payment-files",
    tag,
    summary: "Files of bank transfers, newest first",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(paymentFileOutput),
    run: ({ deps, actor, query }) => listPaymentFiles(deps, actor, query),
  }),
  apiRoute({
    method: "POST",
    path: "/payment-files",
    tag,
    summary: "Put every ordered bank transfer into one pain.001.001.09 file, each once in its life",
    status: 201,
    access: "signed-in",
    movesMoneyOrCreates: true,
    output: z.object({
      paymentFileId: z.uuid().optional(),
      count: z.int(),
      controlSumCents: centsOutput,
      held: z.array(z.object({ disbursementId: z.uuid(), reason: z.string() })),
      heldWithdrawals: z.array(z.object({ withdrawalId: z.uuid(), reason: z.string() })),
      left: z.int().meta({ description: "Orders that wait for the next file: this one is full" }),
    }),
    run: ({ deps, actor }) => createPaymentFile(deps, actor),
  }),
  apiRoute({
    method: "GET",
    path: "/payment-files/{paymentFileId}",
    tag,
    summary: "One file with the disbursements and withdrawals it pays",
    access: "signed-in",
    params,
    output: paymentFileOutput.extend({
      sha256: z.string().meta({ description: "Of the file’s bytes, in hexadecimal" }),
      disbursements: z.array(disbursementOutput),
      withdrawals: z.array(withdrawalOutput),
      nonExecutions: z.array(nonExecutionOutput),
      downloads: z.array(z.object({ name: z.string(), downloadedAt: instantOutput })),
    }),
    run: ({ deps, actor, params }) => readPaymentFile(deps, actor, params.paymentFileId),
  }),
  apiRoute({
    method: "GET",
    path: "/payment-files/{paymentFileId}/content",
    tag,
    summary: "The file’s text, for the paymaster to give to the bank; each look at it is logged",
    access: "signed-in",
    etag: false,
    params,
    output: z.object({ filename: z.string(), xml: z.string() }),
    run: ({ deps, actor, params }) => downloadPaymentFile(deps, actor, params),
  }),
  ...nonExecutionApi,
];
