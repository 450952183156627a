import { and, eq, isNull, sql } from "drizzle-orm";
import { methodChanges } from "../db/schema/pledges.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";

/** Lets Stripe forget the card that a change of card left unused. Repeating it changes nothing. */
export async function forgetMethod(deps: Deps, changeId: string): Promise<void> {
  const isUnforgotten = and(
    eq(methodChanges.fundId, deps.fundId),
    eq(methodChanges.id, changeId),
    isNull(methodChanges.forgottenAt),
  );
  const [change] = await deps.db.select().from(methodChanges).where(isUnforgotten);
  if (change === undefined || change.endedAt === null) return;
  if (change.unusedMethodId !== null) await deps.gateway.forgetPaymentMethod(change.unusedMethodId);
  await inTransaction(deps.db, (tx) =>
    tx.update(methodChanges).set({ forgottenAt: sql`fund_now()` }).where(isUnforgotten),
  );
}
