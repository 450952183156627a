import { and, eq } from "drizzle-orm";
import { potStripeAccounts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { readPot } from "../partners/queries.ts";

/**
 * Where a partner sends its money: the fund's own account with the pot's reference, and the pot's account at Stripe
 * where one was opened. Both are the fund's to be paid on, so they stand in full, for whoever may see the pot.
 */
export async function waysToPay(deps: Deps, actor: Actor, potId: string) {
  const pot = await readPot(deps, actor, potId);
  const [account] = await deps.db
    .select()
    .from(potStripeAccounts)
    .where(and(eq(potStripeAccounts.fundId, deps.fundId), eq(potStripeAccounts.potId, potId)));
  const { name, iban, bic } = deps.bankAccount;
  return {
    fundingReference: pot.fundingReference,
    holderName: name,
    iban,
    bic: bic ?? null,
    stripe:
      account === undefined
        ? null
        : {
            holderName: account.holderName,
            iban: deps.cipher.decrypt(account.ibanCiphertext),
            bic: account.bic,
          },
  };
}

export type WaysToPay = Awaited<ReturnType<typeof waysToPay>>;
