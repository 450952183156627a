import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { refunds } from "../db/schema/pledges.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import type { ChargeFacts } from "../domain/pledge.ts";
import { enqueue } from "../jobs/outbox.ts";
import { type Entry, postEntry } from "../ledger/post-entry.ts";
import type { PledgeRow } from "./lock-pledge.ts";

/**
 * P7: money for a pledge that has ended is owed back at once, in full, once a charge; never matched or counted.
 * Answers the entry, or undefined where it is owed back already.
 */
export async function returnLateMoney(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  charge: Pick<ChargeFacts, "chargeId" | "amountCents" | "capturedAt">,
): Promise<string | undefined> {
  const refundId = uuidv7();
  const [refund] = await tx
    .insert(refunds)
    .values({
      fundId: deps.fundId,
      id: refundId,
      pledgeId: pledge.id,
      chargeId: charge.chargeId,
      reason: "late_money",
      amountCents: charge.amountCents,
      giftCents: 0n,
      state: "requested",
      createdAt: sql`fund_now()`,
    })
    .onConflictDoNothing()
    .returning({ id: refunds.id });
  if (refund === undefined) return undefined;
  const entry = isHeld(pledge, charge.chargeId)
    ? heldCharge(refundId, charge, await fundNow(tx))
    : unbookedCharge(charge);
  const { entryId } = await postEntry(tx, deps.fundId, actor, entry);
  await recordAudit(tx, actor, {
    action: "refund.requested",
    subject: ["refund", refundId],
    change: { chargeId: charge.chargeId, amountCents: Number(charge.amountCents) },
    reason: "late_money",
  });
  await enqueue(tx, "send-refund", { refundId });
  return entryId;
}

/** A charge held because its amount is not ours (S4) stands in suspense already. */
export const isHeld = (pledge: PledgeRow, chargeId: string): boolean =>
  pledge.heldReason !== null && pledge.chargeId === chargeId;

type Charge = Parameters<typeof returnLateMoney>[4];

const unbookedCharge = ({ chargeId, amountCents, capturedAt }: Charge): Entry => ({
  key: `charge:${chargeId}:captured`,
  kind: "late_money_received",
  occurredAt: capturedAt,
  source: `stripe:${chargeId}`,
  postings: move(accounts.stripe, accounts.refundsDue, amountCents),
});

const heldCharge = (refundId: string, { chargeId, amountCents }: Charge, at: Date): Entry => ({
  key: `refund:${refundId}:owed`,
  kind: "held_charge_owed",
  occurredAt: at,
  source: `charge:${chargeId}`,
  postings: move(accounts.suspense, accounts.refundsDue, amountCents),
});
