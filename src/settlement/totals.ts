import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import type { campaigns } from "../db/schema/campaigns.ts";
import { cents } from "../domain/money.ts";
import { DEBIT_ANSWER_DAYS, type SettlementFacts, type ShortfallPolicy } from "../domain/settlement.ts";
import { InvariantViolation } from "../errors.ts";

export type Totals = Pick<SettlementFacts, "giftsCents" | "matchesCents">;
type CampaignRow = typeof campaigns.$inferSelect;

/** What is left of firm pledges, without tips, and the matches that stand behind them (P4). */
export const firmTotals = (tx: Transaction, fundId: string, campaignId: string): Promise<Totals> =>
  totals(
    tx,
    sql`
    select coalesce(sum(p.amount_cents - p.returned_gift_cents), 0) as gifts,
           coalesce(sum((select coalesce(sum(m.amount_cents), 0) from matches m
             where m.fund_id = p.fund_id and m.pledge_id = p.id and m.state in ('reserved', 'committed'))), 0) as matches
    from pledges p
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and p.held_reason is null
      and p.state in ('authorised', 'charging', 'action_required', 'captured')`,
  );

/** What is left of captured gifts, without tips, and their committed matches (P5). */
export const capturedTotals = (tx: Transaction, fundId: string, campaignId: string): Promise<Totals> =>
  totals(
    tx,
    sql`
    select coalesce(sum(p.amount_cents - p.returned_gift_cents), 0) as gifts,
           coalesce(sum((select coalesce(sum(m.amount_cents), 0) from matches m
             where m.fund_id = p.fund_id and m.pledge_id = p.id and m.state = 'committed')), 0) as matches
    from pledges p
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and p.state = 'captured'`,
  );

/**
 * Captured gifts and the debits that banks may still pay, with what matches both; undefined where no debit is awaited.
 */
export async function totalsWithDebits(
  tx: Transaction,
  fundId: string,
  campaignId: string,
): Promise<Totals | undefined> {
  const debit = sql`p.state = 'charging' and p.held_reason is null
    and p.pending_since > fund_now() - make_interval(days => ${DEBIT_ANSWER_DAYS})`;
  const [awaited] = await tx.execute(sql`
    select 1 from pledges p where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and ${debit} limit 1`);
  if (awaited === undefined) return undefined;
  return totals(
    tx,
    sql`
    select coalesce(sum(p.amount_cents - p.returned_gift_cents - p.disputed_gift_cents), 0) as gifts,
           coalesce(sum(case when p.disputed_cents = 0 then (select coalesce(sum(m.amount_cents), 0) from matches m
             where m.fund_id = p.fund_id and m.pledge_id = p.id and m.state in ('reserved', 'committed')) end), 0) as matches
    from pledges p
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and (p.state = 'captured' or (${debit}))`,
  );
}

/** What of it no dispute freezes, and from how many people: what a decision may rest on (F4, P5). */
export async function undisputedTotals(
  tx: Transaction,
  fundId: string,
  campaignId: string,
): Promise<Totals & { readonly uniqueDonors: number }> {
  const [row] = await tx.execute<{ gifts: string; matches: string; donors: number }>(sql`
    select coalesce(sum(p.amount_cents - p.returned_gift_cents - p.disputed_gift_cents), 0) as gifts,
           coalesce(sum(case when p.disputed_cents = 0 then (select coalesce(sum(m.amount_cents), 0) from matches m
             where m.fund_id = p.fund_id and m.pledge_id = p.id and m.state = 'committed') end), 0) as matches,
           (count(distinct p.donor_id) filter (
             where p.amount_cents > p.returned_gift_cents + p.disputed_gift_cents))::int as donors
    from pledges p
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and p.state = 'captured'`);
  return {
    giftsCents: cents(BigInt(row?.gifts ?? 0)),
    matchesCents: cents(BigInt(row?.matches ?? 0)),
    uniqueDonors: row?.donors ?? 0,
  };
}

async function totals(tx: Transaction, query: ReturnType<typeof sql>): Promise<Totals> {
  const [row] = await tx.execute<{ gifts: string; matches: string }>(query);
  return { giftsCents: cents(BigInt(row?.gifts ?? 0)), matchesCents: cents(BigInt(row?.matches ?? 0)) };
}

/** Whether Stripe still owes an answer: an attempt sent, or a retry that is due and must run first. */
export async function hasUnresolvedCharge(tx: Transaction, fundId: string, campaignId: string): Promise<boolean> {
  const [row] = await tx.execute<{ unresolved: boolean }>(sql`
    select exists (
      select from pledges p
      where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and p.held_reason is null
        and (p.state = 'authorised' or (p.state = 'charging' and (p.next_charge_at <= fund_now() or exists (
          select from charge_attempts a
          where a.fund_id = p.fund_id and a.pledge_id = p.id and a.state = 'started'))))) as unresolved`);
  return row?.unresolved === true;
}

export const settlementFacts = (campaign: CampaignRow, sums: Totals): SettlementFacts => ({
  mode: campaign.mode === "all_or_nothing" ? "all_or_nothing" : "keep_what_you_raise",
  goalCents: cents(campaign.goalCents),
  matchingCounts: campaign.matchingCounts,
  ...sums,
});

export function shortfallPolicy(campaign: CampaignRow): ShortfallPolicy {
  const { shortfallPolicy: kind, minimumCents, topUpMaxBps } = campaign;
  if (kind === "fail_and_refund") return { kind };
  if (kind === "accept_minimum" && minimumCents !== null) return { kind, minimumCents: cents(minimumCents) };
  if (kind === "reserve_top_up" && topUpMaxBps !== null) return { kind, topUpMaxBps: BigInt(topUpMaxBps) };
  throw new InvariantViolation(`campaign ${campaign.id} has no shortfall policy`);
}
