import { and, eq } from "drizzle-orm";
import { campaigns } from "../db/schema/campaigns.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { hasEnded, type PledgeState } from "../domain/pledge.ts";
import { notFound } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { enqueue } from "../jobs/outbox.ts";
import { pledgeUrl } from "./access-token.ts";
import { isDonorOf } from "./cancel-pledge.ts";
import { findPledge, lockPledge, type PledgeRow, updatePledge } from "./lock-pledge.ts";
import { nothingToAuthenticate } from "./messages.ts";
import { recordPayment } from "./record-payment.ts";
import { applyCheckout } from "./sync-checkout-session.ts";

/**
 * Where a donor whose bank wants to hear from them goes on (P4): the declined payment is cancelled first, then a
 * checkout is opened for the same pledge, so that it can never be charged twice. Answers the checkout's address,
 * or undefined when the pledge turned out to be paid.
 */
export async function openAuthentication(
  deps: Deps,
  actor: Actor,
  input: { readonly pledgeId: string; readonly token?: string | undefined },
): Promise<string | undefined> {
  let pledge = await findPledge(deps.db, deps.fundId, input.pledgeId);
  if (pledge === undefined || !isDonorOf(deps, actor, pledge, input.token)) throw notFound();
  if (pledge.state === "captured") return undefined;
  if (pledge.state !== "action_required") throw nothingToAuthenticate();

  const open =
    pledge.checkoutSessionId === null ? undefined : await deps.gateway.findCheckout(pledge.checkoutSessionId);
  if (open?.status === "open" && open.url !== undefined) return open.url;
  if (open?.status === "complete" && open.paymentIntentId !== undefined) {
    // Paid there, and not heard of yet: nobody is led to pay again.
    await applyCheckout(deps, actor, open);
    pledge = await findPledge(deps.db, deps.fundId, input.pledgeId);
    if (pledge?.state !== "action_required") return undefined;
  }
  if (!(await closeDeclinedPayment(deps, actor, pledge))) return undefined;
  return openNewCheckout(deps, pledge);
}

/**
 * Whether nothing can be paid on the old payment any more. One of a page that is done, such as a debit the bank refused,
 * can't be cancelled, and nobody holds the key to try it again.
 */
async function closeDeclinedPayment(deps: Deps, actor: Actor, pledge: PledgeRow): Promise<boolean> {
  if (pledge.paymentIntentId === null) return true;
  const payment = await deps.gateway.cancelPayment(pledge.paymentIntentId);
  await recordPayment(deps, actor, pledge.id, payment);
  return payment.outcome.kind === "cancelled" || payment.outcome.kind === "declined";
}

async function openNewCheckout(deps: Deps, pledge: PledgeRow): Promise<string | undefined> {
  const [campaign] = await deps.db
    .select({ title: campaigns.title })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, pledge.campaignId)));
  if (campaign === undefined || pledge.customerId === null) throw nothingToAuthenticate();
  const session = await deps.gateway.openCheckout({
    pledgeId: pledge.id,
    mode: "payment",
    customerId: pledge.customerId,
    amountCents: cents(pledge.amountCents),
    tipCents: cents(pledge.tipCents),
    campaignId: pledge.campaignId,
    campaignTitle: campaign.title,
    language: pledge.language as Language,
    returnUrl: `${pledgeUrl(deps, pledge.id)}&retour=1`,
    cancelUrl: `${pledgeUrl(deps, pledge.id)}&abandon=1`,
    // Stripe's own 24 hours: a second click sends the same request under the same key.
    expiresAt: undefined,
    idempotencyKey: `pledge:${pledge.id}:authenticate:${pledge.checkoutSessionId ?? "first"}`,
  });
  await inTransaction(deps.db, async (tx) => {
    const current = await lockPledge(tx, deps.fundId, pledge.id);
    if (current === undefined) return;
    await updatePledge(tx, current, { checkoutSessionId: session.id, checkoutUrl: session.url, voidedAt: null });
    if (hasEnded(current.state as PledgeState)) await enqueue(tx, "void-pledge", { pledgeId: pledge.id });
  });
  return session.url;
}
