import { and, desc, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { accounts as accountRows, bankStatements, differences } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts } from "../domain/ledger.ts";
import { closeDifferences } from "./close-differences.ts";
import { openDifference } from "./open-difference.ts";

const KIND = "bank-balance";

/**
 * The newest statement's closing balance against the ledger's bank account (R1): a gap means a statement is missing,
 * or money that was there before the books began. A gap of the same size that is unsettled, or that two people answered
 * for by its reason, is not opened twice; where nothing is missing any more, what was open closes (R2).
 */
export async function compareWithLedger(tx: Transaction, deps: Deps, actor: Actor): Promise<void> {
  const gap = await bankGap(tx, deps.fundId);
  if (gap === undefined) return;
  if (gap.cents === 0n) return await closeAll(tx, deps.fundId, actor);
  const [known] = await tx
    .select({ id: differences.id })
    .from(differences)
    .where(
      and(
        eq(differences.fundId, deps.fundId),
        eq(differences.kind, KIND),
        eq(differences.amountCents, gap.cents),
        or(ne(differences.state, "closed"), isNull(differences.closingEntryId)),
      ),
    )
    .limit(1);
  if (known !== undefined) return;
  await openDifference(tx, deps.fundId, actor, {
    kind: KIND,
    subject: `statement:${gap.statementId}`,
    amountCents: gap.cents,
    proposedCause: "statement-missing-or-opening-balance",
  });
}

/** One at a time: two files that show the same lines never judge them side by side, nor a file and who books its gap. */
export const holdStatements = (tx: Transaction, fundId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`bank-statements:${fundId}`}, 0))`);

/** What the newest statement has more than the books, in signed euro cents; undefined before the first statement. */
export async function bankGap(tx: Transaction, fundId: string) {
  const [newest] = await tx
    .select({ id: bankStatements.id, closingCents: bankStatements.closingCents })
    .from(bankStatements)
    .where(eq(bankStatements.fundId, fundId))
    .orderBy(
      desc(bankStatements.toOn),
      sql`${bankStatements.sequence} desc nulls last`,
      desc(bankStatements.importedAt),
      desc(bankStatements.id),
    )
    .limit(1);
  if (newest === undefined) return undefined;
  const [bank] = await tx
    .select({ debitCents: accountRows.debitCents, creditCents: accountRows.creditCents })
    .from(accountRows)
    .where(and(eq(accountRows.fundId, fundId), eq(accountRows.code, accounts.bank)));
  const cents = newest.closingCents - ((bank?.debitCents ?? 0n) - (bank?.creditCents ?? 0n));
  return { statementId: newest.id, cents };
}

/** By the entry that moved the account last: with it, books and statement came to say the same. */
async function closeAll(tx: Transaction, fundId: string, actor: Actor): Promise<void> {
  const ties = await tx.execute<{ subject: string; entryId: string }>(sql`
    select d.subject, last.id as "entryId" from differences d
    cross join lateral (select e.id from journal_entries e
      join postings p on p.fund_id = e.fund_id and p.entry_id = e.id and p.account = ${accounts.bank}
      where e.fund_id = d.fund_id order by e.recorded_at desc, e.id desc limit 1) last
    where d.fund_id = ${fundId} and d.kind = ${KIND} and d.state <> 'closed'`);
  await closeDifferences(tx, fundId, actor, KIND, ties);
}
