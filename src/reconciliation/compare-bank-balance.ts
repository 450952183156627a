import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { accounts as accountRows, bankStatements, differences } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts } from "../domain/ledger.ts";
import { openDifference } from "./open-difference.ts";

/**
 * The newest statement's closing balance against the ledger's bank account (R1): a gap means a statement is missing,
 * or money that was there before the books began. An unsettled gap of the same size is not opened twice.
 */
export async function compareWithLedger(tx: Transaction, deps: Deps, actor: Actor): Promise<void> {
  const [newest] = await tx
    .select({ id: bankStatements.id, closingCents: bankStatements.closingCents })
    .from(bankStatements)
    .where(eq(bankStatements.fundId, deps.fundId))
    .orderBy(
      desc(bankStatements.toOn),
      sql`${bankStatements.sequence} desc nulls last`,
      desc(bankStatements.importedAt),
      desc(bankStatements.id),
    )
    .limit(1);
  if (newest === undefined) return;
  const [bank] = await tx
    .select({ debitCents: accountRows.debitCents, creditCents: accountRows.creditCents })
    .from(accountRows)
    .where(and(eq(accountRows.fundId, deps.fundId), eq(accountRows.code, accounts.bank)));
  const gapCents = newest.closingCents - ((bank?.debitCents ?? 0n) - (bank?.creditCents ?? 0n));
  if (gapCents === 0n) return;
  const [unsettled] = await tx
    .select({ id: differences.id })
    .from(differences)
    .where(
      and(
        eq(differences.fundId, deps.fundId),
        eq(differences.kind, "bank-balance"),
        eq(differences.amountCents, gapCents),
        ne(differences.state, "closed"),
      ),
    );
  if (unsettled !== undefined) return;
  await openDifference(tx, deps.fundId, actor, {
    kind: "bank-balance",
    subject: `statement:${newest.id}`,
    amountCents: gapCents,
    proposedCause: "statement-missing-or-opening-balance",
  });
}
