import { sql } from "drizzle-orm";
import type { Reader, Transaction } from "../db/client.ts";
import { type Account, accounts } from "../domain/ledger.ts";
import { type Cents, cents, remaining } from "../domain/money.ts";
import { balanceOf, signedBalanceOf } from "./balances.ts";

/**
 * What the reserve holds beyond what all projects owe the fund together, for which it stands (F2): what was spent of
 * it twice would be another project's money.
 */
export async function freeReserveOf(reader: Reader, fundId: string): Promise<Cents> {
  const [row] = await reader.execute<{ owed: string }>(sql`
    select coalesce(sum(debit_cents - credit_cents), 0) as owed from accounts
    where fund_id = ${fundId} and kind = 'receivable:campaign'`);
  return remaining(await balanceOf(reader, fundId, accounts.reserve), cents(BigInt(row?.owed ?? 0)));
}

/** Whoever spends of the reserve, or lets it stand for more, waits for whoever did. */
export const holdReserve = (tx: Transaction, fundId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`reserve:${fundId}`}, 0))`);

/** What may be taken from an account now, on its normal side; the reserve is held until the transaction ends. */
export async function spendableOf(tx: Transaction, fundId: string, account: Account): Promise<bigint> {
  if (account !== accounts.reserve) return signedBalanceOf(tx, fundId, account);
  await holdReserve(tx, fundId);
  return freeReserveOf(tx, fundId);
}
