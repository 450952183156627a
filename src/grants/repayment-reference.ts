import { and, eq, inArray, sql } from "drizzle-orm";
import { createCreditorReference } from "../banking/creditor-reference.ts";
import type { Transaction } from "../db/client.ts";
import { grants } from "../db/schema/index.ts";
import type { KnownRepayment } from "../domain/bank-line.ts";
import { owedBackOf } from "../domain/grant.ts";
import { balanceOf } from "../ledger/balances.ts";

const DIGITS = 20;

/** What a holder quotes on a transfer that gives money of this grant back: RF, check digits, R, the end of the grant's id. */
export const repaymentReference = (grantId: string): string =>
  createCreditorReference(`R${grantId.replaceAll("-", "").slice(-DIGITS).toUpperCase()}`);

/** Grants whose references these are, held until the transaction ends, with what their projects owe. */
export async function findOwing(
  tx: Transaction,
  fundId: string,
  references: readonly string[],
): Promise<readonly KnownRepayment[]> {
  const ends = references.flatMap((one) => /^RF\d\dR([0-9A-F]{20})$/.exec(one)?.[1]?.toLowerCase() ?? []);
  if (ends.length === 0) return [];
  const rows = await tx
    .select({ grantId: grants.id, campaignId: grants.campaignId })
    .from(grants)
    .where(and(eq(grants.fundId, fundId), inArray(sql`right(replace(${grants.id}::text, '-', ''), ${DIGITS})`, ends)))
    .for("no key update");
  return await Promise.all(
    rows.map(async (row) => ({
      ...row,
      owedCents: await balanceOf(tx, fundId, owedBackOf({ id: row.grantId, campaignId: row.campaignId })),
    })),
  );
}
