import { and, desc, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { fundNow } from "../db/clock.ts";
import { potCollections, potStripeAccounts } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { LEAST_PAYMENT_CENTS } from "../domain/stripe-cash.ts";
import { recordCollection } from "./record-collection.ts";

const MOST_ROUNDS = 5;

/**
 * Takes what arrived on a pot's standing account, whatever the amount, by one payment after another until nothing is
 * left (S1–S3). Webhook, sweep and both at once find the same open payment, send the same key and fund the pot once.
 */
export async function collectCash(deps: Deps, actor: Actor, customerId: string): Promise<void> {
  const [account] = await deps.db
    .select({ potId: potStripeAccounts.potId })
    .from(potStripeAccounts)
    .where(and(eq(potStripeAccounts.fundId, deps.fundId), eq(potStripeAccounts.customerId, customerId)));
  if (account === undefined) return;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const open = await openCollection(deps, account.potId, customerId);
    if (open === "nothing") return;
    if (open !== "overtaken") await carryOut(deps, actor, customerId, open);
  }
}

type Open = Pick<typeof potCollections.$inferSelect, "id" | "potId" | "amountCents"> & { readonly isResumed: boolean };

/** The payment under way, or a new one of all that is there; `overtaken` where another run opened one meanwhile. */
async function openCollection(
  { db, fundId, gateway }: Deps,
  potId: string,
  customerId: string,
): Promise<Open | "nothing" | "overtaken"> {
  const [last] = await db
    .select()
    .from(potCollections)
    .where(and(eq(potCollections.fundId, fundId), eq(potCollections.potId, potId)))
    .orderBy(desc(potCollections.sequence))
    .limit(1);
  if (last?.state === "started") return { ...last, isResumed: true };
  // Read after the last one ended, so that its cash is not in it; the number makes sure that it still is the last.
  const amountCents = await gateway.findCash(customerId);
  // Less waits until more arrives.
  if (amountCents < LEAST_PAYMENT_CENTS) return "nothing";
  return await inTransaction(db, async (tx) => {
    const [opened] = await tx
      .insert(potCollections)
      .values({
        fundId,
        id: uuidv7(),
        potId,
        sequence: (last?.sequence ?? 0) + 1,
        amountCents,
        state: "started",
        createdAt: await fundNow(tx),
      })
      .onConflictDoNothing()
      .returning();
    return opened === undefined ? "overtaken" : { ...opened, isResumed: false };
  });
}

async function carryOut(deps: Deps, actor: Actor, customerId: string, open: Open): Promise<void> {
  const { gateway } = deps;
  const payment = await gateway.collectCash({
    potId: open.potId,
    collectionId: open.id,
    customerId,
    amountCents: cents(open.amountCents),
    idempotencyKey: `pot-collection:${open.id}`,
    sentBefore: open.isResumed,
  });
  // Less was there than a moment ago: it must not wait for a transfer of exactly what is missing.
  const settled = payment.outcome.kind === "captured" ? payment : await gateway.cancelPayment(payment.paymentIntentId);
  await recordCollection(deps, actor, open.id, settled);
}
