import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { campaigns, pledges } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { hasEnded, type PledgeState } from "../domain/pledge.ts";
import { rejudgeDonor } from "../matching/rejudge-donor.ts";
import { donorsOf, lockKey, rememberDonorKey } from "./find-donor.ts";
import { findPledge, lockPledge, type PledgeRow } from "./lock-pledge.ts";
import { lockDonors, mergeDonors } from "./merge-donors.ts";

export type PayerKey = { readonly kind: "card" | "iban"; readonly value: string };

/**
 * Holds a pledge of which a payment went through, with the card or account that paid it. Where another donor used
 * that before, the two are one person from now on (M6), and what the pledge's matches hold beyond one person's share
 * is released before they become firm. Donors are held before pledges, as everywhere.
 */
export async function lockPaidPledge(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledgeId: string,
  key: PayerKey | undefined,
): Promise<PledgeRow | undefined> {
  const known = await findPledge(tx, deps.fundId, pledgeId);
  if (known === undefined || key === undefined || hasEnded(known.state as PledgeState))
    return lockPledge(tx, deps.fundId, pledgeId);
  await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, known.campaignId)))
    .for("share");
  const hasMerged = await mergeByKey(tx, deps, actor, pledgeId, key);
  const pledge = await lockPledge(tx, deps.fundId, pledgeId);
  if (pledge !== undefined && !hasEnded(pledge.state as PledgeState))
    await rejudgeDonor(tx, deps.fundId, actor, pledge, hasMerged);
  return pledge;
}

async function mergeByKey(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledgeId: string,
  key: PayerKey,
): Promise<boolean> {
  const { fundId } = deps;
  await lockKey(tx, fundId, key);
  for (;;) {
    const payer = await donorOfPledge(tx, fundId, pledgeId);
    const [holder] = await donorsOf(tx, fundId, [key]);
    if (holder === undefined) await rememberDonorKey(tx, fundId, payer, key);
    if (holder === undefined || holder === payer) return false;
    const donorIds = payer < holder ? ([payer, holder] as const) : ([holder, payer] as const);
    await lockDonors(tx, fundId, donorIds);
    // Either may have become one with a third while we waited for it.
    const [still] = await donorsOf(tx, fundId, [key]);
    if (still !== holder || (await donorOfPledge(tx, fundId, pledgeId)) !== payer) continue;
    await mergeDonors(tx, deps, actor, { donorIds, keyKind: key.kind, pledgeId });
    return true;
  }
}

async function donorOfPledge(tx: Transaction, fundId: string, pledgeId: string): Promise<string> {
  const [row] = await tx
    .select({ donorId: pledges.donorId })
    .from(pledges)
    .where(and(eq(pledges.fundId, fundId), eq(pledges.id, pledgeId)));
  return row?.donorId ?? "";
}
