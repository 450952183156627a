import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { reviewReceipt } from "../src/receipts/review-receipt.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["review-receipt"];

export const reviewReceiptWorker: Handler = (deps) => async (job) =>
  void (await reviewReceipt(deps, worker("review-receipt"), payload.parse(job.data).pledgeId));
