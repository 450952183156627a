import { sql } from "drizzle-orm";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { enqueue } from "../jobs/outbox.ts";
import { storeEvents } from "../payments/receive-webhook.ts";
import { back, isDueHourly, later, readCursor, saveCursor } from "./cursors.ts";
import { importStatement } from "./import-statement.ts";
import { inBatches } from "./in-batches.ts";
import { recordPayout } from "./record-payout.ts";

const EVENTS_OVERLAP_MS = 3_600_000;
/** Source of hints that come from Stripe's statement. */
const STATEMENT = "stripe-statement";

export type StripeSweep = {
  /** Events whose webhook never arrived. */
  readonly healed: number;
  /** Events that arrived and were not applied, sent to the queue again. */
  readonly recovered: number;
  /** Lines of the statement whose object nobody had heard of, sent to be read. */
  readonly unheard: number;
  readonly transactions: number;
  readonly payouts: number;
};

/** Heals what never arrived or was never applied (S3). Running it again changes nothing. */
export async function sweepStripe(deps: Deps, actor: Actor): Promise<StripeSweep> {
  const healed = await importEvents(deps);
  const recovered = await recoverEvents(deps);
  const transactions = await importStatement(deps);
  const unheard = await hearMovements(deps);
  const differing = `stripe-payouts-differing:${deps.fundId}`;
  const isDue = await isDueHourly(deps.db, differing);
  const payouts = await payoutsToRead(deps, isDue);
  for (const payoutId of payouts) await recordPayout(deps, actor, payoutId);
  if (isDue) await saveCursor(deps.db, differing, undefined);
  return { healed, recovered, unheard, transactions, payouts: payouts.length };
}

async function importEvents(deps: Deps): Promise<number> {
  const cursor = `stripe-events:${deps.fundId}`;
  const known = await readCursor(deps.db, cursor);
  let newest = known;
  let healed = 0;
  for await (const events of inBatches(deps.gateway.listEvents(back(known, EVENTS_OVERLAP_MS)), 100)) {
    healed += await inTransaction(deps.db, (tx) => storeEvents(tx, deps.fundId, events));
    newest = events.reduce((latest: Date | undefined, event) => later(latest, event.createdAt), newest);
  }
  await saveCursor(deps.db, cursor, newest);
  return healed;
}

/** What the queue gave up on is tried again for ever, the least tried first; each try makes the next wait longer. */
const recoverEvents = (deps: Deps): Promise<number> =>
  inTransaction(deps.db, async (tx) => {
    const events = await tx.execute<{ source: string; eventId: string }>(sql`
      select source, event_id as "eventId" from stripe_events
      where fund_id = ${deps.fundId} and applied_at is null
        and received_at < fund_now() - interval '5 minutes' * (attempts + 1)
      order by attempts, received_at limit 500`);
    for (const { source, eventId } of events) await enqueue(tx, "apply-stripe-event", { source, eventId });
    return events.length;
  });

/**
 * Stripe may fail to make an event at all. A line that still ties with nothing is as good a hint as one: its object is
 * read again, once (S2, S3); what then still lacks an entry becomes a difference.
 */
const hearMovements = (deps: Deps): Promise<number> =>
  inTransaction(deps.db, async (tx) => {
    const lines = await tx.execute<{ id: string; category: string; kind: string; source: string; at: string }>(sql`
      select b.id, b.reporting_category as category, b.source_id as source, b.occurred_at::text as at,
        case when b.reporting_category like '%refund%' then 'refund'
          when b.reporting_category like 'dispute%' then 'dispute' else 'charge' end as kind
      from balance_transactions b
      where b.fund_id = ${deps.fundId} and b.reconciled_at is null and b.source_id is not null
        and b.reporting_category in ('charge', 'charge_failure', 'refund', 'refund_failure', 'dispute', 'dispute_reversal')
        and b.imported_at < fund_now() - interval '2 minutes'
        and not exists (select from stripe_events e
          where e.fund_id = b.fund_id and e.source = ${STATEMENT} and e.event_id = b.id)
      order by b.occurred_at, b.id limit 200`);
    const hints = lines.map(({ id, category, kind, source, at }) => ({
      id,
      type: `statement.${category}`,
      objectKind: kind,
      objectId: source,
      apiVersion: undefined,
      createdAt: new Date(at),
    }));
    return storeEvents(tx, deps.fundId, hints, STATEMENT);
  });

/**
 * Payouts whose own record is missing, behind, or not yet taken apart into its movements; with `differing`, also those
 * whose movements differed and that nobody answered for yet: listing them takes many calls.
 */
async function payoutsToRead(deps: Deps, differing: boolean): Promise<readonly string[]> {
  const rows = await deps.db.execute<{ id: string }>(sql`
    select b.source_id as id from balance_transactions b
    left join stripe_payouts p on p.fund_id = b.fund_id and p.id = b.source_id
    where b.fund_id = ${deps.fundId} and b.reporting_category in ('payout', 'payout_reversal')
      and b.source_id like 'po%'
      and (p.id is null or p.state in ('new', 'pending', 'in_transit')
        or (b.reporting_category = 'payout_reversal' and p.state = 'paid'))
    union
    select p.id from stripe_payouts p
    where p.fund_id = ${deps.fundId} and p.state = 'paid' and p.automatic and not p.reconciled
      and exists (select from balance_transactions b where b.fund_id = p.fund_id and b.source_id = p.id
        and b.reporting_category = 'payout')
      and not exists (select from differences d
        where d.fund_id = p.fund_id and d.kind = 'stripe-payout' and d.subject = 'payout:' || p.id
          and (d.state = 'closed' or not ${differing}))
    limit 100`);
  return rows.map((row) => row.id);
}
