import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { taxReceipts } from "../db/schema/receipts.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { ReceiptForm, ReceiptIdentity } from "../domain/tax-receipt.ts";
import { nextNumber } from "./next-number.ts";
import { type GivenFor, type ReceiptContent, receiptContent } from "./receipt-content.ts";

export type ReceiptRow = typeof taxReceipts.$inferSelect;

/** What a receipt is about: one of these, never two. */
type Subject = { readonly pledgeId: string } | { readonly fundingId: string } | { readonly deliveryId: string };

export type ReceiptFacts = GivenFor & {
  readonly subject: Subject;
  readonly form: ReceiptForm;
  readonly donor: ReceiptIdentity;
  readonly amountCents: bigint;
  readonly creditedOn: string;
};

/** Issues a receipt under the next number of the fund's year (T1), in the place of another where it replaces one. */
export async function issueReceipt(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  { subject, ...facts }: ReceiptFacts,
  replaced: ReceiptRow | undefined,
): Promise<string> {
  const issuedOn = dayOf(await fundNow(tx));
  const year = Number(issuedOn.slice(0, 4));
  const number = await nextNumber(tx, deps.fundId, year);
  const replaces = replaced === undefined ? null : (replaced.content as ReceiptContent).reference;
  const content = receiptContent(deps, { ...facts, year, number, issuedOn, replaces });
  const id = uuidv7();
  await tx.insert(taxReceipts).values({
    fundId: deps.fundId,
    id,
    year,
    number,
    ...subject,
    form: facts.form,
    amountCents: facts.amountCents,
    creditedOn: facts.creditedOn,
    content,
    state: "issued",
    issuedAt: sql`fund_now()`,
    replacesId: replaced?.id ?? null,
  });
  await recordAudit(tx, actor, {
    action: "receipt.issue",
    subject: ["receipt", id],
    change: { reference: content.reference, ...subject, amountCents: content.amountCents },
  });
  return id;
}

/** A receipt that no longer says what is so; it keeps its number (T1). */
export async function cancelReceipt(
  tx: Transaction,
  { fundId }: Deps,
  actor: Actor,
  receipt: ReceiptRow,
  reason: string,
): Promise<void> {
  await tx
    .update(taxReceipts)
    .set({ state: "cancelled", cancelledAt: sql`fund_now()`, cancelledReason: reason })
    .where(and(eq(taxReceipts.fundId, fundId), eq(taxReceipts.id, receipt.id)));
  await recordAudit(tx, actor, { action: "receipt.cancel", subject: ["receipt", receipt.id], reason });
}

type Due = { readonly amountCents: bigint; readonly identity: ReceiptIdentity };

/** Whether a receipt already says what is due. */
export const saysTheSame = (receipt: ReceiptRow, due: Due): boolean => {
  const { donor } = receipt.content as ReceiptContent;
  return receipt.amountCents === due.amountCents && canonical(donor) === canonical(due.identity);
};

/** Objects from the database come back with their keys in another order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null ? Object.fromEntries(Object.entries(one).toSorted()) : one,
  );
