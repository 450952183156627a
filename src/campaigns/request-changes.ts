import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { ReviewCheck } from "../domain/review-checklist.ts";
import { lockCampaign } from "./lock-campaign.ts";
import { moveCampaign } from "./move-campaign.ts";
import { recordReview } from "./record-review.ts";
import { requireChecks } from "./review-checks.ts";

/** Gives a submitted campaign back to its holder with what to change (P3). */
export async function requestChanges(
  deps: Deps,
  actor: Actor,
  campaignId: string,
  message: string,
  checks?: readonly ReviewCheck[],
): Promise<void> {
  requireChecks(checks, "changes_requested");
  await inTransaction(deps.db, async (tx) => {
    const campaign = await lockCampaign(tx, deps.fundId, campaignId);
    await moveCampaign(tx, actor, campaign, "request-changes", { reason: message });
    await recordReview(tx, actor, campaign, "changes_requested", message, checks);
  });
}
