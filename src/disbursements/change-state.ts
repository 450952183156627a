import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { disbursementApprovals, disbursements } from "../db/schema/index.ts";
import type { DisbursementState } from "../domain/disbursement.ts";

type Change = Partial<typeof disbursements.$inferInsert> & { readonly state: DisbursementState };

/** Writes a locked disbursement's next state; the database refuses one its rules don't know (D8). */
export async function changeState(
  tx: Transaction,
  fundId: string,
  disbursementId: string,
  change: Change,
): Promise<void> {
  await tx
    .update(disbursements)
    .set(change)
    .where(and(eq(disbursements.fundId, fundId), eq(disbursements.id, disbursementId)));
}

/** What two people approved is no longer what would be paid: their approvals stand no more (D4). */
export async function voidApprovals(tx: Transaction, fundId: string, disbursementId: string, at: Date): Promise<void> {
  await tx
    .update(disbursementApprovals)
    .set({ voidedAt: at })
    .where(
      and(
        eq(disbursementApprovals.fundId, fundId),
        eq(disbursementApprovals.disbursementId, disbursementId),
        isNull(disbursementApprovals.voidedAt),
      ),
    );
}
