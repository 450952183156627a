import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import { listWaitingOf } from "../instalments/waiting-queries.ts";
import { countOpenOffers } from "../offers/queries.ts";
import { countOpen } from "../questions/queries.ts";
import { countRewards } from "../rewards/queries.ts";

export type GiftDay = { readonly day: string; readonly gifts: number; readonly cents: bigint };

/** Firm gifts by the Paris day they were made, the oldest day first; days without a gift are left out. */
export async function giftsByDay(reader: Reader, fundId: string, campaignId: string): Promise<readonly GiftDay[]> {
  const rows = await reader.execute<{ day: string; gifts: number; cents: string }>(sql`
    select to_char(created_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as day, count(*)::int as gifts,
      sum(amount_cents - returned_gift_cents)::text as cents
    from pledges
    where fund_id = ${fundId} and campaign_id = ${campaignId} and pending_since is null and held_reason is null
      and state in ('authorised', 'charging', 'action_required', 'captured') and returned_gift_cents < amount_cents
    group by 1 order by 1`);
  return rows.map((row) => ({ ...row, cents: BigInt(row.cents) }));
}

/** What each rule adds to a campaign now, by the rule's id. */
export async function matchedByRule(
  reader: Reader,
  fundId: string,
  campaignId: string,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await reader.execute<{ rule_id: string; cents: string }>(sql`
    select rule_id, sum(amount_cents)::text as cents from matches
    where fund_id = ${fundId} and campaign_id = ${campaignId} and state in ('reserved', 'committed', 'paid')
    group by rule_id`);
  return new Map(rows.map((row) => [row.rule_id, BigInt(row.cents)]));
}

export type DeclinedCharges = {
  /** Declined, and tried again or waiting for their donor. */
  readonly charges: number;
  readonly giftCents: bigint;
  readonly matchCents: bigint;
  /** Given up: these gifts count no more. */
  readonly failed: number;
  readonly failedCents: bigint;
};

export async function readDeclined(reader: Reader, fundId: string, campaignId: string): Promise<DeclinedCharges> {
  const [row] = await reader.execute<
    Record<"gifts" | "matches" | "failed_cents", string> & Record<"charges" | "failed", number>
  >(sql`
    with declined as (
      select id, amount_cents - returned_gift_cents as cents from pledges
      where fund_id = ${fundId} and campaign_id = ${campaignId} and held_reason is null
        and (state = 'action_required' or (state = 'charging' and next_charge_at is not null and pending_since is null)))
    select count(*)::int as charges, coalesce(sum(cents), 0)::text as gifts,
      coalesce(sum((select sum(m.amount_cents) from matches m where m.fund_id = ${fundId} and m.pledge_id = declined.id
        and m.state in ('reserved', 'committed', 'paid'))), 0)::text as matches,
      (select count(*)::int from pledges where fund_id = ${fundId} and campaign_id = ${campaignId} and state = 'failed') as failed,
      (select coalesce(sum(amount_cents), 0)::text from pledges
        where fund_id = ${fundId} and campaign_id = ${campaignId} and state = 'failed') as failed_cents
    from declined`);
  return {
    charges: row?.charges ?? 0,
    giftCents: BigInt(row?.gifts ?? 0),
    matchCents: BigInt(row?.matches ?? 0),
    failed: row?.failed ?? 0,
    failedCents: BigInt(row?.failed_cents ?? 0),
  };
}

/** What waits for the holder around a campaign. */
export async function readTasks(deps: Deps, campaignId: string) {
  const { db, fundId } = deps;
  return {
    questions: await countOpen(db, fundId, campaignId),
    offers: await countOpenOffers(db, fundId, campaignId),
    rewards: (await countRewards(db, fundId, campaignId)).toDo,
    instalments: await listWaitingOf(deps, campaignId),
  };
}

export type CampaignTasks = Awaited<ReturnType<typeof readTasks>>;

/** Everything a holder follows of a campaign that donors have seen. */
export async function readDashboard(deps: Deps, campaignId: string) {
  const { db, fundId } = deps;
  return {
    days: await giftsByDay(db, fundId, campaignId),
    matched: await matchedByRule(db, fundId, campaignId),
    declined: await readDeclined(db, fundId, campaignId),
    tasks: await readTasks(deps, campaignId),
  };
}

export type Dashboard = Awaited<ReturnType<typeof readDashboard>>;
