import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { actorReference } from "../domain/actor.ts";
import { consolidate, isBalanced, type Posting } from "../domain/ledger.ts";
import { InvariantViolation } from "../errors.ts";

/** Who is answerable for an entry: whoever acts, or the person who proposed it. */
type Author = Parameters<typeof actorReference>[0];

export type Entry = {
  /** Business key, unique in the fund: `charge:ch_123:captured` (L2). */
  readonly key: string;
  readonly kind: string;
  readonly occurredAt: Date;
  /** What it comes from, e.g. `stripe:ch_123` or `statement:<id>`. */
  readonly source: string;
  readonly postings: readonly Posting[];
  /** A correction names what it reverses, why, and a second person (L4). */
  readonly correction?: { readonly reversesId: string; readonly reason: string; readonly approvedBy: Author };
};

export type PostedEntry = { readonly entryId: string; readonly posted: boolean };

/**
 * The only way into the journal (L6). Posting the same key with the same lines again changes nothing and
 * answers `posted: false`; the same key with other lines is refused. Balances move in the same statement, and
 * an account that may not go below zero refuses the whole transaction.
 */
export async function postEntry(tx: Transaction, fundId: string, actor: Author, entry: Entry): Promise<PostedEntry> {
  const postings = consolidate(entry.postings);
  if (!isBalanced(postings)) throw new InvariantViolation(`entry ${entry.key} does not balance`);
  const lines = JSON.stringify(postings.map((p) => ({ account: p.account, amount: p.amountCents.toString() })));
  const { correction } = entry;
  const [row] = await tx.execute<{ entry_id: string; posted: boolean }>(sql`
    select entry_id, posted from post_entry(
      ${fundId}, ${uuidv7()}, ${entry.key}, ${entry.kind}, ${entry.occurredAt.toISOString()}::timestamptz,
      ${actorReference(actor)}, ${entry.source}, ${lines}::text::jsonb,
      ${correction?.reversesId ?? null}, ${correction?.reason ?? null},
      ${correction === undefined ? null : actorReference(correction.approvedBy)})`);
  if (row === undefined) throw new InvariantViolation(`entry ${entry.key} was not answered`);
  return { entryId: row.entry_id, posted: row.posted };
}
