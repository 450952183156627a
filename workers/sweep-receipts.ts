import { worker } from "../src/domain/actor.ts";
import { sweepPartnerReceipts } from "../src/receipts/review-partner-receipts.ts";
import { sweepReceipts } from "../src/receipts/sweep-receipts.ts";
import type { Handler } from "./handlers.ts";

export const sweepReceiptsWorker: Handler = (deps) => async () => {
  await sweepReceipts(deps, worker("sweep-receipts"));
  await sweepPartnerReceipts(deps, worker("sweep-receipts"));
};
