import { and, eq, inArray } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Reader, Transaction } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { pledges } from "../db/schema/pledges.ts";
import { cents } from "../domain/money.ts";
import type { PledgeFacts, PledgeState } from "../domain/pledge.ts";

export type PledgeRow = typeof pledges.$inferSelect;

/**
 * Holds the pledge until the transaction ends: whatever races for it is decided here (P8). Its campaign is held
 * first, shared: a settlement's decision waits for captures under way, and they see its outcome (P5).
 */
export async function lockPledge(tx: Transaction, fundId: string, pledgeId: string): Promise<PledgeRow | undefined> {
  const campaignId = tx.select({ id: pledges.campaignId }).from(pledges).where(whereIs(fundId, pledgeId));
  await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), inArray(campaigns.id, campaignId)))
    .for("share");
  const [row] = await tx.select().from(pledges).where(whereIs(fundId, pledgeId)).for("no key update");
  return row;
}

export async function findPledge(reader: Reader, fundId: string, pledgeId: string): Promise<PledgeRow | undefined> {
  const [row] = await reader.select().from(pledges).where(whereIs(fundId, pledgeId));
  return row;
}

export async function updatePledge(
  tx: Transaction,
  pledge: PledgeRow,
  change: PgUpdateSetSource<typeof pledges>,
): Promise<void> {
  await tx.update(pledges).set(change).where(whereIs(pledge.fundId, pledge.id));
}

const whereIs = (fundId: string, pledgeId: string) => and(eq(pledges.fundId, fundId), eq(pledges.id, pledgeId));

export const pledgeFacts = (row: PledgeRow): PledgeFacts => ({
  state: row.state as PledgeState,
  amountCents: cents(row.amountCents),
  tipCents: cents(row.tipCents),
  chargeId: row.chargeId ?? undefined,
  held: row.heldReason !== null,
});
