import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { enqueueBackfill } from "../matching/enqueue-backfill.ts";
import { changeWithdrawal } from "./change-withdrawal.ts";

type FundOf = Pick<Deps, "fundId">;

/** The bank shows its debit: the partner has its money back (D8). */
export async function payWithdrawal(
  tx: Transaction,
  { fundId }: FundOf,
  actor: Actor,
  withdrawalId: string,
  paidAt: Date,
): Promise<void> {
  await changeWithdrawal(tx, fundId, withdrawalId, { state: "paid", paidAt });
  await recordAudit(tx, actor, { action: "withdrawal.pay", subject: ["withdrawal", withdrawalId] });
}

/** The debit of a withdrawal whose return the bank showed first. */
export const noteLateDebit = (tx: Transaction, { fundId }: FundOf, withdrawalId: string, paidAt: Date): Promise<void> =>
  changeWithdrawal(tx, fundId, withdrawalId, { paidAt });

/** The partner's bank sent it back: the pot holds it again, once (D6). The bank's entry is the caller's. */
export async function returnWithdrawal(
  tx: Transaction,
  { fundId }: FundOf,
  actor: Actor,
  withdrawal: { readonly id: string; readonly potId: string },
  line: { readonly id: string; readonly amountCents: bigint; readonly returnReason: string | null },
): Promise<void> {
  // MS03: a bank's own code for "no reason given".
  const reason = line.returnReason ?? "MS03";
  await changeWithdrawal(tx, fundId, withdrawal.id, { state: "returned", endedReason: reason });
  await enqueueBackfill(tx, fundId, [withdrawal.potId]);
  await recordAudit(tx, actor, {
    action: "withdrawal.return",
    subject: ["withdrawal", withdrawal.id],
    change: { bankLineId: line.id, amountCents: Number(line.amountCents) },
    reason,
  });
}
