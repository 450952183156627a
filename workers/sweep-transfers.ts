import { sweepTransfers } from "../src/disbursements/sweep-transfers.ts";
import type { Handler } from "./handlers.ts";

export const sweepTransfersWorker: Handler = (deps) => async () => void (await sweepTransfers(deps));
