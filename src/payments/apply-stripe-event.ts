import { and, eq, isNull, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { stripeEvents } from "../db/schema/payments.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { JobPayload } from "../jobs/catalogue.ts";
import { scrub } from "../observability/scrub.ts";
import { importBalanceTransactions } from "../reconciliation/import-balance-transactions.ts";
import { recordPayout } from "../reconciliation/record-payout.ts";

type Apply = (deps: Deps, actor: Actor, stripeId: string) => Promise<unknown>;

/** What reads an object again at Stripe and applies it. Each may run at any time, in any order, any number of times. */
export type EventAppliers = {
  readonly checkoutSession: Apply;
  readonly setupIntent: Apply;
  readonly payment: Apply;
  readonly refund: Apply;
  /** What was taken back of it. */
  readonly transfer: Apply;
  readonly dispute: Apply;
  readonly paymentMethod: Apply;
  /** Of a customer: what arrived by bank transfer. */
  readonly cash: Apply;
};

/**
 * Applies one stored event: a hint to read its object again, never a fact (S2). A failure is kept beside the event
 * and thrown, so that the job runs again; a type we do not know is applied as nothing.
 */
export async function applyStripeEvent(
  deps: Deps,
  actor: Actor,
  job: JobPayload<"apply-stripe-event">,
  appliers: EventAppliers,
): Promise<"applied" | "known" | "missing"> {
  const isEvent = and(
    eq(stripeEvents.fundId, deps.fundId),
    eq(stripeEvents.source, job.source),
    eq(stripeEvents.eventId, job.eventId),
  );
  const [event] = await deps.db.select().from(stripeEvents).where(isEvent);
  if (event === undefined) return "missing";
  if (event.appliedAt !== null) return "known";
  const record = (change: PgUpdateSetSource<typeof stripeEvents>) =>
    inTransaction(deps.db, (tx) =>
      tx
        .update(stripeEvents)
        .set({ ...change, attempts: sql`${stripeEvents.attempts} + 1` })
        .where(and(isEvent, isNull(stripeEvents.appliedAt))),
    );
  try {
    await applyObject(deps, actor, event, appliers);
  } catch (error) {
    await record({ lastError: scrub(String(error)).slice(0, 500) });
    throw error;
  }
  await record({ appliedAt: sql`fund_now()`, lastError: null });
  return "applied";
}

type StoredEvent = { readonly type: string; readonly objectKind: string; readonly objectId: string };

async function applyObject(deps: Deps, actor: Actor, event: StoredEvent, appliers: EventAppliers): Promise<void> {
  switch (event.objectKind) {
    case "checkout.session":
      await appliers.checkoutSession(deps, actor, event.objectId);
      return;
    case "setup_intent":
      await appliers.setupIntent(deps, actor, event.objectId);
      return;
    case "payment_intent":
      await appliers.payment(deps, actor, event.objectId);
      return;
    case "refund":
      await appliers.refund(deps, actor, event.objectId);
      return;
    case "transfer":
      await appliers.transfer(deps, actor, event.objectId);
      return;
    case "cash_balance":
      await appliers.cash(deps, actor, event.objectId);
      return;
    case "dispute":
      await appliers.dispute(deps, actor, event.objectId);
      return;
    case "payment_method":
      if (UPDATED_METHOD.has(event.type)) await appliers.paymentMethod(deps, actor, event.objectId);
      return;
    case "charge":
      await applyCharge(deps, actor, event.objectId, appliers);
      return;
    case "payout":
      await recordPayout(deps, actor, event.objectId);
      return;
  }
}

/** Its bank renewed the card, or the fund changed it at Stripe; being attached or detached says nothing new. */
const UPDATED_METHOD = new Set(["payment_method.automatically_updated", "payment_method.updated"]);

/** A charge brings its payment and, a moment later, its line in Stripe's statement. */
async function applyCharge(deps: Deps, actor: Actor, chargeId: string, appliers: EventAppliers): Promise<void> {
  const charge = await deps.gateway.findCharge(chargeId);
  if (charge.paymentIntentId !== undefined) await appliers.payment(deps, actor, charge.paymentIntentId);
  if (charge.balanceTransaction !== undefined) await importBalanceTransactions(deps, [charge.balanceTransaction]);
}
