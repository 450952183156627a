import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { stripePayouts } from "../db/schema/payments.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { GatewayBalanceTransaction, GatewayPayout } from "../payments/gateway.ts";
import { storeBalanceTransactions } from "./import-balance-transactions.ts";
import { openDifference } from "./open-difference.ts";

/**
 * Reads a payout again at Stripe and keeps what it is (S2). Once Stripe can say which movements it is made of, their
 * sum must be its amount (R1). Its entries are made from Stripe's statement, by the reconciliation.
 */
export async function recordPayout(deps: Deps, actor: Actor, payoutId: string): Promise<void> {
  const payout = await deps.gateway.findPayout(payoutId);
  if (payout.amountCents === 0n) return;
  const items = payout.itemised ? await itemsOf(deps, payoutId) : undefined;
  await inTransaction(deps.db, async (tx) => {
    await keepState(tx, deps, actor, payout);
    if (items === undefined) return;
    await storeBalanceTransactions(tx, deps.fundId, items, payoutId);
    await compareItems(tx, deps, actor, payout, items);
  });
}

async function itemsOf(deps: Deps, payoutId: string): Promise<readonly GatewayBalanceTransaction[]> {
  const items: GatewayBalanceTransaction[] = [];
  for await (const item of deps.gateway.listPayoutTransactions(payoutId)) items.push(item);
  return items;
}

const RANKS: Readonly<Record<string, number>> = { pending: 0, in_transit: 1, paid: 2, failed: 3, canceled: 3 };
const rankOf = (state: string) => RANKS[state] ?? 0;

async function keepState(tx: Transaction, deps: Deps, actor: Actor, payout: GatewayPayout): Promise<void> {
  const { id, amountCents, state, arrivesAt } = payout;
  await tx
    .insert(stripePayouts)
    .values({ fundId: deps.fundId, id, amountCents, state: "new", arrivesAt })
    .onConflictDoNothing();
  const [known] = await tx.select().from(stripePayouts).where(isPayout(deps, id)).for("no key update");
  if (known === undefined || known.state === state) return;
  if (known.state !== "new" && rankOf(state) <= rankOf(known.state)) return;
  await tx.update(stripePayouts).set({ state, arrivesAt }).where(isPayout(deps, id));
  await recordAudit(tx, actor, { action: `payout.${state}`, subject: ["payout", id], change: { from: known.state } });
}

async function compareItems(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  payout: GatewayPayout,
  items: readonly GatewayBalanceTransaction[],
): Promise<void> {
  const itemsCents = items.filter((item) => item.sourceId !== payout.id).reduce((sum, item) => sum + item.netCents, 0n);
  if (itemsCents === payout.amountCents) {
    await tx.update(stripePayouts).set({ reconciled: true }).where(isPayout(deps, payout.id));
    return;
  }
  await openDifference(tx, deps.fundId, actor, {
    kind: "stripe-payout",
    subject: `payout:${payout.id}`,
    amountCents: payout.amountCents - itemsCents,
    proposedCause: "payout-items-differ",
  });
}

const isPayout = (deps: Deps, id: string) => and(eq(stripePayouts.fundId, deps.fundId), eq(stripePayouts.id, id));
