import { sql } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { closeDifferences } from "./close-differences.ts";
import { back, readCursor, saveCursor } from "./cursors.ts";
import { GRACE } from "./grace.ts";
import { openDifference } from "./open-difference.ts";

const KIND = "stripe-entry";
/** A transaction that recorded its entry may commit some time later. */
const COMMIT_LAG_MS = 600_000;

export const entriesCursor = (fundId: string): string => `stripe-entries:${fundId}`;

/**
 * An entry that stands for itself: no movement ties with it, it was not made from the statement (source
 * `stripe:txn_…`), and it is not one of a pair that reverse each other before either tied (L4).
 */
export const isUntied = sql`
  not exists (select from balance_transactions b where b.fund_id = e.fund_id and b.entry_id = e.id)
  and not exists (select from balance_transactions b where b.fund_id = e.fund_id and b.id = substring(e.source from 8))
  and not exists (select from journal_entries r where r.fund_id = e.fund_id and r.reverses_id = e.id)
  and not exists (
    select from journal_entries o where o.fund_id = e.fund_id and o.id = e.reverses_id
      and not exists (select from balance_transactions b where b.fund_id = o.fund_id and b.entry_id = o.id))`;

/** The entry a difference `entry:<id>` is about; other kinds have other subjects. */
export const entryIdOf = sql`case when d.kind = ${KIND} then substring(d.subject from 7)::uuid end`;

/** Entries recorded since the last run that Stripe's statement should know by now, and does not (R1). */
export async function findUntiedEntries(deps: Deps, actor: Actor): Promise<{ opened: number; closed: number }> {
  const horizon = await fundNow(deps.db);
  const since = back(await readCursor(deps.db, entriesCursor(deps.fundId)), COMMIT_LAG_MS);
  const counts = await inTransaction(deps.db, async (tx) => {
    const untied = await tx.execute<{ id: string; amount: string }>(sql`
      select e.id, sum(p.amount_cents) as amount from journal_entries e
      join postings p on p.fund_id = e.fund_id and p.entry_id = e.id and p.account = 'stripe'
      where e.fund_id = ${deps.fundId}
        and e.recorded_at >= ${since.toISOString()}::timestamptz - ${GRACE}::interval
        and e.recorded_at < ${horizon.toISOString()}::timestamptz - ${GRACE}::interval
        and ${isUntied}
      group by e.id`);
    let opened = 0;
    for (const { id, amount } of untied) {
      const difference = { subject: `entry:${id}`, amountCents: BigInt(amount), proposedCause: "transaction-missing" };
      if (await openDifference(tx, deps.fundId, actor, { kind: KIND, ...difference })) opened += 1;
    }
    const nowTied = await tx.execute<{ subject: string; entry: string }>(sql`
      select d.subject, e.id as entry from differences d
      join journal_entries e on e.fund_id = d.fund_id and e.id = ${entryIdOf}
      where d.fund_id = ${deps.fundId} and d.kind = ${KIND} and d.state in ('open', 'explained') and not (${isUntied})`);
    const ties = nowTied.map(({ subject, entry }) => ({ subject, entryId: entry }));
    return { opened, closed: await closeDifferences(tx, deps.fundId, actor, KIND, ties) };
  });
  await saveCursor(deps.db, entriesCursor(deps.fundId), horizon);
  return counts;
}
