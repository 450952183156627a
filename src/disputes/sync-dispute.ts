import { and, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { pledges, refunds } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { syncPayment } from "../pledges/sync-payment.ts";
import { recordDispute } from "./record-dispute.ts";

/**
 * Reads a dispute again at Stripe and books what is left of it (F4, S2). One about a payment that is no gift of ours
 * changes nothing: its movements show in reconciliation.
 */
export async function syncDispute(deps: Deps, actor: Actor, stripeDisputeId: string): Promise<void> {
  const dispute = await deps.gateway.findDispute(stripeDisputeId);
  const pledgeId =
    (await pledgeOfCharge(deps.db, deps.fundId, dispute.chargeId)) ?? (await hearCharge(deps, actor, dispute.chargeId));
  if (pledgeId !== undefined) await recordDispute(deps, actor, pledgeId, dispute);
}

/** A gift disputed before we heard that it was paid. */
async function hearCharge(deps: Deps, actor: Actor, chargeId: string): Promise<string | undefined> {
  const charge = await deps.gateway.findCharge(chargeId);
  if (charge.paymentIntentId !== undefined) await syncPayment(deps, actor, charge.paymentIntentId);
  return pledgeOfCharge(deps.db, deps.fundId, chargeId);
}

async function pledgeOfCharge(reader: Reader, fundId: string, chargeId: string): Promise<string | undefined> {
  const [captured] = await reader
    .select({ id: pledges.id })
    .from(pledges)
    .where(and(eq(pledges.fundId, fundId), eq(pledges.chargeId, chargeId)));
  if (captured !== undefined) return captured.id;
  const [late] = await reader
    .select({ id: refunds.pledgeId })
    .from(refunds)
    .where(and(eq(refunds.fundId, fundId), eq(refunds.chargeId, chargeId)))
    .limit(1);
  return late?.id;
}
