import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { potWithdrawalApprovals, potWithdrawals } from "../db/schema/index.ts";
import type { DisbursementState } from "../domain/disbursement.ts";

type Change = Omit<Partial<typeof potWithdrawals.$inferInsert>, "state"> & { readonly state?: DisbursementState };

/** Writes a locked withdrawal's next state; the database refuses one its rules don't know, and counts it on the pot. */
export async function changeWithdrawal(tx: Transaction, fundId: string, id: string, change: Change): Promise<void> {
  await tx
    .update(potWithdrawals)
    .set(change)
    .where(and(eq(potWithdrawals.fundId, fundId), eq(potWithdrawals.id, id)));
}

/** What two people approved is no longer what would be paid: their approvals stand no more (D4). */
export async function voidWithdrawalApprovals(tx: Transaction, fundId: string, id: string, at: Date): Promise<void> {
  await tx
    .update(potWithdrawalApprovals)
    .set({ voidedAt: at })
    .where(
      and(
        eq(potWithdrawalApprovals.fundId, fundId),
        eq(potWithdrawalApprovals.withdrawalId, id),
        isNull(potWithdrawalApprovals.voidedAt),
      ),
    );
}
