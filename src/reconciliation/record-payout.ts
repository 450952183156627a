import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { stripePayouts } from "../db/schema/payments.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { GatewayPayout } from "../payments/gateway.ts";
import { closeDifferences } from "./close-differences.ts";
import { storeBalanceTransactions } from "./import-balance-transactions.ts";
import { inBatches } from "./in-batches.ts";
import { noteDifference } from "./note-difference.ts";

const KIND = "stripe-payout";
const BATCH = 1_000;

/**
 * Reads a payout again at Stripe and keeps what it is (S2). Once Stripe can say which movements it is made of, they
 * are exactly those kept for it, and their sum is its amount (R1). Its entries are made from Stripe's statement, by
 * the reconciliation.
 */
export async function recordPayout(deps: Deps, actor: Actor, payoutId: string): Promise<void> {
  const payout = await deps.gateway.findPayout(payoutId);
  if (payout.amountCents === 0n) return;
  await inTransaction(deps.db, (tx) => keepState(tx, deps, actor, payout));
  if (!payout.itemised) return;
  const listed = await keepItems(deps, payoutId);
  await inTransaction(deps.db, (tx) => compareItems(tx, deps, actor, payout, listed));
}

/** A payout may hold tens of thousands: they are kept as they come. Answers how many Stripe listed, itself included. */
async function keepItems(deps: Deps, payoutId: string): Promise<number> {
  let listed = 0;
  for await (const items of inBatches(deps.gateway.listPayoutTransactions(payoutId), BATCH)) {
    await inTransaction(deps.db, (tx) => storeBalanceTransactions(tx, deps.fundId, items, payoutId));
    listed += items.length;
  }
  return listed;
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
  const failureCode = payout.failureCode ?? null;
  await tx
    .update(stripePayouts)
    .set({ state, arrivesAt, failureCode, automatic: payout.automatic })
    .where(isPayout(deps, id));
  await recordAudit(tx, actor, { action: `payout.${state}`, subject: ["payout", id], change: { from: known.state } });
}

async function compareItems(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  payout: GatewayPayout,
  listed: number,
): Promise<void> {
  const [kept] = await tx.execute<{ items: number; cents: string }>(sql`
    select count(*)::int as items, coalesce(sum(net_cents) filter (where source_id is distinct from ${payout.id}), 0)::text as cents
    from balance_transactions where fund_id = ${deps.fundId} and payout_id = ${payout.id}`);
  const amountCents = payout.amountCents - BigInt(kept?.cents ?? 0);
  const subject = `payout:${payout.id}`;
  if (amountCents !== 0n || kept?.items !== listed) {
    const proposedCause = amountCents === 0n ? "payout-items-changed" : "payout-items-differ";
    await noteDifference(tx, deps.fundId, actor, { kind: KIND, subject, amountCents, proposedCause });
    return;
  }
  await tx.update(stripePayouts).set({ reconciled: true }).where(isPayout(deps, payout.id));
  const [entry] = await tx.execute<{ id: string }>(sql`
    select id from journal_entries where fund_id = ${deps.fundId} and key = ${`payout:${payout.id}:in-transit`}`);
  if (entry !== undefined) await closeDifferences(tx, deps.fundId, actor, KIND, [{ subject, entryId: entry.id }]);
}

const isPayout = (deps: Deps, id: string) => and(eq(stripePayouts.fundId, deps.fundId), eq(stripePayouts.id, id));
