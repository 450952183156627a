import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { backfillPot } from "../src/matching/backfill-pot.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["backfill-pot"];

export const backfillPotWorker: Handler = (deps) => async (job) =>
  backfillPot(deps, worker("backfill-pot"), payload.parse(job.data).potId);
