import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import type { CheckoutSession } from "../payments/gateway.ts";
import { pledgeUrl } from "./access-token.ts";
import { isDonorOf } from "./cancel-pledge.ts";
import { type MethodChange, rememberSession, startChange } from "./change-method.ts";
import { findPledge, type PledgeRow } from "./lock-pledge.ts";
import { methodStays } from "./messages.ts";
import { applyCheckout } from "./sync-checkout-session.ts";

/**
 * Where a donor saves another card for a pledge before it is charged. The old one is charged until the new one is
 * saved. A second click leads to the same page. Answers its address, or undefined where the card is changed already.
 */
export async function openMethodChange(
  deps: Deps,
  actor: Actor,
  input: { readonly pledgeId: string; readonly token?: string | undefined },
): Promise<string | undefined> {
  const pledge = await findPledge(deps.db, deps.fundId, input.pledgeId);
  if (pledge === undefined || !isDonorOf(deps, actor, pledge, input.token)) throw notFound();
  for (let pages = 0; pages < 2; pages += 1) {
    const change = await startChange(deps, pledge.id);
    if (change === undefined) throw methodStays();
    const session = await sessionOfChange(deps, pledge, change);
    if (session.status === "open" && session.url !== undefined) return session.url;
    // Saved or expired meanwhile: applying it ends this change.
    await applyCheckout(deps, actor, session);
    if (session.status === "complete") return undefined;
  }
  throw methodStays();
}

async function sessionOfChange(deps: Deps, pledge: PledgeRow, change: MethodChange): Promise<CheckoutSession> {
  if (change.checkoutSessionId !== null) return deps.gateway.findCheckout(change.checkoutSessionId);
  if (pledge.customerId === null) throw methodStays();
  const session = await deps.gateway.openCheckout({
    pledgeId: pledge.id,
    methodChangeId: change.id,
    mode: "setup",
    customerId: pledge.customerId,
    amountCents: cents(pledge.amountCents),
    tipCents: cents(pledge.tipCents),
    campaignId: pledge.campaignId,
    campaignTitle: "",
    language: pledge.language as Language,
    returnUrl: `${pledgeUrl(deps, pledge.id)}&carte=1`,
    cancelUrl: pledgeUrl(deps, pledge.id),
    expiresAt: undefined,
    idempotencyKey: `method-change:${change.id}:checkout`,
  });
  await rememberSession(deps, change, session.id);
  return session;
}
