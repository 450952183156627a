import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { maskIban } from "../banking/iban.ts";
import { fundNow } from "../db/clock.ts";
import { potStripeAccounts } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden } from "../errors.ts";
import { readPot } from "../partners/queries.ts";

/** Gives a pot its standing account at Stripe, once: an IBAN of its own, so that whatever arrives there is this pot's. */
export async function openStripeAccount(deps: Deps, actor: Actor, potId: string): Promise<void> {
  const { db, fundId, gateway, cipher } = deps;
  const { partnerId } = await readPot(deps, actor, potId);
  if (!permits(actor, "pot.open-stripe-account", partnerId)) throw forbidden();
  const [known] = await db
    .select({ potId: potStripeAccounts.potId })
    .from(potStripeAccounts)
    .where(and(eq(potStripeAccounts.fundId, fundId), eq(potStripeAccounts.potId, potId)));
  if (known !== undefined) return;
  const account = await gateway.openTransferAccount({ potId, idempotencyKey: `pot:${potId}:transfer-account` });
  await inTransaction(db, async (tx) => {
    const [opened] = await tx
      .insert(potStripeAccounts)
      .values({
        fundId,
        potId,
        customerId: account.customerId,
        holderName: account.holderName,
        ibanCiphertext: cipher.encrypt(account.iban),
        ibanMasked: maskIban(account.iban),
        bic: account.bic,
        openedAt: await fundNow(tx),
      })
      .onConflictDoNothing()
      .returning({ potId: potStripeAccounts.potId });
    if (opened === undefined) return;
    await recordAudit(tx, actor, {
      action: "pot.open-stripe-account",
      subject: ["pot", potId],
      change: { customerId: account.customerId },
    });
  });
}
