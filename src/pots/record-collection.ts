import { and, eq } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import { potCollections } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { InvariantViolation } from "../errors.ts";
import { fundPot } from "../matching/fund-pot.ts";
import type { PaymentAttempt } from "../payments/gateway.ts";

/**
 * Applies what Stripe says of a payment that takes a pot's cash, whoever tells it and however often: captured, it funds
 * the pot once (S2, R3), with Stripe's amount (S4); cancelled, its cash waits for the next one.
 */
export async function recordCollection(
  deps: Deps,
  actor: Actor,
  collectionId: string,
  { paymentIntentId, outcome }: Pick<PaymentAttempt, "paymentIntentId" | "outcome">,
): Promise<void> {
  if (outcome.kind !== "captured" && outcome.kind !== "cancelled") return;
  const { fundId } = deps;
  await inTransaction(deps.db, async (tx) => {
    const isCollection = and(eq(potCollections.fundId, fundId), eq(potCollections.id, collectionId));
    const [collection] = await tx.select().from(potCollections).where(isCollection).for("no key update");
    if (collection === undefined || collection.state !== "started") return;
    const endedAt = await fundNow(tx);
    if (outcome.kind === "cancelled") {
      await tx.update(potCollections).set({ state: "cancelled", paymentIntentId, endedAt }).where(isCollection);
      return;
    }
    if (outcome.currency !== "eur") throw new InvariantViolation(`${paymentIntentId} is in ${outcome.currency}`);
    await fundPot(tx, deps, actor, {
      potId: collection.potId,
      amountCents: outcome.amountCents,
      source: "stripe",
      reference: outcome.chargeId,
      occurredAt: outcome.capturedAt,
    });
    await tx
      .update(potCollections)
      .set({ state: "captured", paymentIntentId, chargeId: outcome.chargeId, endedAt })
      .where(isCollection);
  });
}
