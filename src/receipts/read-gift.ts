import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import { asCampaignState } from "../campaigns/states.ts";
import type { Reader } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { receiptIdentities } from "../db/schema/receipts.ts";
import { cents } from "../domain/money.ts";
import type { PledgeState } from "../domain/pledge.ts";
import type { GiftForReceipt, ReceiptIdentity, ReceiptLimits } from "../domain/tax-receipt.ts";
import { parametersOn } from "../parameters/read-parameters.ts";
import type { PledgeRow } from "../pledges/lock-pledge.ts";

/** The day the gift was credited, in Paris (T2); null before. */
export const creditedOn = (pledge: PledgeRow): string | null =>
  pledge.capturedAt === null ? null : dayOf(pledge.capturedAt);

/** Whether a receipt in force still says what its gift is now: after a refund or a dispute the sweep changes it soon. */
export const stands = (receipt: { readonly amountCents: bigint }, pledge: PledgeRow): boolean =>
  pledge.disputedCents === 0n && receipt.amountCents === pledge.amountCents - pledge.returnedGiftCents;

/** What decides on the receipt of a pledge (T3). */
export async function readGift(reader: Reader, pledge: PledgeRow): Promise<GiftForReceipt> {
  const [campaign] = await reader
    .select({ state: campaigns.state })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, pledge.fundId), eq(campaigns.id, pledge.campaignId)));
  const rewards = await rewardValues(reader, pledge);
  return {
    state: pledge.state as PledgeState,
    campaign: asCampaignState(campaign?.state ?? ""),
    giftCents: cents(pledge.amountCents),
    returnedCents: cents(pledge.returnedGiftCents),
    isDisputed: pledge.disputedCents > 0n,
    identity: await currentIdentity(reader, pledge.fundId, pledge.id),
    ...rewards,
  };
}

/** The name and address given last. */
export async function currentIdentity(
  reader: Reader,
  fundId: string,
  pledgeId: string,
): Promise<ReceiptIdentity | undefined> {
  const [row] = await reader
    .select({ identity: receiptIdentities.identity })
    .from(receiptIdentities)
    .where(and(eq(receiptIdentities.fundId, fundId), eq(receiptIdentities.pledgeId, pledgeId)))
    .orderBy(desc(receiptIdentities.createdAt), desc(receiptIdentities.id))
    .limit(1);
  return row && (row.identity as ReceiptIdentity);
}

/** Limits in force on the day of credit (T5). */
export async function limitsOn(reader: Reader, fundId: string, day: string): Promise<ReceiptLimits> {
  const values = await parametersOn(reader, fundId, day);
  return {
    rewardSharePercent: values["receipt-reward-share-percent"],
    rewardYearlyCapCents: cents(values["receipt-reward-yearly-cap"]),
  };
}

/**
 * Fair values of the rewards the donor holds: this gift's, and those of the Paris year up to this gift by day of credit.
 * So the gift that goes beyond the cap is the same one whoever is looked at first, and a receipt once due stays due.
 */
async function rewardValues(reader: Reader, pledge: PledgeRow) {
  const yearOf = (at: SQL) => sql`extract(year from ${at} at time zone 'Europe/Paris')`;
  const [row] = await reader.execute<{ own: string; year: string }>(sql`
    select coalesce(sum(r.fair_value_cents) filter (where p.id = ${pledge.id}), 0) as own,
      coalesce(sum(r.fair_value_cents), 0) as year
    from pledges own
    join pledges p on p.fund_id = own.fund_id and p.donor_id = own.donor_id and p.reward_held and p.state = 'captured'
      and ${yearOf(sql`p.captured_at`)} = ${yearOf(sql`own.captured_at`)}
      and (p.captured_at, p.id) <= (own.captured_at, own.id)
    join rewards r on r.fund_id = p.fund_id and r.id = p.reward_id
    where own.fund_id = ${pledge.fundId} and own.id = ${pledge.id}`);
  return { rewardCents: cents(BigInt(row?.own ?? 0)), rewardsOfYearCents: cents(BigInt(row?.year ?? 0)) };
}
