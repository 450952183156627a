import { and, desc, eq, isNotNull } from "drizzle-orm";
import { campaigns, pledges } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { enqueue } from "../jobs/outbox.ts";
import { type CheckoutSession, GatewayUnavailable } from "../payments/gateway.ts";
import { pledgeUrl } from "./access-token.ts";
import { findPledge, lockPledge, type PledgeRow, updatePledge } from "./lock-pledge.ts";
import { campaignClosed, checkoutUnavailable } from "./messages.ts";

/**
 * Opens the pledge's checkout at Stripe, or finds the one its key opened before (S1), and remembers it. Called
 * outside any transaction.
 */
export async function openCheckout(deps: Deps, pledgeId: string): Promise<{ url: string; expiresAt: Date }> {
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined) throw new InvariantViolation(`pledge ${pledgeId} vanished`);
  const session = await sessionOf(deps, pledge).catch((error: unknown) => {
    throw error instanceof GatewayUnavailable ? checkoutUnavailable(error) : error;
  });
  if (session.url === undefined) throw campaignClosed();
  return { url: session.url, expiresAt: pledge.checkoutExpiresAt };
}

/** The session of a draft pledge, made under the pledge's key when it is not known yet. */
export async function sessionOf(deps: Deps, pledge: PledgeRow): Promise<CheckoutSession> {
  if (pledge.checkoutSessionId !== null) return deps.gateway.findCheckout(pledge.checkoutSessionId);
  const customerId = pledge.customerId ?? (await customerOf(deps, pledge));
  const session = await deps.gateway.openCheckout({
    pledgeId: pledge.id,
    mode: pledge.mode === "all_or_nothing" ? "setup" : "payment",
    customerId,
    amountCents: cents(pledge.amountCents),
    tipCents: cents(pledge.tipCents),
    campaignId: pledge.campaignId,
    campaignTitle: await titleOf(deps, pledge.campaignId),
    language: pledge.language as Language,
    returnUrl: `${pledgeUrl(deps, pledge.id)}&retour=1`,
    cancelUrl: `${pledgeUrl(deps, pledge.id)}&abandon=1`,
    expiresAt: pledge.checkoutExpiresAt,
    idempotencyKey: `pledge:${pledge.id}:checkout`,
  });
  await inTransaction(deps.db, async (tx) => {
    const current = await lockPledge(tx, deps.fundId, pledge.id);
    if (current === undefined) return;
    await updatePledge(tx, current, {
      checkoutSessionId: session.id,
      checkoutUrl: session.url,
      customerId,
      voidedAt: null,
    });
    if (current.state !== "draft") await enqueue(tx, "void-pledge", { pledgeId: pledge.id });
  });
  return session;
}

/** One Stripe customer a donor, so that a card is recognised from gift to gift. */
async function customerOf(deps: Deps, pledge: PledgeRow): Promise<string> {
  const [known] = await deps.db
    .select({ customerId: pledges.customerId })
    .from(pledges)
    .where(and(eq(pledges.fundId, deps.fundId), eq(pledges.donorId, pledge.donorId), isNotNull(pledges.customerId)))
    .orderBy(desc(pledges.createdAt))
    .limit(1);
  if (known?.customerId != null) return known.customerId;
  return deps.gateway.createCustomer({
    donorId: pledge.donorId,
    email: pledge.email,
    name: pledge.displayName,
    idempotencyKey: `pledge:${pledge.id}:customer`,
  });
}

async function titleOf(deps: Deps, campaignId: string): Promise<string> {
  const [row] = await deps.db
    .select({ title: campaigns.title })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, campaignId)));
  return row?.title ?? "";
}
