import { worker } from "../src/domain/actor.ts";
import { sweepCheckouts } from "../src/pledges/sweep-checkouts.ts";
import type { Handler } from "./handlers.ts";

export const sweepCheckoutsWorker: Handler = (deps) => async () =>
  void (await sweepCheckouts(deps, worker("sweep-checkouts")));
