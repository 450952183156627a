import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { type Actor, worker } from "../domain/actor.ts";
import type { ReviewCheck } from "../domain/review-checklist.ts";
import { lockCampaign } from "./lock-campaign.ts";
import { deadlinePassed } from "./messages.ts";
import { moveCampaign } from "./move-campaign.ts";
import { recordReview } from "./record-review.ts";
import { requireChecks } from "./review-checks.ts";

/** Approves a submitted campaign and schedules it at once: it opens by itself on its first day (P3). */
export async function approveCampaign(
  deps: Deps,
  actor: Actor,
  campaignId: string,
  message = "",
  checks?: readonly ReviewCheck[],
): Promise<void> {
  requireChecks(checks, "approved");
  await inTransaction(deps.db, async (tx) => {
    const campaign = await lockCampaign(tx, deps.fundId, campaignId);
    const approved = await moveCampaign(tx, actor, campaign, "approve", { reason: message });
    if (campaign.deadlineAt <= (await fundNow(tx))) throw deadlinePassed();
    await recordReview(tx, actor, campaign, "approved", message, checks);
    await moveCampaign(tx, worker("schedule-campaign"), approved, "schedule");
  });
}
