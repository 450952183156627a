import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { differences, potStripeAccounts } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { hasWaitedLong } from "../domain/stripe-cash.ts";
import type { WaitingCash } from "../payments/gateway.ts";
import { openDifference } from "./open-difference.ts";
import { type CashDetail, STRIPE_CASH } from "./stripe-cash.ts";

/**
 * Opens a difference for each transfer that waits at Stripe and that nothing will take: of a customer who is no pot's,
 * or too small a rest on a pot's account (R2). Once a transfer, whoever tells of it and however often.
 */
export async function noteWaitingCash(deps: Deps, actor: Actor, customerId: string): Promise<void> {
  const { db, fundId, gateway } = deps;
  const waiting = await gateway.listWaitingCash(customerId);
  if (waiting.length === 0) return;
  const [account] = await db
    .select({ potId: potStripeAccounts.potId })
    .from(potStripeAccounts)
    .where(and(eq(potStripeAccounts.fundId, fundId), eq(potStripeAccounts.customerId, customerId)));
  await inTransaction(db, async (tx) => {
    const now = await fundNow(tx);
    for (const cash of waiting) {
      if (account !== undefined && !hasWaitedLong(cash.arrivedAt, now)) continue;
      const cause = account === undefined ? "cash-of-nobody" : "cash-too-small";
      await openCashDifference(tx, fundId, actor, { ...toldOf(cash, customerId), subject: `cash:${cash.id}`, cause });
    }
  });
}

const toldOf = ({ amountCents, arrivedAt, payer, reference }: WaitingCash, customerId: string) => ({
  amountCents,
  detail: { customerId, arrivedAt, payer: payer ?? null, reference: reference ?? null },
});

type Found = {
  readonly subject: string;
  readonly amountCents: bigint;
  readonly cause: string;
  readonly detail: CashDetail;
};

export async function openCashDifference(tx: Transaction, fundId: string, actor: Actor, found: Found): Promise<void> {
  const { subject, amountCents, cause, detail } = found;
  const difference = { kind: STRIPE_CASH, subject, amountCents, proposedCause: cause };
  if (!(await openDifference(tx, fundId, actor, difference))) return;
  await tx
    .update(differences)
    .set({ detail })
    .where(and(eq(differences.fundId, fundId), eq(differences.kind, STRIPE_CASH), eq(differences.subject, subject)));
}
