import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import { type Declared, sendingEntry } from "../disbursements/take-back-unexecuted.ts";
import type { Person } from "../domain/disbursement.ts";
import { withdrawalUndone } from "../domain/withdrawal.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { enqueueBackfill } from "../matching/enqueue-backfill.ts";
import { changeWithdrawal } from "./change-withdrawal.ts";
import type { LoadedWithdrawal } from "./load-withdrawal.ts";

/** The pot has its money again, by the reverse of the entry that moved it out (L4). */
export async function takeBackUnexecuted(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  confirmer: Person,
  order: LoadedWithdrawal,
  { declaredBy, reason }: Declared,
): Promise<void> {
  await changeWithdrawal(tx, fundId, order.id, { state: "returned", endedReason: reason });
  await postEntry(
    tx,
    fundId,
    { kind: "user", userId: declaredBy },
    {
      key: `withdrawal:${order.id}:not-executed`,
      kind: "withdrawal_not_executed",
      occurredAt: await fundNow(tx),
      source: `withdrawal:${order.id}`,
      postings: withdrawalUndone(order.potId, order.amountCents),
      correction: {
        reversesId: await sendingEntry(tx, fundId, `withdrawal:${order.id}:ordered:${order.orders}`),
        reason,
        approvedBy: confirmer,
      },
    },
  );
  await enqueueBackfill(tx, fundId, [order.potId]);
  await recordAudit(tx, confirmer, {
    action: "withdrawal.not-executed",
    subject: ["withdrawal", order.id],
    change: { amountCents: Number(order.amountCents) },
    reason,
  });
}
