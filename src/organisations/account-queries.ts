import { eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { bankAccounts, organisations } from "../db/schema/organisations.ts";

/** An account as a letter tells it; `since`: when it was verified or connected. */
export type AccountInLetter = {
  readonly organisationId: string;
  readonly organisation: string;
  readonly account: string;
  readonly since: Date | null;
};

export async function findAccount(reader: Reader, accountId: string): Promise<AccountInLetter | undefined> {
  const [row] = await reader
    .select({
      organisationId: organisations.id,
      organisation: organisations.name,
      account: bankAccounts.ibanMasked,
      since: bankAccounts.verifiedAt,
    })
    .from(bankAccounts)
    .innerJoin(organisations, eq(organisations.id, bankAccounts.organisationId))
    .where(eq(bankAccounts.id, accountId));
  return row;
}

export async function findStripeAccount(reader: Reader, organisationId: string): Promise<AccountInLetter | undefined> {
  const [row] = await reader
    .select({
      organisationId: organisations.id,
      organisation: organisations.name,
      account: organisations.stripeAccountId,
      since: organisations.stripeConnectedAt,
    })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  return row?.account == null ? undefined : { ...row, account: row.account };
}
