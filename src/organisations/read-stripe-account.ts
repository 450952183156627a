import { eq } from "drizzle-orm";
import { organisations } from "../db/schema/organisations.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { GatewayUnavailable } from "../payments/gateway.ts";

/** `unknown`: Stripe cannot be reached now. */
export const STRIPE_STATUSES = ["none", "incomplete", "ready", "unknown"] as const;
export type StripeStatus = (typeof STRIPE_STATUSES)[number];

/** Whether Stripe lets the organisation's account receive transfers, asked of Stripe now (D6). 404 as the organisation. */
export async function readStripeAccount(deps: Deps, actor: Actor, organisationId: string): Promise<StripeStatus> {
  if (!permits(actor, "organisation.read", organisationId)) throw notFound();
  const [organisation] = await deps.db
    .select({ accountId: organisations.stripeAccountId })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  if (organisation === undefined) throw notFound();
  if (organisation.accountId === null) return "none";
  try {
    return (await deps.gateway.canReceiveTransfers(organisation.accountId)) ? "ready" : "incomplete";
  } catch (error) {
    if (error instanceof GatewayUnavailable) return "unknown";
    throw error;
  }
}
