import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { type Actor, actorReference } from "../domain/actor.ts";
import { consolidate, isBalanced } from "../domain/ledger.ts";
import { InvariantViolation } from "../errors.ts";
import type { Entry, PostedEntry } from "./post-entry.ts";

/**
 * Posts many entries in one statement under the rules of `postEntry`; each account they move is touched once. Answers
 * what became of each by its key. Corrections are posted one by one.
 */
export async function postEntries(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  entries: readonly Omit<Entry, "correction">[],
): Promise<ReadonlyMap<string, PostedEntry>> {
  if (entries.length === 0) return new Map();
  const given = entries.map((entry) => {
    const postings = consolidate(entry.postings);
    if (!isBalanced(postings)) throw new InvariantViolation(`entry ${entry.key} does not balance`);
    const lines = postings.map((line) => ({ account: line.account, amount: line.amountCents.toString() }));
    const { key, kind, source } = entry;
    return { id: uuidv7(), key, kind, source, occurred_at: entry.occurredAt.toISOString(), postings: lines };
  });
  const rows = await tx.execute<{ entry_key: string; entry_id: string; posted: boolean }>(
    sql`select * from post_entries(${fundId}, ${actorReference(actor)}, ${JSON.stringify(given)}::text::jsonb)`,
  );
  return new Map(rows.map((row) => [row.entry_key, { entryId: row.entry_id, posted: row.posted }]));
}
