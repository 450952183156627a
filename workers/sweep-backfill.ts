import { worker } from "../src/domain/actor.ts";
import { sweepBackfill } from "../src/matching/backfill-pot.ts";
import type { Handler } from "./handlers.ts";

export const sweepBackfillWorker: Handler = (deps) => async () =>
  void (await sweepBackfill(deps, worker("sweep-backfill")));
