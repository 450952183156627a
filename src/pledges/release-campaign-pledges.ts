import type { Transaction } from "../db/client.ts";
import { enqueue } from "../jobs/outbox.ts";

/**
 * P11: after suspension, closes open checkouts; after cancellation, voids or refunds every pledge. A suspended campaign
 * may be resumed, so its firm pledges and their matches wait for the administrator, past the deadline too: nobody is
 * charged, a donor may still cancel (P8). Called in the transaction that changed the campaign's state; a job does the
 * rest in batches and can be resumed.
 */
export const releaseCampaignPledges = (tx: Transaction, campaignId: string): Promise<void> =>
  enqueue(tx, "unwind-campaign", { campaignId });
