import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { giveRewardBack } from "../campaigns/take-reward.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { refunds } from "../db/schema/pledges.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts } from "../domain/ledger.ts";
import { type GiftParts, partsTotal } from "../domain/refund.ts";
import { InvariantViolation } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { type PledgeRow, updatePledge } from "../pledges/lock-pledge.ts";
import { returnGift } from "./return-gift.ts";
import { withdrawRequest } from "./withdraw-request.ts";

export type RefundReason =
  | "campaign_failed"
  | "campaign_cancelled"
  | "campaign_changed"
  | "donor_request"
  | "staff_decision";

/**
 * Owes parts of a locked, captured gift back to its donor and sends their share of its matches back to their pots, in
 * one transaction (M10, P4, F2). The table bounds what may be returned (F1); a job pays it. Answers the refund.
 */
export async function oweRefund(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  { parts, reason }: { readonly parts: GiftParts; readonly reason: RefundReason },
): Promise<string> {
  if (pledge.chargeId === null) throw new InvariantViolation(`captured pledge ${pledge.id} has no charge`);
  const refundId = uuidv7();
  const amountCents = partsTotal(parts);
  await giveUpReward(tx, deps.fundId, pledge, parts);
  await returnGift(tx, deps.fundId, actor, pledge, {
    parts,
    to: accounts.refundsDue,
    key: `refund:${refundId}:owed`,
    kind: "refund_owed",
    cause: "refund",
    occurredAt: await fundNow(tx),
    isGone: false,
  });
  await tx.insert(refunds).values({
    fundId: deps.fundId,
    id: refundId,
    pledgeId: pledge.id,
    chargeId: pledge.chargeId,
    reason,
    amountCents,
    giftCents: parts.giftCents,
    state: "requested",
    createdAt: sql`fund_now()`,
  });
  await recordAudit(tx, actor, {
    action: "refund.requested",
    subject: ["refund", refundId],
    change: { pledgeId: pledge.id, amountCents: Number(amountCents), giftCents: Number(parts.giftCents) },
    reason,
  });
  if (reason !== "donor_request" && reason !== "staff_decision") await withdrawRequest(tx, actor, pledge, reason);
  await enqueue(tx, "send-refund", { refundId });
  return refundId;
}

/** Nothing is given for a gift that went back whole: its reward returns to the stock, once (P9). */
export async function giveUpReward(
  tx: Transaction,
  fundId: string,
  pledge: PledgeRow,
  parts: GiftParts,
): Promise<void> {
  const isWhole = pledge.returnedGiftCents + parts.giftCents === pledge.amountCents;
  if (!isWhole || !pledge.rewardHeld || pledge.rewardId === null) return;
  await updatePledge(tx, pledge, { rewardHeld: false });
  await giveRewardBack(tx, fundId, pledge.rewardId);
}
