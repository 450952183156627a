import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { reviewReceipt } from "./review-receipt.ts";

/**
 * Finds in the database every gift whose receipt may not be what it should: due and not issued, or issued over another
 * amount than what is left of the gift, after a refund or a dispute.
 */
export async function sweepReceipts(deps: Deps, actor: Actor): Promise<void> {
  const due = await deps.db.execute<{ id: string }>(sql`
    select p.id from pledges p
    join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id and c.state = 'succeeded'
    left join tax_receipts r on r.fund_id = p.fund_id and r.pledge_id = p.id and r.state = 'issued'
    where p.fund_id = ${deps.fundId} and p.state = 'captured'
      and case when r.id is null
        then p.returned_gift_cents < p.amount_cents and p.disputed_cents = 0
          and exists (select from receipt_identities i where i.fund_id = p.fund_id and i.pledge_id = p.id)
        else p.disputed_cents > 0 or r.amount_cents <> p.amount_cents - p.returned_gift_cents end
    order by p.id`);
  await forEachLogged(deps, "review-receipt", due, async ({ id }) => void (await reviewReceipt(deps, actor, id)));
}
