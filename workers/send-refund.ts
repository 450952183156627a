import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { sendRefund } from "../src/refunds/send-refund.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["send-refund"];

export const sendRefundWorker: Handler = (deps) => async (job) =>
  void (await sendRefund(deps, worker("send-refund"), payload.parse(job.data).refundId));
