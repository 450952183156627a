import { and, eq, inArray } from "drizzle-orm";
import { pledges } from "../db/schema/pledges.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { OPEN_STATES } from "../domain/pledge.ts";

/** Reads a saved card again at Stripe, whose bank may have renewed it, for the pledges it is to pay (S2). */
export async function refreshMethod(deps: Deps, _actor: Actor, paymentMethodId: string): Promise<void> {
  const isItsPledge = and(
    eq(pledges.fundId, deps.fundId),
    eq(pledges.paymentMethodId, paymentMethodId),
    inArray(pledges.state, [...OPEN_STATES]),
  );
  const [known] = await deps.db.select({ id: pledges.id }).from(pledges).where(isItsPledge).limit(1);
  if (known === undefined) return;
  const facts = await deps.gateway.findMethod(paymentMethodId);
  await inTransaction(deps.db, (tx) => tx.update(pledges).set(facts).where(isItsPledge));
}
