import { and, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { bankAccounts, organisations } from "../db/schema/index.ts";
import type { Rail } from "../domain/disbursement.ts";
import { notOnThisRail } from "./messages.ts";

export type Payee = {
  readonly fingerprint: string;
  readonly bankAccountId: string | null;
  readonly stripeAccountId: string | null;
};

/** Where the organisation is paid on this rail: its verified bank account, or its connected Stripe account (D3). */
export async function findPayee(reader: Reader, organisationId: string, rail: Rail): Promise<Payee> {
  if (rail === "sepa") {
    const [account] = await reader
      .select({ id: bankAccounts.id, fingerprint: bankAccounts.ibanFingerprint })
      .from(bankAccounts)
      .where(and(eq(bankAccounts.organisationId, organisationId), eq(bankAccounts.state, "verified")));
    if (account === undefined) throw notOnThisRail();
    return { fingerprint: account.fingerprint, bankAccountId: account.id, stripeAccountId: null };
  }
  const [organisation] = await reader
    .select({ stripeAccountId: organisations.stripeAccountId })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  const stripeAccountId = organisation?.stripeAccountId ?? null;
  if (stripeAccountId === null) throw notOnThisRail();
  return { fingerprint: stripeAccountId, bankAccountId: null, stripeAccountId };
}
