import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { refunds } from "../db/schema/pledges.ts";
import { disputes } from "../db/schema/undoing.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import { cents } from "../domain/money.ts";
import { partsTotal } from "../domain/refund.ts";
import { postEntry } from "../ledger/post-entry.ts";
import type { PledgeRow } from "../pledges/lock-pledge.ts";
import { giveUpReward } from "../refunds/owe-refund.ts";
import { returnGift } from "../refunds/return-gift.ts";
import { closeFailures } from "../refunds/send-refund.ts";
import { withdrawRequest } from "../refunds/withdraw-request.ts";

type DisputeRow = typeof disputes.$inferSelect;

/**
 * The bank keeps what it took, or this part of it: as a refund of what the dispute had frozen (M10, F2). What it keeps
 * beyond that was on its way back already: refunds that Stripe never paid are settled by it, and the rest is lost. Its
 * fee is the fund's own cost, booked with Stripe's statement.
 */
export async function loseDispute(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  dispute: DisputeRow,
): Promise<void> {
  const parts = { giftCents: cents(dispute.giftCents), tipCents: cents(dispute.tipCents) };
  const occurredAt = await fundNow(tx);
  const about = `dispute:${dispute.stripeDisputeId}`;
  if (partsTotal(parts) > 0n) {
    await giveUpReward(tx, deps.fundId, pledge, parts);
    await returnGift(tx, deps.fundId, actor, pledge, {
      parts,
      to: accounts.disputed,
      key: `${about}:lost`,
      kind: "dispute_lost",
      cause: "dispute_lost",
      occurredAt,
      isGone: true,
    });
    const isWhole = pledge.amountCents + pledge.tipCents === pledge.returnedCents + partsTotal(parts);
    if (isWhole) await withdrawRequest(tx, actor, pledge, "dispute_lost");
  }
  await tx
    .update(disputes)
    .set({ state: "lost", endedAt: sql`fund_now()`, amountCents: dispute.amountCents, ...parts })
    .where(and(eq(disputes.fundId, deps.fundId), eq(disputes.id, dispute.id)));
  const settled = await settleRefunds(tx, deps, actor, dispute, dispute.amountCents - partsTotal(parts));
  const lostCents = dispute.amountCents - partsTotal(parts) - settled;
  if (lostCents > 0n)
    await postEntry(tx, deps.fundId, actor, {
      key: `${about}:paid-twice`,
      kind: "dispute_paid_twice",
      occurredAt,
      source: `pledge:${pledge.id}`,
      postings: move(accounts.losses, accounts.disputed, lostCents),
    });
}

/** Refunds of the same charge that were owed and never paid: the donor has this money from the bank now. */
async function settleRefunds(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  dispute: DisputeRow,
  atMostCents: bigint,
): Promise<bigint> {
  const owed = await tx
    .select()
    .from(refunds)
    .where(
      and(
        eq(refunds.fundId, deps.fundId),
        eq(refunds.chargeId, dispute.chargeId),
        inArray(refunds.state, ["requested", "failed"]),
      ),
    )
    .orderBy(asc(refunds.id))
    .for("no key update");
  let settled = 0n;
  for (const refund of owed) {
    if (settled + refund.amountCents > atMostCents) continue;
    settled += refund.amountCents;
    await tx
      .update(refunds)
      .set({ state: "closed", endedAt: sql`fund_now()` })
      .where(and(eq(refunds.fundId, deps.fundId), eq(refunds.id, refund.id)));
    const { entryId } = await postEntry(tx, deps.fundId, actor, {
      key: `refund:${refund.id}:taken`,
      kind: "refund_taken_by_dispute",
      occurredAt: await fundNow(tx),
      source: `dispute:${dispute.stripeDisputeId}`,
      postings: move(accounts.refundsDue, accounts.disputed, refund.amountCents),
    });
    await closeFailures(tx, deps.fundId, actor, refund, entryId);
    await recordAudit(tx, actor, { action: "refund.closed", subject: ["refund", refund.id] });
  }
  return settled;
}
