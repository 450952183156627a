import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type BalanceComparison, compareBalance, stripeBalance } from "./compare-balance.ts";
import { findMissingPayouts } from "./find-missing-payouts.ts";
import { findUntiedEntries } from "./find-untied-entries.ts";
import { importStatement } from "./import-statement.ts";
import { tieTransactions } from "./tie-transactions.ts";

export type StripeReconciliation = {
  /** Lines of the statement that came to tie in this run. */
  readonly tied: number;
  /** Lines that do not tie now, entries that Stripe does not know, and payouts the bank does not know. */
  readonly differing: number;
  /** Differences that closed because they tie after all. */
  readonly closed: number;
  readonly balance: BalanceComparison;
};

/**
 * Compares the ledger with Stripe's statement, both ways, and then the balances (R1). What does not tie becomes a
 * difference; what ties later closes it by naming the entry (R2). Running it again changes nothing (R3).
 */
export async function reconcileStripe(deps: Deps, actor: Actor): Promise<StripeReconciliation> {
  const before = await stripeBalance(deps);
  await importStatement(deps);
  const lines = await tieTransactions(deps, actor);
  const entries = await findUntiedEntries(deps, actor);
  const payouts = await findMissingPayouts(deps, actor);
  const balance = await compareBalance(deps, actor, before);
  return {
    tied: lines.tied,
    differing: lines.differing + entries.opened + payouts.opened,
    closed: lines.closed + entries.closed + payouts.closed,
    balance,
  };
}
