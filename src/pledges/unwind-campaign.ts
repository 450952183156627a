import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { unwindPledge } from "./unwind-pledge.ts";

const BATCH = 100;

type Some = { readonly campaignId?: string; readonly after?: string | undefined; readonly most: number };

/**
 * Pledges left over by a campaign that is over for them, in the order of their ids: what is not captured of one that
 * ended, what is captured of one that failed or was cancelled, open checkouts of one that was suspended. A disputed
 * gift waits for its dispute to end (F4).
 */
export async function findLeftovers(
  reader: Reader,
  fundId: string,
  { campaignId, after, most }: Some,
): Promise<readonly { readonly id: string }[]> {
  const isOne = campaignId !== undefined;
  return reader.execute<{ id: string }>(sql`
    select p.id from pledges p join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id
    where p.fund_id = ${fundId}
      and ${isOne ? sql`p.campaign_id = ${campaignId}` : sql`true`}
      and ${after === undefined ? sql`true` : sql`p.id > ${after}`}
      and ((p.state in ('authorised', 'charging', 'action_required') and c.state in ('succeeded', 'failed', 'cancelled'))
        or (p.state = 'draft' and c.state in ('suspended', 'cancelled') and (${isOne} or p.held_reason is null))
        or (p.state = 'captured' and c.state in ('failed', 'cancelled') and p.returned_cents < p.captured_cents
          and p.disputed_cents = 0))
    order by ${isOne ? sql`p.id` : sql`random()`} limit ${most}`);
}

/**
 * Undoes the leftovers of a campaign a batch at a time (P4, P11): what each causes at Stripe stands in the queue before
 * the next batch, so that nothing else waits behind a hundred thousand refunds. It may be killed and repeated anywhere.
 */
export async function unwindCampaign(
  deps: Deps,
  actor: Actor,
  { campaignId, after }: { readonly campaignId: string; readonly after?: string | undefined },
): Promise<void> {
  const left = await findLeftovers(deps.db, deps.fundId, { campaignId, after, most: BATCH });
  await forEachLogged(deps, "unwind-pledge", left, ({ id }) => unwindPledge(deps, actor, id));
  const last = left.at(-1);
  if (last === undefined || left.length < BATCH) return;
  await inTransaction(deps.db, (tx) => enqueue(tx, "unwind-campaign", { campaignId, after: last.id }));
}
