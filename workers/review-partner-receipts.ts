import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { reviewPartnerReceipts } from "../src/receipts/review-partner-receipts.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["review-partner-receipts"];

export const reviewPartnerReceiptsWorker: Handler = (deps) => (job) =>
  reviewPartnerReceipts(deps, worker("review-partner-receipts"), payload.parse(job.data).agreementId);
