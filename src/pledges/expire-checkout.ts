import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type CheckoutSession, GatewayRefused, GatewayUnavailable } from "../payments/gateway.ts";
import { endPledge } from "./end-pledge.ts";
import { findPledge, lockPledge, type PledgeRow } from "./lock-pledge.ts";
import { sessionOf } from "./open-checkout.ts";
import { applyCheckout } from "./sync-checkout-session.ts";

/**
 * Closes a draft's checkout at Stripe, then applies how it ended: a donor who paid in the last second is not lost
 * (M5, P4). A draft whose session was never recorded finds it again under its key first (S1). Afterwards no draft is
 * left but one held for a person's decision (S4): what comes later is late (P7).
 */
export async function expireCheckout(deps: Deps, actor: Actor, pledgeId: string): Promise<void> {
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge?.state !== "draft" || pledge.heldReason !== null) return;
  const session = await sessionToClose(deps, pledge);
  if (session !== undefined) {
    const closed = session.status === "open" ? await deps.gateway.expireCheckout(session.id) : session;
    await applyCheckout(deps, actor, closed);
    if (closed.status === "open") return;
  }
  await endDraft(deps, actor, pledgeId);
}

/** Undefined where Stripe never opened it: refused now, as too short a time is left, or gone unanswered to its end. */
async function sessionToClose(deps: Deps, pledge: PledgeRow): Promise<CheckoutSession | undefined> {
  try {
    return await sessionOf(deps, pledge);
  } catch (error) {
    if (pledge.checkoutSessionId !== null) throw error;
    if (error instanceof GatewayRefused) return undefined;
    if (error instanceof GatewayUnavailable && (await fundNow(deps.db)) >= pledge.checkoutExpiresAt) return undefined;
    throw error;
  }
}

async function endDraft(deps: Deps, actor: Actor, pledgeId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge?.state !== "draft" || pledge.heldReason !== null) return;
    await endPledge(tx, deps, actor, pledge, "expired", "checkout_expired");
  });
}
