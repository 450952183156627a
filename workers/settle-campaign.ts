import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { settleCampaign } from "../src/settlement/settle-campaign.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["settle-campaign"];

export const settleCampaignWorker: Handler = (deps) => async (job) =>
  void (await settleCampaign(deps, worker("settle-campaign"), payload.parse(job.data).campaignId));
