import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { type ChargeRequest, GatewayRefused } from "../payments/gateway.ts";
import { hasStartedAttempt, startAttempt } from "./charge-attempts.ts";
import { takeChargeTurn } from "./charge-pace.ts";
import { lockPledge, type PledgeRow, updatePledge } from "./lock-pledge.ts";
import { recordPayment, requireAction } from "./record-payment.ts";

/**
 * Charges a pledge of a campaign in settlement (P4, S1): the attempt is written first, then Stripe is called with
 * the attempt's own key, then the answer is booked. Killed anywhere in between, the next run finds the attempt
 * started and sends the same key again: never a second charge. Without `resumes` an attempt that is under way, or was
 * cut off, is left to the sweep.
 */
export async function chargePledge(deps: Deps, actor: Actor, pledgeId: string, resumes = true): Promise<void> {
  const charge = await startCharge(deps, actor, pledgeId, resumes);
  if (charge === undefined) return;
  await takeChargeTurn(deps);
  try {
    const payment = await deps.gateway.chargeOffSession(charge);
    await recordPayment(deps, actor, pledgeId, payment, charge.attempt);
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    await recordRefusal(deps, actor, pledgeId, error.code);
  }
}

/**
 * Stripe will not take this request however often it is sent: the saved card was taken off, a mandate ended. Nothing was
 * charged; the donor is asked for another card or account (P4).
 */
const recordRefusal = (deps: Deps, actor: Actor, pledgeId: string, code: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge !== undefined) await requireAction(tx, deps, actor, pledge, code);
  });

async function startCharge(
  deps: Deps,
  actor: Actor,
  pledgeId: string,
  resumes: boolean,
): Promise<ChargeRequest | undefined> {
  return inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge === undefined || pledge.customerId === null || pledge.paymentMethodId === null) return undefined;
    const [campaign] = await tx
      .select({
        state: campaigns.state,
        isDue: sql<boolean>`${pledge.nextChargeAt?.toISOString() ?? null}::timestamptz <= fund_now()`,
      })
      .from(campaigns)
      .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, pledge.campaignId)));
    if (campaign?.state !== "settling") return undefined;
    const unfinished = await hasStartedAttempt(tx, pledge);
    if (unfinished && !resumes) return undefined;
    const due =
      pledge.state === "authorised" || (pledge.state === "charging" && (unfinished || campaign.isDue === true));
    if (!due) return undefined;

    const attempt = await startAttempt(tx, pledge);
    if (pledge.state === "authorised") {
      await updatePledge(tx, pledge, { state: "charging" });
      await recordAudit(tx, actor, { action: "pledge.charging", subject: ["pledge", pledgeId], change: { attempt } });
    }
    if (pledge.nextChargeAt !== null) await updatePledge(tx, pledge, { nextChargeAt: null });
    return {
      ...chargeRequest(pledge, pledge.customerId, pledge.paymentMethodId, attempt),
      sentBefore: unfinished,
    };
  });
}

const chargeRequest = (
  pledge: PledgeRow,
  customerId: string,
  paymentMethodId: string,
  attempt: number,
): ChargeRequest => ({
  pledgeId: pledge.id,
  campaignId: pledge.campaignId,
  attempt,
  customerId,
  paymentMethodId,
  amountCents: cents(pledge.amountCents + pledge.tipCents),
  paymentIntentId: attempt === 1 ? undefined : (pledge.paymentIntentId ?? undefined),
  idempotencyKey: `pledge:${pledge.id}:charge:${attempt}`,
});
