import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { cooperationAgreements } from "../db/schema/matching.ts";
import { taxReceipts } from "../db/schema/receipts.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";
import { cancelReceipt, issueReceipt, type ReceiptRow, saysTheSame } from "./issue-receipt.ts";
import { type PartnerLine, partnerLines } from "./partner-lines.ts";

/**
 * Brings the receipts of an agreement to what its partner gave and what of it went back: issues, cancels or replaces.
 * The agreement is held, so that two reviews at once give each number once (T1).
 */
export async function reviewPartnerReceipts(deps: Deps, actor: Actor, agreementId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [agreement] = await tx
      .select({ partnerId: cooperationAgreements.partnerId })
      .from(cooperationAgreements)
      .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, agreementId)))
      .for("no key update");
    if (agreement === undefined) return;
    for (const line of await partnerLines(tx, deps.fundId, agreementId))
      await reviewLine(tx, deps, actor, line, agreement.partnerId);
  });
}

async function reviewLine(tx: Transaction, deps: Deps, actor: Actor, line: PartnerLine, partnerId: string) {
  const current = await receiptInForce(tx, deps.fundId, line.receiptId);
  const { decision } = line;
  if (decision.kind === "none") {
    if (current === undefined) return;
    await cancelReceipt(tx, deps, actor, current, decision.reason);
    return await tell(tx, partnerId, "partner-receipt-cancelled", current.id);
  }
  if (current !== undefined && saysTheSame(current, decision)) return;
  if (current !== undefined) await cancelReceipt(tx, deps, actor, current, "replaced");
  const id = await issueReceipt(
    tx,
    deps,
    actor,
    {
      subject: line.kind === "funding" ? { fundingId: line.id } : { deliveryId: line.id },
      form: "16216",
      donor: decision.identity,
      campaignTitle: line.agreement,
      given: line.given,
      amountCents: decision.amountCents,
      creditedOn: line.creditedOn,
    },
    current,
  );
  await tell(tx, partnerId, "partner-receipt-issued", id);
}

async function receiptInForce(tx: Transaction, fundId: string, id: string | null): Promise<ReceiptRow | undefined> {
  if (id === null) return undefined;
  const [row] = await tx
    .select()
    .from(taxReceipts)
    .where(and(eq(taxReceipts.fundId, fundId), eq(taxReceipts.id, id)));
  return row;
}

async function tell(tx: Transaction, partnerId: string, template: string, receiptId: string): Promise<void> {
  for (const { userId } of await membersOf(tx, partnerId))
    await enqueue(tx, "send-mail", { template, subjectId: `${receiptId}/${userId}` });
}

/** Finds every agreement with something given whose receipt is not what it should be. */
export async function sweepPartnerReceipts(deps: Deps, actor: Actor): Promise<void> {
  const lines = await partnerLines(deps.db, deps.fundId);
  const inForce = new Map(
    (
      await deps.db
        .select()
        .from(taxReceipts)
        .where(and(eq(taxReceipts.fundId, deps.fundId), eq(taxReceipts.state, "issued"), isNull(taxReceipts.pledgeId)))
    ).map((row) => [row.id, row]),
  );
  const isOff = ({ decision, receiptId }: PartnerLine): boolean => {
    const receipt = receiptId === null ? undefined : inForce.get(receiptId);
    if (decision.kind === "none") return receipt !== undefined;
    return receipt === undefined || !saysTheSame(receipt, decision);
  };
  const agreements = [...new Set(lines.filter(isOff).map(({ agreementId }) => agreementId))];
  await forEachLogged(
    deps,
    "review-partner-receipts",
    agreements.map((id) => ({ id })),
    ({ id }) => reviewPartnerReceipts(deps, actor, id),
  );
}
