import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { pledges } from "../db/schema/pledges.ts";
import type { PledgeState } from "../domain/pledge.ts";
import { enqueue } from "../jobs/outbox.ts";

/**
 * P11: after suspension, closes open checkouts; after cancellation, voids or refunds every pledge. A suspended campaign
 * may be resumed, so its firm pledges and their matches wait for the administrator, past the deadline too: nobody is
 * charged, a donor may still cancel (P8). Called in the transaction that changed the campaign's state; one job a pledge
 * does the rest and can be resumed.
 */
export async function releaseCampaignPledges(
  tx: Transaction,
  fundId: string,
  campaignId: string,
  after: "suspended" | "cancelled",
): Promise<void> {
  const states: PledgeState[] =
    after === "suspended" ? ["draft"] : ["draft", "authorised", "charging", "action_required", "captured"];
  const rows = await tx
    .select({ pledgeId: pledges.id })
    .from(pledges)
    .where(and(eq(pledges.fundId, fundId), eq(pledges.campaignId, campaignId), inArray(pledges.state, states)));
  for (const { pledgeId } of rows) await enqueue(tx, "unwind-pledge", { pledgeId });
}
