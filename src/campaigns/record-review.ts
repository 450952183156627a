import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { campaignReviews } from "../db/schema/campaigns.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden } from "../errors.ts";

/** Keeps what the case officer wrote. Only a person reviews: a worker has no judgement to sign. */
export async function recordReview(
  tx: Transaction,
  actor: Actor,
  campaign: { readonly fundId: string; readonly id: string },
  outcome: "changes_requested" | "approved",
  message: string,
): Promise<void> {
  if (actor.kind !== "user") throw forbidden();
  await tx.insert(campaignReviews).values({
    fundId: campaign.fundId,
    id: uuidv7(),
    campaignId: campaign.id,
    outcome,
    message,
    reviewerId: actor.userId,
    createdAt: sql`fund_now()`,
  });
}
