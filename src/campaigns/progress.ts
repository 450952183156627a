import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { type Cents, cents } from "../domain/money.ts";

export type CampaignProgress = {
  /** Gifts of firm pledges, less the gift's share of what went back to donors. */
  readonly giftsFirmCents: Cents;
  /** Gifts whose checkout is open, whose debit is under way, that a bank disputes (F4), or that wait for a person (S4). */
  readonly giftsPendingCents: Cents;
  /** Of these, debits that a donor's bank has not answered yet. */
  readonly giftsInDebitCents: Cents;
  /** Matches of firm pledges: reserved, committed or paid. */
  readonly matchesCents: Cents;
  readonly matchesPendingCents: Cents;
  /** People with at least one firm pledge that is not wholly returned. */
  readonly donors: number;
};

const NOTHING: CampaignProgress = {
  giftsFirmCents: cents(0n),
  giftsPendingCents: cents(0n),
  giftsInDebitCents: cents(0n),
  matchesCents: cents(0n),
  matchesPendingCents: cents(0n),
  donors: 0,
};

/** What each campaign has, gifts and matches told apart from what is pending. Campaigns without a pledge have zeros. */
export async function progressOf(
  reader: Reader,
  fundId: string,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, CampaignProgress>> {
  if (campaignIds.length === 0) return new Map();
  const ids = sql.join(
    campaignIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await reader.execute<Row>(sql`
    with standing as (
      select id, campaign_id, donor_id, pending_since is not null as in_debit,
        state <> 'draft' and held_reason is null and pending_since is null as firm,
        amount_cents - returned_gift_cents - disputed_gift_cents as gift, disputed_gift_cents as disputed
      from pledges
      where fund_id = ${fundId} and campaign_id in (${ids})
        and (state in ('authorised', 'charging', 'action_required', 'captured')
          or state = 'draft' and checkout_expires_at > fund_now())
    ), matched as (
      select pledge_id, sum(amount_cents) as matched from matches
      where fund_id = ${fundId} and campaign_id in (${ids}) and state in ('reserved', 'committed', 'paid')
      group by pledge_id
    )
    select campaign_id,
      coalesce(sum(gift) filter (where firm), 0)::text as gifts_firm,
      coalesce(sum(case when firm then disputed else gift end), 0)::text as gifts_pending,
      coalesce(sum(gift) filter (where in_debit), 0)::text as gifts_in_debit,
      coalesce(sum(matched) filter (where firm and disputed = 0), 0)::text as matches,
      coalesce(sum(matched) filter (where not firm or disputed > 0), 0)::text as matches_pending,
      (count(distinct donor_id) filter (where firm and gift > 0))::int as donors
    from standing left join matched on matched.pledge_id = standing.id
    group by campaign_id`);
  const found = new Map(rows.map((row) => [row.campaign_id, fromRow(row)]));
  return new Map(campaignIds.map((id) => [id, found.get(id) ?? NOTHING]));
}

export async function progressOfOne(reader: Reader, fundId: string, campaignId: string): Promise<CampaignProgress> {
  return (await progressOf(reader, fundId, [campaignId])).get(campaignId) ?? NOTHING;
}

type Row = {
  readonly campaign_id: string;
  readonly gifts_firm: string;
  readonly gifts_pending: string;
  readonly gifts_in_debit: string;
  readonly matches: string;
  readonly matches_pending: string;
  readonly donors: number;
};

const fromRow = (row: Row): CampaignProgress => ({
  giftsFirmCents: cents(BigInt(row.gifts_firm)),
  giftsPendingCents: cents(BigInt(row.gifts_pending)),
  giftsInDebitCents: cents(BigInt(row.gifts_in_debit)),
  matchesCents: cents(BigInt(row.matches)),
  matchesPendingCents: cents(BigInt(row.matches_pending)),
  donors: row.donors,
});
