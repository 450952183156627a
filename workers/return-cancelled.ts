import { returnCancelled } from "../src/instalments/return-cancelled.ts";
import type { Handler } from "./handlers.ts";

export const returnCancelledWorker: Handler = (deps) => () => returnCancelled(deps);
