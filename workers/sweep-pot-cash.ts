import { worker } from "../src/domain/actor.ts";
import { sweepPotCash } from "../src/pots/sweep-pot-cash.ts";
import { sweepWaitingCash } from "../src/reconciliation/place-waiting-cash.ts";
import type { Handler } from "./handlers.ts";

export const sweepPotCashWorker: Handler = (deps) => async () => {
  await sweepPotCash(deps);
  await sweepWaitingCash(deps, worker("sweep-pot-cash"));
};
