import { sql } from "drizzle-orm";
import { releaseAwards } from "../committee/awards.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { releaseCampaignPledges } from "../pledges/release-campaign-pledges.ts";
import { lockCampaign } from "./lock-campaign.ts";
import { moveCampaign } from "./move-campaign.ts";

/**
 * Ends a campaign for good: its holder before it opens, an administrator at any time (P3). Every pledge it has is
 * voided or refunded by a job of its own (P11).
 */
export async function cancelCampaign(deps: Deps, actor: Actor, campaignId: string, reason: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const campaign = await lockCampaign(tx, deps.fundId, campaignId);
    await moveCampaign(tx, actor, campaign, "cancel", { reason, instants: { closedAt: sql`fund_now()` } });
    await releaseAwards(tx, deps.fundId, actor, campaignId);
    await releaseCampaignPledges(tx, campaignId);
  });
}
