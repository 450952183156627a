import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { differences } from "../db/schema/payments.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { closeDifferences } from "./close-differences.ts";
import { readCursor } from "./cursors.ts";
import { entriesCursor, entryIdOf, isUntied } from "./find-untied-entries.ts";
import { noteDifference } from "./note-difference.ts";

const KIND = "stripe-balance";

export type BalanceComparison = "ties" | "differs" | "moving";

/** What Stripe holds, pending and available together, in signed euro cents. */
export async function stripeBalance(deps: Deps): Promise<bigint> {
  const { availableCents, pendingCents } = await deps.gateway.findBalance();
  return availableCents + pendingCents;
}

/**
 * Compares Stripe's balance with the account `stripe`, leaving aside what is on its way and has, or will have, a
 * difference of its own: entries without a movement and movements without an entry (R1). `before` was read before the
 * statement: where the balance has moved since, nothing can be said and the next run compares.
 */
export async function compareBalance(deps: Deps, actor: Actor, before: bigint): Promise<BalanceComparison> {
  const expected = await expectedBalance(deps);
  if ((await stripeBalance(deps)) !== before) return "moving";
  const amountCents = before - expected;
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${KIND}:${deps.fundId}`}, 0))`);
    const [open] = await tx
      .select({ subject: differences.subject })
      .from(differences)
      .where(and(eq(differences.fundId, deps.fundId), eq(differences.kind, KIND), eq(differences.state, "open")));
    if (amountCents !== 0n) {
      if (await isAnsweredFor(tx, deps.fundId, amountCents)) return;
      const subject = open?.subject ?? `balance:${(await fundNow(tx)).toISOString()}`;
      await noteDifference(tx, deps.fundId, actor, {
        kind: KIND,
        subject,
        amountCents,
        proposedCause: "stripe-balance-differs",
      });
      return;
    }
    if (open === undefined) return;
    const [last] = await tx.execute<{ id: string }>(sql`
      select e.id from journal_entries e join postings p on p.fund_id = e.fund_id and p.entry_id = e.id
      where e.fund_id = ${deps.fundId} and p.account = 'stripe' order by e.recorded_at desc, e.id desc limit 1`);
    if (last !== undefined) {
      await closeDifferences(tx, deps.fundId, actor, KIND, [{ subject: open.subject, entryId: last.id }]);
    }
  });
  return amountCents === 0n ? "ties" : "differs";
}

/** A gap of this size that somebody explained, or that two people closed by its reason, is not opened anew (R2). */
async function isAnsweredFor(tx: Transaction, fundId: string, amountCents: bigint): Promise<boolean> {
  const [answered] = await tx.execute(sql`
    select from differences where fund_id = ${fundId} and kind = ${KIND} and amount_cents = ${amountCents.toString()}
      and (state = 'explained' or (state = 'closed' and closing_entry_id is null)) limit 1`);
  return answered !== undefined;
}

/** One statement, so that all of it is of one instant. */
async function expectedBalance(deps: Deps): Promise<bigint> {
  const { fundId } = deps;
  const since = (await readCursor(deps.db, entriesCursor(fundId))) ?? new Date(0);
  const [row] = await deps.db.execute<{ expected: string }>(sql`
    select (
      coalesce((select debit_cents - credit_cents from accounts where fund_id = ${fundId} and code = 'stripe'), 0)
      - coalesce((
          select sum(p.amount_cents) from journal_entries e
          join postings p on p.fund_id = e.fund_id and p.entry_id = e.id and p.account = 'stripe'
          where e.fund_id = ${fundId} and ${isUntied} and (
            e.recorded_at >= ${since.toISOString()}::timestamptz - interval '30 minutes'
            or e.id in (select ${entryIdOf} from differences d where d.fund_id = ${fundId} and d.kind = 'stripe-entry'))), 0)
      + coalesce((
          select sum(net_cents) from balance_transactions where fund_id = ${fundId} and reconciled_at is null), 0)
    )::text as expected`);
  return BigInt(row?.expected ?? 0);
}
