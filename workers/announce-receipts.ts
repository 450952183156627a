import { worker } from "../src/domain/actor.ts";
import { announceReceipts } from "../src/receipts/announce-receipts.ts";
import type { Handler } from "./handlers.ts";

export const announceReceiptsWorker: Handler = (deps) => () => announceReceipts(deps, worker("announce-receipts"));
