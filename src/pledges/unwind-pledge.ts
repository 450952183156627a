import { and, eq } from "drizzle-orm";
import { campaigns } from "../db/schema/campaigns.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { endStateOf, hasEnded, type PledgeState } from "../domain/pledge.ts";
import { partsTotal } from "../domain/refund.ts";
import { enqueue } from "../jobs/outbox.ts";
import { oweRefund } from "../refunds/owe-refund.ts";
import { leftOf } from "../refunds/return-facts.ts";
import { type EndReason, endPledge } from "./end-pledge.ts";
import { lockPledge } from "./lock-pledge.ts";

const REASONS: Readonly<Record<string, EndReason>> = {
  failed: "campaign_failed",
  cancelled: "campaign_cancelled",
  suspended: "campaign_suspended",
  succeeded: "window_ended",
};

/**
 * Undoes one pledge of a campaign that is over for it: not captured, it is voided; captured for a campaign that
 * failed or was cancelled, what is left of it is refunded with its matches (P4, P11). Stripe refunds nothing of a gift
 * under dispute: that waits until the dispute ended (F4). Repeating it changes nothing.
 */
export async function unwindPledge(deps: Deps, actor: Actor, pledgeId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge === undefined) return;
    const state = pledge.state as PledgeState;
    const [campaign] = await tx
      .select({ state: campaigns.state })
      .from(campaigns)
      .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, pledge.campaignId)));
    const reason = REASONS[campaign?.state ?? ""];
    if (reason === undefined || hasEnded(state)) return;
    if (state !== "captured") {
      await endPledge(tx, deps, actor, pledge, endStateOf(state), reason);
      if (state !== "draft") await enqueue(tx, "send-mail", { template: "pledge-ended", subjectId: pledgeId });
    } else if ((reason === "campaign_failed" || reason === "campaign_cancelled") && pledge.disputedCents === 0n) {
      const parts = leftOf(pledge);
      if (partsTotal(parts) > 0n) await oweRefund(tx, deps, actor, pledge, { parts, reason });
    }
  });
}
