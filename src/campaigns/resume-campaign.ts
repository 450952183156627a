import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { lockCampaign } from "./lock-campaign.ts";
import { moveCampaign } from "./move-campaign.ts";

/** Lets a suspended campaign take pledges again until its deadline, which did not move (P3). */
export async function resumeCampaign(deps: Deps, actor: Actor, campaignId: string, reason: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const campaign = await lockCampaign(tx, deps.fundId, campaignId);
    await moveCampaign(tx, actor, campaign, "resume", { reason });
  });
}
