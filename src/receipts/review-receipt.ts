import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { taxReceipts } from "../db/schema/receipts.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { decideReceipt, type ReceiptDecision } from "../domain/tax-receipt.ts";
import { InvariantViolation } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { lockPledge, type PledgeRow } from "../pledges/lock-pledge.ts";
import { cancelReceipt, issueReceipt, type ReceiptRow, saysTheSame } from "./issue-receipt.ts";
import { creditedOn, limitsOn, readGift } from "./read-gift.ts";

export type Review = "unchanged" | "issued" | "cancelled" | "replaced";

type Due = Extract<ReceiptDecision, { kind: "due" }>;

/**
 * Brings a gift's receipt to what its gift is now (T1, T3): issues the one that is due, cancels one that is no longer,
 * replaces one whose amount or name changed. Repeated, raced or killed, each number is given once.
 */
export async function reviewReceipt(deps: Deps, actor: Actor, pledgeId: string): Promise<Review> {
  return inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    const day = pledge && creditedOn(pledge);
    if (pledge === undefined || day == null) return "unchanged";
    const decision = decideReceipt(await readGift(tx, pledge), await limitsOn(tx, deps.fundId, day));
    const current = await receiptInForce(tx, deps.fundId, pledgeId);
    if (current === undefined) {
      if (decision.kind === "none") return "unchanged";
      await issue(tx, deps, actor, pledge, day, decision, undefined);
      return "issued";
    }
    if (decision.kind === "none") {
      await cancel(tx, deps, actor, current, decision.reason);
      return "cancelled";
    }
    if (saysTheSame(current, decision)) return "unchanged";
    await cancel(tx, deps, actor, current, "replaced");
    await issue(tx, deps, actor, pledge, day, decision, current);
    return "replaced";
  });
}

async function receiptInForce(tx: Transaction, fundId: string, pledgeId: string): Promise<ReceiptRow | undefined> {
  const [row] = await tx
    .select()
    .from(taxReceipts)
    .where(and(eq(taxReceipts.fundId, fundId), eq(taxReceipts.pledgeId, pledgeId), eq(taxReceipts.state, "issued")));
  return row;
}

async function issue(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  day: string,
  due: Due,
  replaced: ReceiptRow | undefined,
): Promise<void> {
  const id = await issueReceipt(
    tx,
    deps,
    actor,
    {
      subject: { pledgeId: pledge.id },
      form: due.form,
      donor: due.identity,
      campaignTitle: await titleOf(tx, pledge),
      amountCents: due.amountCents,
      creditedOn: day,
    },
    replaced,
  );
  await enqueue(tx, "send-mail", { template: "receipt-issued", subjectId: id });
}

async function cancel(tx: Transaction, deps: Deps, actor: Actor, receipt: ReceiptRow, reason: string): Promise<void> {
  await cancelReceipt(tx, deps, actor, receipt, reason);
  if (reason !== "replaced") await enqueue(tx, "send-mail", { template: "receipt-cancelled", subjectId: receipt.id });
}

async function titleOf(tx: Transaction, pledge: PledgeRow): Promise<string> {
  const [row] = await tx
    .select({ title: campaigns.title })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, pledge.fundId), eq(campaigns.id, pledge.campaignId)));
  if (row === undefined) throw new InvariantViolation(`pledge ${pledge.id} has no campaign`);
  return row.title;
}
