import { worker } from "../src/domain/actor.ts";
import { sweepCharges } from "../src/pledges/sweep-charges.ts";
import type { Handler } from "./handlers.ts";

export const sweepChargesWorker: Handler = (deps) => async () =>
  void (await sweepCharges(deps, worker("sweep-charges")));
