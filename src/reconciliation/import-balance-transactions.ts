import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { balanceTransactions } from "../db/schema/payments.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { GatewayBalanceTransaction } from "../payments/gateway.ts";

/** Keeps lines of Stripe's statement; one that is known already stays as it is (R3). */
export const importBalanceTransactions = (
  deps: Deps,
  transactions: readonly GatewayBalanceTransaction[],
): Promise<number> => inTransaction(deps.db, (tx) => storeBalanceTransactions(tx, deps.fundId, transactions));

/** Answers how many were new. `payoutId` is noted on new and known ones. */
export async function storeBalanceTransactions(
  tx: Transaction,
  fundId: string,
  transactions: readonly GatewayBalanceTransaction[],
  payoutId?: string,
): Promise<number> {
  if (transactions.length === 0) return 0;
  const rows = transactions
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((transaction) => ({
      fundId,
      ...transaction,
      sourceId: transaction.sourceId ?? null,
      payoutId: payoutId ?? null,
      importedAt: sql`fund_now()`,
    }));
  const stored = await tx
    .insert(balanceTransactions)
    .values(rows)
    .onConflictDoUpdate({
      target: [balanceTransactions.fundId, balanceTransactions.id],
      set: {
        payoutId: sql`coalesce(excluded.payout_id, ${balanceTransactions.payoutId})`,
        availableAt: sql`excluded.available_at`,
      },
      setWhere: sql`${balanceTransactions.availableAt} <> excluded.available_at or ${balanceTransactions.payoutId} is distinct from coalesce(excluded.payout_id, ${balanceTransactions.payoutId})`,
    })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return stored.filter((row) => row.isNew).length;
}
