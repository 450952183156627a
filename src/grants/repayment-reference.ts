import { and, eq, inArray, sql } from "drizzle-orm";
import { createCreditorReference } from "../banking/creditor-reference.ts";
import type { Transaction } from "../db/client.ts";
import { grants } from "../db/schema/index.ts";
import { accounts } from "../domain/ledger.ts";
import type { Cents } from "../domain/money.ts";
import { balanceOf } from "../ledger/balances.ts";

const DIGITS = 20;

/** What a holder quotes on a transfer that gives money of this grant back: RF, check digits, R, the end of the grant's id. */
export const repaymentReference = (grantId: string): string =>
  createCreditorReference(`R${grantId.replaceAll("-", "").slice(-DIGITS).toUpperCase()}`);

export type Owing = { readonly grantId: string; readonly campaignId: string; readonly owedCents: Cents };

const selectOwing = (tx: Transaction, fundId: string, where: ReturnType<typeof and>) =>
  tx
    .select({ grantId: grants.id, campaignId: grants.campaignId })
    .from(grants)
    .where(and(eq(grants.fundId, fundId), where))
    .for("no key update");

/** Grants whose references these are, held, with what their projects owe. */
export async function findOwing(
  tx: Transaction,
  fundId: string,
  references: readonly string[],
): Promise<readonly Owing[]> {
  const ends = references.flatMap((one) => /^RF\d\dR([0-9A-F]{20})$/.exec(one)?.[1]?.toLowerCase() ?? []);
  if (ends.length === 0) return [];
  const end = sql<string>`right(replace(${grants.id}::text, '-', ''), ${DIGITS})`;
  return await owed(tx, fundId, await selectOwing(tx, fundId, and(inArray(end, ends))));
}

/** The same for a grant that a person pointed at. */
export const findOwingGrant = async (tx: Transaction, fundId: string, grantId: string): Promise<readonly Owing[]> =>
  owed(tx, fundId, await selectOwing(tx, fundId, and(eq(grants.id, grantId))));

const owed = (
  tx: Transaction,
  fundId: string,
  rows: readonly { readonly grantId: string; readonly campaignId: string }[],
) =>
  Promise.all(
    rows.map(async (row) => ({
      ...row,
      owedCents: await balanceOf(tx, fundId, accounts.campaignReceivable(row.campaignId)),
    })),
  );
