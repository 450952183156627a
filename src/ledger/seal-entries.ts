import { sql } from "drizzle-orm";
import { journalSeals } from "../db/schema/ledger.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { GENESIS, sealHash } from "./seal-hash.ts";
import { sealHead, unsealedEntries } from "./sealed-entries.ts";

const BATCH = 500;

/**
 * Appends every finished entry to the chain (L5), some seconds behind the postings. One process at a time; repeated,
 * raced or killed, the chain stays one. Answers how many were sealed.
 */
export async function sealEntries(deps: Pick<Deps, "db" | "fundId">): Promise<number> {
  for (let total = 0; ; ) {
    const sealed = await sealBatch(deps);
    total += sealed;
    if (sealed < BATCH) return total;
  }
}

const sealBatch = ({ db, fundId }: Pick<Deps, "db" | "fundId">): Promise<number> =>
  inTransaction(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`seals:${fundId}`}, 0))`);
    const head = await sealHead(tx, fundId);
    let { sequence, hash } = head ?? { sequence: 0, hash: GENESIS };
    const seals = (await unsealedEntries(tx, fundId, BATCH)).map((entry) => {
      sequence += 1;
      hash = sealHash(hash, sequence, entry);
      return { fundId, sequence, entryId: entry.id, hash, sealedAt: sql`fund_now()` };
    });
    if (seals.length > 0) await tx.insert(journalSeals).values(seals);
    return seals.length;
  });
