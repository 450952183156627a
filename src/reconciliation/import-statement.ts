import type { Deps } from "../deps.ts";
import { back, isDueHourly, later, readCursor, saveCursor } from "./cursors.ts";
import { importBalanceTransactions } from "./import-balance-transactions.ts";
import { inBatches } from "./in-batches.ts";

const BATCH = 1_000;
const OVERLAP_MS = 15 * 60_000;
const DEEP_OVERLAP_MS = 2 * 86_400_000;

/**
 * Reads Stripe's statement from a little before where the last reading ended, by Stripe's clock, and once an hour
 * from two days before (S3). Answers how many lines were new.
 */
export async function importStatement(deps: Deps): Promise<number> {
  const cursor = `stripe-statement:${deps.fundId}`;
  const deep = `stripe-statement-deep:${deps.fundId}`;
  const isDeep = await isDueHourly(deps.db, deep);
  const known = await readCursor(deps.db, cursor);
  let newest = known;
  let stored = 0;
  const since = back(known, isDeep ? DEEP_OVERLAP_MS : OVERLAP_MS);
  for await (const transactions of inBatches(deps.gateway.listBalanceTransactions(since), BATCH)) {
    stored += await importBalanceTransactions(deps, transactions);
    newest = transactions.reduce((latest: Date | undefined, each) => later(latest, each.occurredAt), newest);
  }
  // Only now: a run that broke off must begin again where the last whole one ended.
  await saveCursor(deps.db, cursor, newest);
  if (isDeep) await saveCursor(deps.db, deep, newest);
  return stored;
}
