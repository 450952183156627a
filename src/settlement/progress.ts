import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { mustFollow } from "./may-follow.ts";

export type SettlementProgress = {
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly startedAt: Date;
  readonly windowEndsAt: Date;
  /** Firm pledges: charged, not charged yet, waiting for their next try, for their donor, for a bank; and given up. */
  readonly charged: number;
  readonly toDo: number;
  readonly retrying: number;
  readonly waitingForDonor: number;
  readonly waitingForBank: number;
  readonly failed: number;
  readonly pendingCents: bigint;
  /** Charges sent within the last minute. */
  readonly perMinute: number;
  /** When every first charge will have been sent at that rate; null where none is under way. */
  readonly expectedEndAt: Date | null;
};

/** Campaigns whose settlement is under way, the oldest first, for staff. */
export async function listSettlements(deps: Deps, actor: Actor): Promise<readonly SettlementProgress[]> {
  if (!permits(actor, "books.read")) throw notFound();
  return select(deps, sql`true`);
}

/** How far the settlement of one campaign is, for its holder and staff; undefined where none is under way. */
export async function readSettlement(
  deps: Deps,
  actor: Actor,
  campaignId: string,
): Promise<SettlementProgress | undefined> {
  await mustFollow(deps, actor, campaignId);
  return (await select(deps, sql`s.campaign_id = ${campaignId}`))[0];
}

type Row = Record<
  "charged" | "to_do" | "retrying" | "waiting_for_donor" | "waiting_for_bank" | "failed" | "per_minute",
  number
> &
  Record<"campaign_id" | "title" | "started" | "window_ends" | "pending" | "now", string>;

/** Counted over the index of campaign and state: a hundred thousand pledges are a matter of some tens of ms. */
async function select({ db, fundId }: Deps, which: ReturnType<typeof sql>): Promise<readonly SettlementProgress[]> {
  const rows = await db.execute<Row>(sql`
    select s.campaign_id, c.title, fund_now()::text as now,
      s.started_at::text as started, s.window_ends_at::text as window_ends, p.*,
      (select count(*)::int from charge_attempts a
        join pledges q on q.fund_id = a.fund_id and q.id = a.pledge_id and q.campaign_id = s.campaign_id
        where a.fund_id = s.fund_id and a.started_at > fund_now() - interval '1 minute') as per_minute
    from settlements s
    join campaigns c on c.fund_id = s.fund_id and c.id = s.campaign_id
    cross join lateral (
      select count(*) filter (where state = 'captured')::int as charged,
        count(*) filter (where state in ('authorised', 'draft')
          or (state = 'charging' and pending_since is null and next_charge_at is null))::int as to_do,
        count(*) filter (where state = 'charging' and next_charge_at is not null)::int as retrying,
        count(*) filter (where state = 'action_required')::int as waiting_for_donor,
        count(*) filter (where pending_since is not null)::int as waiting_for_bank,
        count(*) filter (where state = 'failed')::int as failed,
        coalesce(sum(amount_cents + tip_cents) filter (where pending_since is not null), 0)::text as pending
      from pledges where fund_id = s.fund_id and campaign_id = s.campaign_id) p
    where s.fund_id = ${fundId} and s.state = 'charging' and ${which}
    order by s.started_at`);
  return rows.map(progress);
}

function progress(row: Row): SettlementProgress {
  const { to_do: toDo, per_minute: perMinute } = row;
  const isMoving = toDo > 0 && perMinute > 0;
  return {
    campaignId: row.campaign_id,
    campaignTitle: row.title,
    startedAt: new Date(row.started),
    windowEndsAt: new Date(row.window_ends),
    charged: row.charged,
    toDo,
    retrying: row.retrying,
    waitingForDonor: row.waiting_for_donor,
    waitingForBank: row.waiting_for_bank,
    failed: row.failed,
    pendingCents: BigInt(row.pending),
    perMinute,
    expectedEndAt: isMoving ? new Date(new Date(row.now).getTime() + Math.ceil((toDo / perMinute) * 60_000)) : null,
  };
}
