import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach } from "vitest";
import { balanceTransactions, differences, journalEntries } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { type Account, accounts, move } from "../../src/domain/ledger.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { moveClock } from "../support/clock.ts";
import type { TestDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { startTestSandbox, type TestSandbox } from "../support/stripe-sandbox.ts";

export const actor = worker("test");

export type Books = {
  readonly deps: Deps;
  readonly at: TestSandbox;
  /** A charge at Stripe, its line in the statement included; unknown to the books. */
  charge(amount: number, card?: string): Promise<string>;
  /** Books an amount on the account `stripe`, as a use case would for the object that moved. */
  book(stripeId: string, amountCents: bigint, more?: { key?: string; counterpart?: Account }): Promise<string>;
  /** Lets the grace of everything known so far pass. */
  passGrace(): Promise<void>;
  differences(): Promise<(typeof differences.$inferSelect)[]>;
  transactions(): Promise<(typeof balanceTransactions.$inferSelect)[]>;
  entries(): Promise<readonly string[]>;
  balance(account: Account): Promise<bigint>;
};

/** A fund and a Stripe account of its own for each test, both empty. */
export function testBooks(database: TestDatabase): () => Books {
  let books: Books;
  beforeEach(async () => {
    const at = await startTestSandbox();
    books = booksOf(database, await testDeps(database.db, at.gateway), at);
  });
  afterEach(() => books.at.sandbox.close());
  return () => books;
}

const booksOf = (database: TestDatabase, deps: Deps, at: TestSandbox): Books => ({
  deps,
  at,
  async charge(amount, card = "pm_card_bypassPending") {
    const payment = await at.stripe.paymentIntents.create({
      amount,
      currency: "eur",
      payment_method: card,
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    });
    await at.controls.idle();
    return String(payment.latest_charge);
  },
  async book(stripeId, amountCents, more = {}) {
    const { key = `${stripeId}:booked`, counterpart = accounts.refundsDue } = more;
    const postings =
      amountCents > 0n
        ? move(accounts.stripe, counterpart, amountCents)
        : move(counterpart, accounts.stripe, -amountCents);
    const entry = { key, kind: "test", occurredAt: new Date(), source: `stripe:${stripeId}`, postings };
    const { entryId } = await inTransaction(deps.db, (tx) => postEntry(tx, deps.fundId, actor, entry));
    return entryId;
  },
  passGrace: () => moveClock(database, undefined, 11 * 60),
  differences: () =>
    deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId)).orderBy(differences.id),
  transactions: () => deps.db.select().from(balanceTransactions).where(eq(balanceTransactions.fundId, deps.fundId)),
  async entries() {
    const rows = await deps.db
      .select({ key: journalEntries.key })
      .from(journalEntries)
      .where(eq(journalEntries.fundId, deps.fundId));
    return rows.map((row) => row.key).toSorted();
  },
  async balance(account) {
    const [row] = await deps.db.execute<{ cents: string }>(
      sql`select (debit_cents - credit_cents)::text as cents from accounts where fund_id = ${deps.fundId} and code = ${account}`,
    );
    return BigInt(row?.cents ?? 0);
  },
});
