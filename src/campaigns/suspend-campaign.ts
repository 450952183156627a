import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { releaseCampaignPledges } from "../pledges/release-campaign-pledges.ts";
import { lockCampaign } from "./lock-campaign.ts";
import { moveCampaign } from "./move-campaign.ts";

/** Stops a live campaign until it is resumed or cancelled; its open checkouts close (P11). */
export async function suspendCampaign(deps: Deps, actor: Actor, campaignId: string, reason: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const campaign = await lockCampaign(tx, deps.fundId, campaignId);
    await moveCampaign(tx, actor, campaign, "suspend", { reason });
    await releaseCampaignPledges(tx, campaignId);
  });
}
