import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Booking, type Movement, type Tie, tieMovements } from "../domain/reconciliation.ts";
import { postEntries } from "../ledger/post-entries.ts";
import type { Entry } from "../ledger/post-entry.ts";
import { closeDifferences } from "./close-differences.ts";
import { GRACE } from "./grace.ts";
import { noteDifferences } from "./note-difference.ts";
import type { Difference } from "./open-difference.ts";
import { openEntries } from "./open-entries.ts";

/** Few enough that a capture waiting for the account `stripe` waits for a moment only. */
const BATCH = 1_000;
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

/** Reads the lines, ties them, and writes all that follows by a handful of statements. */
async function tieBatch(tx: Transaction, deps: Deps, actor: Actor, after: Place) {
  const { movements, next } = await lockMovements(tx, deps.fundId, after);
  const entries = await openEntries(tx, deps.fundId, KIND, movements);
  const settled = tieMovements(movements, entries).map(({ movement, tie }) => settle(movement as Row, tie));
  await noteDifferences(tx, deps.fundId, actor, definedOf(settled.map(({ difference }) => difference)));
  const posted = await postEntries(tx, deps.fundId, actor, definedOf(settled.map(({ entry }) => entry)));
  const tied = settled
    .filter(({ isReconciled }) => isReconciled)
    .map(({ id, ties, entry, difference }) => {
      const entryId = ties === "own" ? posted.get(entry?.key ?? "")?.entryId : ties;
      return { id, entryId: entryId ?? null, differs: difference !== undefined };
    });
  await markReconciled(tx, deps.fundId, tied);
  const closing = tied.flatMap(({ id, entryId, differs }) =>
    entryId === null || differs ? [] : [{ subject: `txn:${id}`, entryId }],
  );
  const closed = await closeDifferences(tx, deps.fundId, actor, KIND, closing);
  return { tied: tied.length, differing: settled.filter((one) => one.difference !== undefined).length, closed, next };
}

const definedOf = <T>(items: readonly (T | undefined)[]): T[] => items.filter((item) => item !== undefined);

/** What is to be written for one line: `ties` with an entry that stands, with its `own`, or with none. */
type Settled = {
  readonly id: string;
  readonly isReconciled: boolean;
  readonly ties: string | "own" | undefined;
  readonly entry: Entry | undefined;
  readonly difference: Difference | undefined;
};

function settle(movement: Row, tie: Tie): Settled {
  const { id, occurredAt } = movement;
  const nothing = { id, isReconciled: false, ties: undefined, entry: undefined, difference: undefined };
  const dated = (booking: Booking): Entry => ({ ...booking, occurredAt });
  const differing = (proposedCause: string, amountCents: bigint): Difference => ({
    kind: KIND,
    subject: `txn:${id}`,
    amountCents,
    proposedCause,
  });
  switch (tie.kind) {
    case "waiting":
      return nothing;
    case "nothing":
      return { ...nothing, isReconciled: true };
    case "differs":
      return { ...nothing, difference: differing(tie.cause, tie.amountCents) };
    case "tied":
      return { ...nothing, isReconciled: true, ties: tie.entryId, entry: tie.fee && dated(tie.fee) };
    case "booked": {
      const net = movement.amountCents - movement.feeCents;
      const difference = tie.alarm && differing(tie.alarm, net);
      return { id, isReconciled: true, ties: "own", entry: dated(tie.entry), difference };
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
    at: string;
  }>(sql`
    select id, reporting_category as category, amount_cents as amount, fee_cents as fee, source_id,
      imported_at < fund_now() - ${GRACE}::interval as overdue,
      to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
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
    occurredAt: new Date(row.at),
  }));
  const last = rows.at(-1);
  const next = rows.length < BATCH || last === undefined ? undefined : { occurredAt: last.at, id: last.id };
  return { movements, next };
}

async function markReconciled(
  tx: Transaction,
  fundId: string,
  rows: readonly { readonly id: string; readonly entryId: string | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update balance_transactions b set reconciled_at = fund_now(), entry_id = tie."entryId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as tie(id text, "entryId" uuid)
    where b.fund_id = ${fundId} and b.id = tie.id`);
}
