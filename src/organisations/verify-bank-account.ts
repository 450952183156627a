import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { bankAccounts } from "../db/schema/organisations.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { sendBackOrders } from "../disbursements/send-back-orders.ts";
import type { Actor } from "../domain/actor.ts";
import { decideVerification } from "../domain/organisation.ts";
import { notFound } from "../errors.ts";
import { sendBackWithdrawals } from "../pots/send-back-withdrawals.ts";
import { accountStateOf } from "./account-state.ts";
import { lockOrganisation } from "./lock-organisation.ts";
import { membersOf } from "./members.ts";
import { personNeeded, refusedVerification } from "./messages.ts";
import { tellOfAccount } from "./tell-of-account.ts";

/**
 * A case officer, who neither entered the account nor belongs to the organisation, says that it is the organisation's:
 * payments go there from a day later on, and the account verified before is replaced (D3, D5).
 */
export async function verifyBankAccount(
  deps: Deps,
  actor: Actor,
  organisationId: string,
  accountId: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockOrganisation(tx, actor, "organisation.verify-bank-account", organisationId);
    if (actor.kind !== "user") throw personNeeded();
    const account = await findAccount(tx, organisationId, accountId);
    const members = await membersOf(tx, organisationId);
    const isMember = members.some((member) => member.userId === actor.userId);
    const decision = decideVerification(account, { userId: actor.userId, isMember });
    if (decision.kind === "refused") throw refusedVerification(decision.reason);
    const replaced = await replaceVerified(tx, organisationId);
    await tx
      .update(bankAccounts)
      .set({ state: "verified", verifiedBy: actor.userId, verifiedAt: sql`fund_now()` })
      .where(eq(bankAccounts.id, accountId));
    await recordAudit(tx, actor, {
      action: "bank-account.verify",
      subject: ["organisation", organisationId],
      change: { bankAccountId: accountId, iban: account.masked, replaced },
    });
    await sendBackOrders(tx, deps, actor, organisationId);
    await sendBackWithdrawals(tx, deps, actor, organisationId);
    await tellOfAccount(tx, "bank-account-verified", organisationId, accountId);
  });
}

async function findAccount(tx: Transaction, organisationId: string, accountId: string) {
  const [account] = await tx
    .select({ state: bankAccounts.state, createdBy: bankAccounts.createdBy, masked: bankAccounts.ibanMasked })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.id, accountId), eq(bankAccounts.organisationId, organisationId)));
  if (account === undefined) throw notFound();
  return { ...account, state: accountStateOf(account.state) };
}

async function replaceVerified(tx: Transaction, organisationId: string): Promise<string | null> {
  const [former] = await tx
    .update(bankAccounts)
    .set({ state: "replaced" })
    .where(and(eq(bankAccounts.organisationId, organisationId), eq(bankAccounts.state, "verified")))
    .returning({ id: bankAccounts.id });
  return former?.id ?? null;
}
