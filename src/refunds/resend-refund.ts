import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { refunds } from "../db/schema/pledges.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Account, accounts, move } from "../domain/ledger.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { notFailed } from "./messages.ts";
import { closeFailures } from "./send-refund.ts";

/** A person decides that a refund that failed is sent once more, under a key of its own (F5). */
export async function resendRefund(deps: Deps, actor: Actor, refundId: string): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "pledge.read-any")) throw notFound();
  if (!permits(actor, "refund.propose")) throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    const refund = await lockFailed(tx, deps.fundId, refundId);
    await tx
      .update(refunds)
      .set({ state: "requested", attempt: refund.attempt + 1, stripeRefundId: null, endedAt: null })
      .where(and(eq(refunds.fundId, deps.fundId), eq(refunds.id, refundId)));
    await recordAudit(tx, actor, {
      action: "refund.resend",
      subject: ["refund", refundId],
      change: { attempt: refund.attempt + 1 },
    });
    await enqueue(tx, "send-refund", { refundId });
  });
}

/**
 * Two people decided that money owed to a donor who can't be paid goes elsewhere (F5, R2): called by whoever closes
 * the difference of one of its sendings; those of the others end with it. Answers the entry.
 */
export async function closeRefund(
  tx: Transaction,
  deps: Pick<Deps, "fundId">,
  actor: Actor,
  difference: { readonly subject: string },
  account: Account,
): Promise<string> {
  const refundId = difference.subject.split(":")[1] ?? "";
  const refund = await lockFailed(tx, deps.fundId, refundId);
  await tx
    .update(refunds)
    .set({ state: "closed", endedAt: sql`fund_now()` })
    .where(and(eq(refunds.fundId, deps.fundId), eq(refunds.id, refundId)));
  await recordAudit(tx, actor, { action: "refund.closed", subject: ["refund", refundId], change: { account } });
  const { entryId } = await postEntry(tx, deps.fundId, actor, {
    key: `refund:${refundId}:closed`,
    kind: "refund_closed",
    occurredAt: await fundNow(tx),
    source: `refund:${refundId}`,
    postings: move(accounts.refundsDue, account, refund.amountCents),
  });
  await closeFailures(tx, deps.fundId, actor, refund, entryId, difference.subject);
  return entryId;
}

async function lockFailed(tx: Transaction, fundId: string, refundId: string) {
  const [refund] = await tx
    .select()
    .from(refunds)
    .where(and(eq(refunds.fundId, fundId), eq(refunds.id, refundId)))
    .for("no key update");
  if (refund === undefined) throw notFound();
  if (refund.state !== "failed") throw notFailed();
  return refund;
}
