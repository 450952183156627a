import { sweepPotCash } from "../src/pots/sweep-pot-cash.ts";
import type { Handler } from "./handlers.ts";

export const sweepPotCashWorker: Handler = (deps) => async () => void (await sweepPotCash(deps));
