import { openDueCampaigns } from "../src/campaigns/open-due-campaigns.ts";
import { sweepChangeNotices } from "../src/campaigns/tell-donors.ts";
import { worker } from "../src/domain/actor.ts";
import { sweepSettlements } from "../src/settlement/sweep-settlements.ts";
import type { Handler } from "./handlers.ts";

export const sweepCampaignsWorker: Handler = (deps) => async () => {
  await openDueCampaigns(deps, worker("sweep-campaigns"));
  await sweepChangeNotices(deps);
  await sweepSettlements(deps, worker("sweep-campaigns"));
};
