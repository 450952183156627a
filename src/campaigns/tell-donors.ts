import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { enqueue } from "../jobs/outbox.ts";

/**
 * One letter to each firm pledge made before a change of its campaign (P10), once. Called with the change, and by a
 * sweep for those who were still at the checkout then.
 */
export async function tellDonors(tx: Transaction, fundId: string): Promise<number> {
  const told = await tx.execute<{ change_id: string; pledge_id: string }>(sql`
    insert into change_notices (fund_id, change_id, pledge_id, created_at)
    select c.fund_id, c.id, p.id, fund_now()
    from campaign_changes c
    join pledges p on p.fund_id = c.fund_id and p.campaign_id = c.campaign_id and p.created_at <= c.changed_at
    where c.fund_id = ${fundId} and c.leave_until > fund_now()
      and p.state in ('authorised', 'charging', 'action_required', 'captured')
      and not exists (select from change_notices n
        where n.fund_id = c.fund_id and n.change_id = c.id and n.pledge_id = p.id)
    on conflict do nothing
    returning change_id, pledge_id`);
  for (const { change_id, pledge_id } of told)
    await enqueue(tx, "send-mail", { template: "campaign-changed", subjectId: `${change_id}/${pledge_id}` });
  return told.length;
}

export const sweepChangeNotices = (deps: Deps): Promise<number> =>
  inTransaction(deps.db, (tx) => tellDonors(tx, deps.fundId));
