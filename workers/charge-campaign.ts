import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { chargeCampaign } from "../src/pledges/charge-campaign.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["charge-campaign"];

export const chargeCampaignWorker: Handler = (deps) => async (job) =>
  chargeCampaign(deps, worker("charge-campaign"), payload.parse(job.data));
