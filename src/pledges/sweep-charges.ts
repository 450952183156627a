import { sql } from "drizzle-orm";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { recoverOwed } from "../refunds/recover-owed.ts";
import { sendRefund } from "../refunds/send-refund.ts";
import { chargePledge } from "./charge-pledge.ts";
import { forgetMethod } from "./forget-method.ts";
import { syncPayment } from "./sync-payment.ts";
import { findLeftovers } from "./unwind-campaign.ts";
import { unwindPledge } from "./unwind-pledge.ts";
import { voidPledge } from "./void-pledge.ts";

/** Taken at random, so that items which fail again and again never keep the others from their turn. */
const MOST_A_SWEEP = 200;
/** Younger work is left to its own job, which is most likely under way. */
const GRACE = sql`interval '1 minute'`;

/**
 * Drives charges, refunds and undoing from the database, so that a job that failed for good, was lost or killed is
 * never the end of the matter (S1, P4).
 */
export async function sweepCharges(deps: Deps, actor: Actor): Promise<void> {
  const found = async (query: ReturnType<typeof sql>) =>
    (await deps.db.execute<{ id: string }>(query)).map(({ id }) => ({ id }));

  const stalled = await found(sql`
    select c.id from settlements s join campaigns c on c.fund_id = s.fund_id and c.id = s.campaign_id
    where s.fund_id = ${deps.fundId} and c.state = 'settling' and s.assessed_at is not null
      and coalesce(s.charged_at, s.assessed_at) <= fund_now() - ${GRACE}
      and exists (select from pledges p where p.fund_id = s.fund_id and p.campaign_id = s.campaign_id
        and p.held_reason is null
        and (p.state = 'authorised' or (p.state = 'charging' and p.next_charge_at <= fund_now())))`);
  await forEachLogged(deps, "charge-campaign", stalled, ({ id }) =>
    inTransaction(deps.db, (tx) => enqueue(tx, "charge-campaign", { campaignId: id })),
  );

  const unanswered = await found(sql`
    select p.id from charge_attempts a
    join pledges p on p.fund_id = a.fund_id and p.id = a.pledge_id
    join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id
    where a.fund_id = ${deps.fundId} and a.state = 'started' and a.started_at <= fund_now() - ${GRACE}
      and p.state = 'charging' and p.held_reason is null and c.state = 'settling'
    order by random() limit ${MOST_A_SWEEP}`);
  await forEachLogged(deps, "charge-pledge", unanswered, ({ id }) => chargePledge(deps, actor, id));

  const unheard = await found(sql`
    select p.payment_intent_id as id from pledges p
    where p.fund_id = ${deps.fundId} and p.state in ('charging', 'action_required') and p.payment_intent_id is not null
      and p.next_charge_at is null and p.held_reason is null
      and not exists (
        select from charge_attempts a where a.fund_id = p.fund_id and a.pledge_id = p.id
          and coalesce(a.ended_at, a.started_at) > fund_now() - ${GRACE})
    order by random() limit ${MOST_A_SWEEP}`);
  await forEachLogged(deps, "sync-payment", unheard, ({ id }) => syncPayment(deps, actor, id));

  const toUnwind = await findLeftovers(deps.db, deps.fundId, { most: MOST_A_SWEEP });
  await forEachLogged(deps, "unwind-pledge", toUnwind, ({ id }) => unwindPledge(deps, actor, id));

  const toVoid = await found(sql`
    select id from pledges
    where fund_id = ${deps.fundId} and ended_at <= fund_now() - interval '10 minutes' and voided_at is null
    order by random() limit ${MOST_A_SWEEP}`);
  await forEachLogged(deps, "void-pledge", toVoid, ({ id }) => voidPledge(deps, actor, id));

  const toForget = await found(sql`
    select id from method_changes
    where fund_id = ${deps.fundId} and ended_at <= fund_now() - ${GRACE} and forgotten_at is null
    order by random() limit ${MOST_A_SWEEP}`);
  await forEachLogged(deps, "forget-method", toForget, ({ id }) => forgetMethod(deps, id));

  const toRefund = await found(sql`
    select id from refunds
    where fund_id = ${deps.fundId} and state in ('requested', 'pending') and created_at <= fund_now() - ${GRACE}
    order by random() limit ${MOST_A_SWEEP}`);
  await forEachLogged(deps, "send-refund", toRefund, ({ id }) => sendRefund(deps, actor, id));
  await recoverOwed(deps, actor);
}
