import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { campaignReviews } from "../db/schema/campaigns.ts";
import { campaignReviewChecks } from "../db/schema/staff-work.ts";
import type { Actor } from "../domain/actor.ts";
import type { ReviewCheck } from "../domain/review-checklist.ts";
import { forbidden } from "../errors.ts";

/** Keeps what the case officer wrote. Only a person reviews: a worker has no judgement to sign. */
export async function recordReview(
  tx: Transaction,
  actor: Actor,
  campaign: { readonly fundId: string; readonly id: string },
  outcome: "changes_requested" | "approved",
  message: string,
  checks: readonly ReviewCheck[] = [],
): Promise<void> {
  if (actor.kind !== "user") throw forbidden();
  const id = uuidv7();
  await tx.insert(campaignReviews).values({
    fundId: campaign.fundId,
    id,
    campaignId: campaign.id,
    outcome,
    message,
    reviewerId: actor.userId,
    createdAt: sql`fund_now()`,
  });
  if (checks.length === 0) return;
  await tx
    .insert(campaignReviewChecks)
    .values(checks.map((check) => ({ fundId: campaign.fundId, reviewId: id, ...check })));
}
