import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { balanceTransactions } from "../db/schema/payments.ts";
import type { Actor } from "../domain/actor.ts";
import { type Account, accounts, credit, debit, move } from "../domain/ledger.ts";
import type { DifferenceCause } from "../domain/reconciliation.ts";
import { InvariantViolation } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { resolutionNotPossible } from "./messages.ts";

/** Causes of lines whose money stands in suspense already. */
const SUSPENDED: ReadonlySet<string> = new Set<DifferenceCause>(["category-unknown", "customer-money-unplaced"]);

/**
 * Books a sum only Stripe knew of where a person said it belongs (R2): out of suspense, or onto the account `stripe`,
 * where the next run ties it and posts its fee. `subject` is the difference's, `txn:<id>`. Answers the entry.
 */
export async function resolveStripeTransaction(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  subject: string,
  cause: string,
  account: Account,
): Promise<string> {
  const id = subject.replace(/^txn:/, "");
  const isLine = and(eq(balanceTransactions.fundId, fundId), eq(balanceTransactions.id, id));
  const [line] = await tx.select().from(balanceTransactions).where(isLine).for("no key update");
  if (line === undefined) throw new InvariantViolation(`difference about ${subject}, which does not exist`);
  const common = { key: `txn:${id}:assigned`, kind: "stripe_transaction_assigned", occurredAt: line.occurredAt };
  if (SUSPENDED.has(cause) && line.reconciledAt !== null) {
    // The line's own entry took it to suspense gross; its fee is already a cost.
    const postings = move(accounts.suspense, account, line.amountCents);
    return (await postEntry(tx, fundId, actor, { ...common, source: subject, postings })).entryId;
  }
  if (cause !== "entry-missing" || line.reconciledAt !== null) throw resolutionNotPossible();
  const postings = [debit(accounts.stripe, line.amountCents), credit(account, line.amountCents)];
  const source = `stripe:${line.sourceId ?? line.id}`;
  return (await postEntry(tx, fundId, actor, { ...common, source, postings })).entryId;
}
