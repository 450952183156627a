import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { settlements } from "../db/schema/settlement.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { nextChargeAt } from "../domain/pledge.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { PaymentAttempt } from "../payments/gateway.ts";
import { captureLocked } from "./capture-pledge.ts";
import { endAttempts, hasAttemptLeft, hasStartedAttempt } from "./charge-attempts.ts";
import { endPledge } from "./end-pledge.ts";
import { type PledgeRow, updatePledge } from "./lock-pledge.ts";
import { endLinks, issueLink } from "./payment-link.ts";
import { lockPaidPledge } from "./recognise-payer.ts";
import { settleWhenLast } from "./settle-when-last.ts";

const CANCELLED = "canceled";

/**
 * Applies what Stripe says of a payment to its pledge (S2): from the answer of our own call, from a webhook, from a
 * sweep; in any order and any number of times. The state only moves forward. `attempt` is given with the answer of
 * our own call: a refusal learnt otherwise may be of an older attempt, and waits while one is under way.
 */
export async function recordPayment(
  deps: Deps,
  actor: Actor,
  pledgeId: string,
  payment: PaymentAttempt,
  attempt?: number,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    // A payment that was refused proves nothing of who holds the card.
    const hasPaid = payment.outcome.kind === "captured" || payment.outcome.kind === "pending";
    const pledge = await lockPaidPledge(tx, deps, actor, pledgeId, hasPaid ? payment.fingerprint : undefined);
    if (pledge === undefined) return;
    const known = await rememberPayment(tx, pledge, payment);
    const { outcome } = payment;
    const isRefusal = outcome.kind === "declined" || outcome.kind === "action_required";
    if (isRefusal && attempt === undefined && (await hasStartedAttempt(tx, pledge))) return;
    switch (outcome.kind) {
      case "captured":
        await captureLocked(tx, deps, actor, known, outcome);
        return;
      case "pending":
        await recordPending(tx, actor, known);
        return;
      case "action_required":
        await requireAction(tx, deps, actor, known, outcome.declineCode);
        return;
      case "declined":
        await recordDecline(tx, deps, actor, known, outcome);
        return;
      case "open":
      case "cancelled":
        // Our own call found nothing to charge any more: a payment cancelled by hand, say. It will never be paid.
        if (attempt !== undefined)
          await recordDecline(tx, deps, actor, known, { declineCode: CANCELLED, final: outcome.kind === "cancelled" });
        return;
    }
  });
}

/** A pledge keeps its latest payment's id; an ended one too, so that what is open at Stripe can be closed. */
async function rememberPayment(tx: Transaction, pledge: PledgeRow, payment: PaymentAttempt): Promise<PledgeRow> {
  const isOld = payment.outcome.kind === "cancelled" && pledge.paymentIntentId !== null;
  if (isOld || pledge.paymentIntentId === payment.paymentIntentId || pledge.state === "captured") return pledge;
  const change = {
    paymentIntentId: payment.paymentIntentId,
    customerId: pledge.customerId ?? payment.customerId ?? null,
    voidedAt: null,
  };
  await updatePledge(tx, pledge, change);
  return { ...pledge, ...change };
}

async function recordPending(tx: Transaction, actor: Actor, pledge: PledgeRow): Promise<void> {
  await endAttempts(tx, pledge, "pending");
  if (!["draft", "charging", "action_required"].includes(pledge.state) || pledge.pendingSince !== null) return;
  if (pledge.state === "action_required") await endLinks(tx, pledge, "used");
  await updatePledge(tx, pledge, { state: "charging", pendingSince: sql`fund_now()`, nextChargeAt: null });
  if (pledge.state === "charging") return;
  await recordAudit(tx, actor, { action: "pledge.charging", subject: ["pledge", pledge.id] });
}

/** Only the donor can go on: a link of a letter leads them to authenticate, or to pay by another card (P4). */
export async function requireAction(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  code: string,
): Promise<void> {
  await endAttempts(tx, pledge, "action_required", code);
  if (pledge.state !== "charging") return;
  await updatePledge(tx, pledge, {
    state: "action_required",
    lastDeclineCode: code,
    nextChargeAt: null,
    pendingSince: null,
  });
  await issueLink(tx, deps, pledge, "payment");
  await recordAudit(tx, actor, { action: "pledge.action_required", subject: ["pledge", pledge.id] });
  await enqueue(tx, "send-mail", { template: "authentication-needed", subjectId: pledge.id });
}

/** Soft declines are tried again on days 1, 3, 5 and 7, as long as networks allow one more; hard ones never (P4). */
async function recordDecline(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  decline: { readonly declineCode: string; readonly final: boolean },
): Promise<void> {
  await endAttempts(tx, pledge, "declined", decline.declineCode);
  if (pledge.state !== "charging") return;
  const isOver = decline.final || !(await hasAttemptLeft(tx, pledge));
  const retryAt = isOver ? undefined : await retryAtOf(tx, pledge.fundId, pledge.campaignId);
  if (pledge.mode === "all_or_nothing" && retryAt !== undefined) {
    if (pledge.nextChargeAt === null)
      await updatePledge(tx, pledge, {
        nextChargeAt: retryAt,
        lastDeclineCode: decline.declineCode,
        pendingSince: null,
      });
    return;
  }
  await updatePledge(tx, pledge, { lastDeclineCode: decline.declineCode });
  await endPledge(tx, deps, actor, pledge, "failed", "charge_declined");
  await settleWhenLast(tx, pledge);
}

async function retryAtOf(tx: Transaction, fundId: string, campaignId: string): Promise<Date | undefined> {
  const [settlement] = await tx
    .select({ startedAt: settlements.startedAt, windowEndsAt: settlements.windowEndsAt })
    .from(settlements)
    .where(and(eq(settlements.fundId, fundId), eq(settlements.campaignId, campaignId)));
  return settlement && nextChargeAt(settlement.startedAt, await fundNow(tx), settlement.windowEndsAt);
}
