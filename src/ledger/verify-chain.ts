import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { GENESIS, sealHash } from "./seal-hash.ts";
import { type SealWithEntry, sealsAfter } from "./sealed-entries.ts";

export type ChainVerdict = {
  readonly seals: number;
  /** The last hash that holds; public, so that nobody can quietly begin another chain. */
  readonly head: string;
  /** The first number that does not follow from the ones before; undefined where the whole chain holds. */
  readonly brokenAt: number | undefined;
  /** The seal whose hash was noted elsewhere; undefined where the chain ends before it, or is another. */
  readonly notedAt: number | undefined;
};

/**
 * Follows a chain from its beginning, wherever its entries come from: the database or an export (L5). Entries cut off
 * its end leave a whole chain: only a head noted elsewhere, which it must still contain, gives them away.
 */
export async function verifyChain(
  entries: AsyncIterable<SealWithEntry>,
  notedHead: string | undefined = undefined,
): Promise<ChainVerdict> {
  let seals = 0;
  let head = GENESIS;
  let notedAt: number | undefined;
  for await (const entry of entries) {
    const expected = sealHash(head, seals + 1, entry);
    if (entry.sequence !== seals + 1 || entry.hash !== expected) return { seals, head, brokenAt: seals + 1, notedAt };
    seals += 1;
    head = expected;
    if (head === notedHead) notedAt = seals;
  }
  return { seals, head, brokenAt: undefined, notedAt };
}

const BATCH = 1_000;

/** The stored chain with its entries as they stand now, a batch at a time. */
export async function* storedChain(reader: Reader, fundId: string): AsyncGenerator<SealWithEntry> {
  for (let after = 0; ; ) {
    const batch = await sealsAfter(reader, fundId, after, BATCH);
    yield* batch;
    const last = batch.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

/** Entries that have waited for a seal for more than a quarter of an hour: the sealing job does not run. */
export async function countUnsealed(reader: Reader, fundId: string): Promise<number> {
  const [row] = await reader.execute<{ count: string }>(sql`
    select count(*) as count from journal_entries e
    where e.fund_id = ${fundId} and e.recorded_at < fund_now() - interval '15 minutes'
      and not exists (select from journal_seals s where s.fund_id = e.fund_id and s.entry_id = e.id)`);
  return Number(row?.count ?? 0);
}
