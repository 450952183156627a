import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { unwindCampaign } from "../src/pledges/unwind-campaign.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["unwind-campaign"];

export const unwindCampaignWorker: Handler = (deps) => async (job) =>
  unwindCampaign(deps, worker("unwind-campaign"), payload.parse(job.data));
