import { inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { maskIban } from "../banking/iban.ts";
import { bankAccounts } from "../db/schema/organisations.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { BankAccountInput } from "./forms.ts";
import { lockOrganisation } from "./lock-organisation.ts";
import { ibanKnown, personNeeded } from "./messages.ts";
import { tellOfAccount } from "./tell-of-account.ts";

/**
 * Keeps an account to be verified by the fund; the verified one stays in force meanwhile. The IBAN is stored
 * encrypted, beside a fingerprint and its mask (X7). A replaced account entered again waits for a new verification.
 * Returns the account's id.
 */
export async function recordBankAccount(
  deps: Deps,
  actor: Actor,
  organisationId: string,
  { holderName, iban, bic }: BankAccountInput,
): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    await lockOrganisation(tx, actor, "organisation.edit", organisationId);
    if (actor.kind !== "user") throw personNeeded();
    const written = {
      holderName,
      bic: bic ?? null,
      state: "pending",
      createdBy: actor.userId,
      createdAt: sql`fund_now()`,
      verifiedBy: null,
      verifiedAt: null,
    };
    const [account] = await tx
      .insert(bankAccounts)
      .values({
        ...written,
        id: uuidv7(),
        organisationId,
        ibanCiphertext: deps.cipher.encrypt(iban),
        ibanFingerprint: deps.cipher.fingerprint(iban),
        ibanMasked: maskIban(iban),
      })
      .onConflictDoUpdate({
        target: [bankAccounts.organisationId, bankAccounts.ibanFingerprint],
        set: written,
        setWhere: inArray(bankAccounts.state, ["replaced", "blocked"]),
      })
      .returning({ id: bankAccounts.id, masked: bankAccounts.ibanMasked });
    if (account === undefined) throw ibanKnown();
    await recordAudit(tx, actor, {
      action: "bank-account.record",
      subject: ["organisation", organisationId],
      change: { bankAccountId: account.id, iban: account.masked },
    });
    await tellOfAccount(tx, "bank-account-recorded", organisationId, account.id);
    return account.id;
  });
}
