import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { giveRewardBack } from "../campaigns/take-reward.ts";
import type { Transaction } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { enqueue } from "../jobs/outbox.ts";
import { releaseMatches } from "../matching/move-matches.ts";
import { type PledgeRow, updatePledge } from "./lock-pledge.ts";

export type EndReason =
  | "replaced"
  | "checkout_expired"
  | "after_deadline"
  | "cancelled_by_donor"
  | "campaign_failed"
  | "campaign_cancelled"
  | "campaign_suspended"
  | "charge_declined"
  | "returned"
  | "window_ended";

/**
 * Ends a locked pledge that was not captured: its matches return to their pots, its reward to the stock, once; a
 * job then closes what is open at Stripe.
 */
export async function endPledge(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  to: "failed" | "cancelled" | "expired",
  reason: EndReason,
): Promise<void> {
  await updatePledge(tx, pledge, {
    state: to,
    endedAt: sql`fund_now()`,
    endedReason: reason,
    nextChargeAt: null,
    pendingSince: null,
    rewardHeld: false,
  });
  if (pledge.rewardHeld && pledge.rewardId !== null) await giveRewardBack(tx, deps.fundId, pledge.rewardId);
  await releaseMatches(tx, deps.fundId, pledge.id);
  await enqueue(tx, "void-pledge", { pledgeId: pledge.id });
  await recordAudit(tx, actor, { action: `pledge.${to}`, subject: ["pledge", pledge.id], reason });
}
