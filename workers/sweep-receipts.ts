import { worker } from "../src/domain/actor.ts";
import { sweepReceipts } from "../src/receipts/sweep-receipts.ts";
import type { Handler } from "./handlers.ts";

export const sweepReceiptsWorker: Handler = (deps) => () => sweepReceipts(deps, worker("sweep-receipts"));
