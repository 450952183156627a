import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Booking, type Movement, type Tie, tieMovements } from "../domain/reconciliation.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { closeDifferences } from "./close-differences.ts";
import { GRACE } from "./grace.ts";
import { noteDifference } from "./note-difference.ts";
import { openEntries } from "./open-entries.ts";

const BATCH = 200;
const KIND = "stripe-transaction";

export type TieCounts = { readonly tied: number; readonly differing: number; readonly closed: number };

type Row = Movement & { readonly occurredAt: Date };
type Place = { readonly occurredAt: string; readonly id: string };

/**
 * Ties every line of Stripe's statement that has no entry yet (R1): posts its fee, books what only the statement
 * knows, opens a difference for what does not tie and closes it once it does (R2).
 */
export async function tieTransactions(deps: Deps, actor: Actor): Promise<TieCounts> {
  const counts = { tied: 0, differing: 0, closed: 0 };
  let after: Place | undefined = { occurredAt: "-infinity", id: "" };
  while (after !== undefined) {
    const from: Place = after;
    const batch = await inTransaction(deps.db, (tx) => tieBatch(tx, deps, actor, from));
    counts.tied += batch.tied;
    counts.differing += batch.differing;
    counts.closed += batch.closed;
    after = batch.next;
  }
  return counts;
}

async function tieBatch(tx: Transaction, deps: Deps, actor: Actor, after: Place) {
  const { movements, next } = await lockMovements(tx, deps.fundId, after);
  const entries = await openEntries(tx, deps.fundId, KIND, movements);
  const reconciled: { id: string; entryId: string | null }[] = [];
  const ties: { subject: string; entryId: string }[] = [];
  let differing = 0;
  for (const { movement, tie } of tieMovements(movements, entries)) {
    const outcome = await settle(tx, deps, actor, movement as Row, tie);
    if (outcome.differs) differing += 1;
    if (outcome.reconciled) reconciled.push({ id: movement.id, entryId: outcome.entryId });
    if (outcome.entryId !== null && !outcome.differs) {
      ties.push({ subject: `txn:${movement.id}`, entryId: outcome.entryId });
    }
  }
  await markReconciled(tx, deps.fundId, reconciled);
  const closed = await closeDifferences(tx, deps.fundId, actor, KIND, ties);
  return { tied: reconciled.length, differing, closed, next };
}

type Settled = { readonly reconciled: boolean; readonly differs: boolean; readonly entryId: string | null };

async function settle(tx: Transaction, deps: Deps, actor: Actor, movement: Row, tie: Tie): Promise<Settled> {
  const post = async (booking: Booking) => {
    const { entryId } = await postEntry(tx, deps.fundId, actor, { ...booking, occurredAt: movement.occurredAt });
    return entryId;
  };
  const note = (proposedCause: string, amountCents: bigint) =>
    noteDifference(tx, deps.fundId, actor, { kind: KIND, subject: `txn:${movement.id}`, amountCents, proposedCause });
  switch (tie.kind) {
    case "waiting":
      return { reconciled: false, differs: false, entryId: null };
    case "nothing":
      return { reconciled: true, differs: false, entryId: null };
    case "differs":
      await note(tie.cause, tie.amountCents);
      return { reconciled: false, differs: true, entryId: null };
    case "tied":
      if (tie.fee !== undefined) await post(tie.fee);
      return { reconciled: true, differs: false, entryId: tie.entryId };
    case "booked": {
      const entryId = await post(tie.entry);
      if (tie.alarm !== undefined) await note(tie.alarm, movement.amountCents - movement.feeCents);
      return { reconciled: true, differs: tie.alarm !== undefined, entryId };
    }
  }
}

async function lockMovements(tx: Transaction, fundId: string, after: Place) {
  const rows = await tx.execute<{
    id: string;
    category: string;
    amount: string;
    fee: string;
    source_id: string | null;
    overdue: boolean;
    occurred_at: string;
  }>(sql`
    select id, reporting_category as category, amount_cents as amount, fee_cents as fee, source_id,
      imported_at < fund_now() - ${GRACE}::interval as overdue,
      to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at
    from balance_transactions
    where fund_id = ${fundId} and reconciled_at is null
      and (occurred_at, id) > (${after.occurredAt}::timestamptz, ${after.id})
    order by occurred_at, id limit ${BATCH} for update`);
  const movements: readonly Row[] = rows.map((row) => ({
    id: row.id,
    category: row.category,
    amountCents: BigInt(row.amount),
    feeCents: BigInt(row.fee),
    sourceId: row.source_id ?? undefined,
    overdue: row.overdue,
    occurredAt: new Date(row.occurred_at),
  }));
  const last = rows.at(-1);
  const next = rows.length < BATCH || last === undefined ? undefined : { occurredAt: last.occurred_at, id: last.id };
  return { movements, next };
}

async function markReconciled(
  tx: Transaction,
  fundId: string,
  rows: readonly { readonly id: string; readonly entryId: string | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  const ties = sql.join(
    rows.map(({ id, entryId }) => sql`(${id}, ${entryId}::uuid)`),
    sql`, `,
  );
  await tx.execute(sql`
    update balance_transactions b set reconciled_at = fund_now(), entry_id = tie.entry_id
    from (values ${ties}) as tie(id, entry_id)
    where b.fund_id = ${fundId} and b.id = tie.id`);
}
