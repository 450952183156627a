import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import { notExecutedPostings, type Person } from "../domain/disbursement.ts";
import { InvariantViolation } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { entryIdOf } from "../ledger/queries.ts";
import { changeState } from "./change-state.ts";
import type { LoadedOrder } from "./load-order.ts";

/** What a person declared of an order, and why. */
export type Declared = { readonly declaredBy: string; readonly reason: string };

/** The grant has its money again, by the reverse of the entry that sent it (L4); the instalment can be asked for anew. */
export async function takeBackUnexecuted(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  confirmer: Person,
  order: LoadedOrder,
  { declaredBy, reason }: Declared,
): Promise<void> {
  await changeState(tx, fundId, order.id, { state: "returned", endedReason: reason });
  await postEntry(
    tx,
    fundId,
    { kind: "user", userId: declaredBy },
    {
      key: `disbursement:${order.id}:not-executed`,
      kind: "disbursement_not_executed",
      occurredAt: await fundNow(tx),
      source: `disbursement:${order.id}`,
      postings: notExecutedPostings(order.grantId, order.amountCents),
      correction: {
        reversesId: await sendingEntry(tx, fundId, `disbursement:${order.id}:ordered`),
        reason,
        approvedBy: confirmer,
      },
    },
  );
  await recordAudit(tx, confirmer, {
    action: "disbursement.not-executed",
    subject: ["disbursement", order.id],
    change: { paymentFileId: order.paymentFileId, amountCents: Number(order.amountCents) },
    reason,
  });
}

/** The entry by which an order left, which every sent order has. */
export async function sendingEntry(tx: Transaction, fundId: string, key: string): Promise<string> {
  const entryId = await entryIdOf(tx, fundId, key);
  if (entryId === undefined) throw new InvariantViolation(`no entry ${key}`);
  return entryId;
}
