import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
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
    .map((line) => ({
      id: line.id,
      type: line.type,
      category: line.reportingCategory,
      amount: line.amountCents.toString(),
      fee: line.feeCents.toString(),
      net: line.netCents.toString(),
      source: line.sourceId ?? null,
      occurred_at: line.occurredAt.toISOString(),
      available_at: line.availableAt.toISOString(),
    }));
  const stored = await tx.execute<{ isNew: boolean }>(sql`
    insert into balance_transactions as known (fund_id, id, type, reporting_category, amount_cents, fee_cents, net_cents,
      source_id, payout_id, occurred_at, available_at, imported_at)
    select ${fundId}, id, type, category, amount, fee, net, source, ${payoutId ?? null}, occurred_at, available_at, fund_now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as line(id text, type text, category text, amount bigint,
      fee bigint, net bigint, source text, occurred_at timestamptz, available_at timestamptz)
    on conflict (fund_id, id) do update
      set payout_id = coalesce(excluded.payout_id, known.payout_id), available_at = excluded.available_at
      where known.available_at <> excluded.available_at
        or known.payout_id is distinct from coalesce(excluded.payout_id, known.payout_id)
    returning xmax = 0 as "isNew"`);
  return stored.filter((row) => row.isNew).length;
}
