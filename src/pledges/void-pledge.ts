import { sql } from "drizzle-orm";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { hasEnded, type PledgeState } from "../domain/pledge.ts";
import { findOpenChange } from "./change-method.ts";
import { findPledge, lockPledge, type PledgeRow, updatePledge } from "./lock-pledge.ts";
import { recordPayment } from "./record-payment.ts";
import { applyCheckout } from "./sync-checkout-session.ts";

/**
 * Closes at Stripe what an ended pledge left open: its checkout, its payment, its saved card. What turns out to be
 * paid is booked, and so returned (P7). A debit under way can't be called back: the sweep comes again until it ended.
 * Repeating it changes nothing.
 */
export async function voidPledge(deps: Deps, actor: Actor, pledgeId: string): Promise<void> {
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined || !hasEnded(pledge.state as PledgeState)) return;
  if (pledge.checkoutSessionId !== null) {
    const session = await deps.gateway.findCheckout(pledge.checkoutSessionId);
    const closed = session.status === "open" ? await deps.gateway.expireCheckout(session.id) : session;
    if (closed.status === "complete" && closed.paymentIntentId !== undefined) await applyCheckout(deps, actor, closed);
  }
  await closeMethodChange(deps, actor, pledgeId);
  const { paymentIntentId } = (await findPledge(deps.db, deps.fundId, pledgeId)) ?? pledge;
  const outcome = paymentIntentId === null ? undefined : await closePayment(deps, actor, pledgeId, paymentIntentId);
  if (pledge.paymentMethodId !== null) await deps.gateway.forgetPaymentMethod(pledge.paymentMethodId);
  if (outcome?.kind !== "pending") await markVoided(deps, pledge);
}

/** A card saved there after all is forgotten: the pledge has ended. */
async function closeMethodChange(deps: Deps, actor: Actor, pledgeId: string): Promise<void> {
  const change = await findOpenChange(deps.db, deps.fundId, pledgeId);
  if (change === undefined || change.checkoutSessionId === null) return;
  await applyCheckout(deps, actor, await deps.gateway.expireCheckout(change.checkoutSessionId));
}

async function closePayment(deps: Deps, actor: Actor, pledgeId: string, paymentIntentId: string) {
  const found = await deps.gateway.findPayment(paymentIntentId);
  const isClosed = ["captured", "cancelled", "pending"].includes(found.outcome.kind);
  const payment = isClosed ? found : await deps.gateway.cancelPayment(paymentIntentId);
  await recordPayment(deps, actor, pledgeId, payment);
  return payment.outcome;
}

/** Unless something was opened for it meanwhile, which asked for a job of its own. */
const markVoided = (deps: Deps, { id, checkoutSessionId }: PledgeRow) =>
  inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, id);
    if (pledge === undefined || pledge.checkoutSessionId !== checkoutSessionId) return;
    await updatePledge(tx, pledge, { voidedAt: sql`fund_now()` });
  });
