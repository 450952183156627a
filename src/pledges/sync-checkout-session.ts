import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { CheckoutSession } from "../payments/gateway.ts";
import { expireChange } from "./change-method.ts";
import { endPledge } from "./end-pledge.ts";
import { lockPledge } from "./lock-pledge.ts";
import { syncPayment } from "./sync-payment.ts";
import { syncSetupIntent } from "./sync-setup-intent.ts";

/** Reads a checkout again at Stripe and applies how it ended: completed or expired (S2, M5). */
export async function syncCheckoutSession(deps: Deps, actor: Actor, sessionId: string): Promise<void> {
  await applyCheckout(deps, actor, await deps.gateway.findCheckout(sessionId));
}

export async function applyCheckout(deps: Deps, actor: Actor, session: CheckoutSession): Promise<void> {
  switch (session.status) {
    case "open":
      return;
    case "complete":
      if (session.setupIntentId !== undefined) await syncSetupIntent(deps, actor, session.setupIntentId);
      if (session.paymentIntentId !== undefined) await applyPayment(deps, actor, session.paymentIntentId);
      return;
    case "expired":
      if (session.methodChangeId !== undefined) await expireChange(deps, session.methodChangeId);
      else if (session.pledgeId !== undefined) await expirePledge(deps, actor, session.pledgeId, session.id);
      return;
  }
}

/** A payment whose page is done and that can't succeed any more, such as a debit the bank refused, ends its draft. */
async function applyPayment(deps: Deps, actor: Actor, paymentIntentId: string): Promise<void> {
  const { pledgeId, outcome } = await syncPayment(deps, actor, paymentIntentId);
  const isOver = outcome.kind === "declined" || outcome.kind === "action_required" || outcome.kind === "cancelled";
  if (pledgeId === undefined || !isOver) return;
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge?.state === "draft" && pledge.heldReason === null)
      await endPledge(tx, deps, actor, pledge, "failed", "charge_declined");
  });
}

/** Ends a draft whose own checkout expired; a checkout opened to authenticate an older charge ends nothing. */
async function expirePledge(deps: Deps, actor: Actor, pledgeId: string, sessionId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge?.state !== "draft") return;
    if (pledge.checkoutSessionId !== null && pledge.checkoutSessionId !== sessionId) return;
    await endPledge(tx, deps, actor, pledge, "expired", "checkout_expired");
  });
}
