import { and, eq, type SQL } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { potWithdrawals } from "../db/schema/index.ts";
import { stateOf } from "../disbursements/load-order.ts";
import { wasNotExecuted } from "../disbursements/non-execution-queries.ts";
import type { KnownWithdrawal } from "../domain/bank-line.ts";

/** The withdrawal a bank line names, locked until the transaction ends. */
export const lockWithdrawalOf = async (
  tx: Transaction,
  fundId: string,
  endToEndId: string | null,
): Promise<KnownWithdrawal | undefined> =>
  endToEndId === null ? undefined : await lock(tx, fundId, eq(potWithdrawals.endToEndId, endToEndId.toUpperCase()));

export const lockWithdrawal = (tx: Transaction, fundId: string, id: string): Promise<KnownWithdrawal | undefined> =>
  lock(tx, fundId, eq(potWithdrawals.id, id));

async function lock(tx: Transaction, fundId: string, where: SQL): Promise<KnownWithdrawal | undefined> {
  const [row] = await tx
    .select()
    .from(potWithdrawals)
    .where(and(eq(potWithdrawals.fundId, fundId), where))
    .for("no key update");
  return row === undefined
    ? undefined
    : {
        id: row.id,
        potId: row.potId,
        state: stateOf(row.state),
        amountCents: row.amountCents,
        isDebited: row.paidAt !== null,
        isUnexecuted: row.state === "returned" && (await wasNotExecuted(tx, row.fundId, row.id)),
      };
}
