import { and, eq, inArray } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { bankAccounts } from "../db/schema/organisations.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { sendBackOrders } from "../disbursements/send-back-orders.ts";
import type { Actor } from "../domain/actor.ts";
import { sendBackWithdrawals } from "../pots/send-back-withdrawals.ts";
import { lockOrganisation } from "./lock-organisation.ts";
import { accountNotBlockable, personNeeded } from "./messages.ts";
import { tellOfAccount } from "./tell-of-account.ts";

export type BlockInput = { readonly organisationId: string; readonly accountId: string; readonly reason: string };

/**
 * "This was not me" (D5): anybody concerned stops an account at once, and what was approved for it falls. It is paid
 * again only once it was entered, verified and waited for anew.
 */
export async function blockBankAccount(deps: Deps, actor: Actor, input: BlockInput): Promise<void> {
  const { organisationId, accountId, reason } = input;
  await inTransaction(deps.db, async (tx) => {
    await lockOrganisation(tx, actor, "organisation.block-bank-account", organisationId);
    if (actor.kind !== "user") throw personNeeded();
    const [blocked] = await tx
      .update(bankAccounts)
      .set({ state: "blocked" })
      .where(
        and(
          eq(bankAccounts.id, accountId),
          eq(bankAccounts.organisationId, organisationId),
          inArray(bankAccounts.state, ["pending", "verified"]),
        ),
      )
      .returning({ masked: bankAccounts.ibanMasked });
    if (blocked === undefined) throw accountNotBlockable();
    await recordAudit(tx, actor, {
      action: "bank-account.block",
      subject: ["organisation", organisationId],
      change: { bankAccountId: accountId, iban: blocked.masked },
      reason,
    });
    await sendBackOrders(tx, deps, actor, organisationId);
    await sendBackWithdrawals(tx, deps, actor, organisationId);
    await tellOfAccount(tx, "bank-account-blocked", organisationId, accountId);
  });
}
