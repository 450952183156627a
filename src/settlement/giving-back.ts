import { type SQL, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { mustFollow } from "./may-follow.ts";

/** How far a campaign that failed or was cancelled is with letting its donors go (P4, P11). */
export type GivingBack = {
  readonly campaignId: string;
  readonly campaignTitle: string;
  /** Pledges that were never charged and are still to be ended. */
  readonly toEnd: number;
  /** Charged gifts whose refund is not asked for yet. */
  readonly toRefund: number;
  /** Refunds on their way, and refunds that failed and wait for a person (F5). */
  readonly underWay: number;
  readonly failed: number;
  /** Gifts that a dispute freezes until it ends (F4). */
  readonly disputed: number;
  /** Gifts that are back whole, and every cent that is back. */
  readonly returned: number;
  readonly returnedCents: bigint;
};

/** Campaigns that still owe their donors something, for staff; those with most to do first. */
export async function listGivingBack(deps: Deps, actor: Actor): Promise<readonly GivingBack[]> {
  if (!permits(actor, "books.read")) throw notFound();
  return (await select(deps, sql`true`)).filter(isUnfinished);
}

/** The same of one campaign, for its holder and staff; undefined where it gives nothing back. */
export async function readGivingBack(deps: Deps, actor: Actor, campaignId: string): Promise<GivingBack | undefined> {
  await mustFollow(deps, actor, campaignId);
  const [found] = await select(deps, sql`c.id = ${campaignId}`);
  return found !== undefined && (isUnfinished(found) || found.returned > 0) ? found : undefined;
}

const isUnfinished = ({ toEnd, toRefund, underWay, failed, disputed }: GivingBack): boolean =>
  toEnd + toRefund + underWay + failed + disputed > 0;

type Row = Record<"to_end" | "to_refund" | "under_way" | "failed" | "disputed" | "returned", number> &
  Record<"id" | "title" | "returned_cents", string>;

async function select({ db, fundId }: Deps, which: SQL): Promise<readonly GivingBack[]> {
  const rows = await db.execute<Row>(sql`
    select c.id, c.title, p.*
    from campaigns c
    cross join lateral (
      select count(*) filter (where p.state in ('draft', 'authorised', 'charging', 'action_required'))::int as to_end,
        count(*) filter (where p.state = 'captured' and p.disputed_cents = 0
          and p.returned_cents < p.captured_cents)::int as to_refund,
        coalesce(sum(r.under_way), 0)::int as under_way,
        coalesce(sum(r.failed), 0)::int as failed,
        count(*) filter (where p.disputed_cents > 0)::int as disputed,
        count(*) filter (where p.state = 'captured' and p.returned_cents = p.captured_cents
          and coalesce(r.elsewhere_cents, 0) = 0)::int as returned,
        coalesce(sum(p.returned_cents - coalesce(r.elsewhere_cents, 0)) filter (where p.state = 'captured'), 0)::text
          as returned_cents
      from pledges p
      left join lateral (
        select count(*) filter (where state in ('requested', 'pending')) as under_way,
          count(*) filter (where state = 'failed') as failed,
          sum(amount_cents) filter (where state <> 'succeeded') as elsewhere_cents
        from refunds where fund_id = p.fund_id and pledge_id = p.id and p.state = 'captured') r on true
      where p.fund_id = c.fund_id and p.campaign_id = c.id) p
    where c.fund_id = ${fundId} and c.state in ('failed', 'cancelled') and ${which}
    order by p.to_end + p.to_refund + p.under_way desc, c.id`);
  return rows.map((row) => ({
    campaignId: row.id,
    campaignTitle: row.title,
    toEnd: row.to_end,
    toRefund: row.to_refund,
    underWay: row.under_way,
    failed: row.failed,
    disputed: row.disputed,
    returned: row.returned,
    returnedCents: BigInt(row.returned_cents),
  }));
}
