import { sweepFundCalls } from "../src/pots/sweep-fund-calls.ts";
import type { Handler } from "./handlers.ts";

export const sweepFundCallsWorker: Handler = (deps) => async () => void (await sweepFundCalls(deps));
