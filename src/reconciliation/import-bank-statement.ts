import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { type BankStatement, parseCamt053 } from "../banking/camt053.ts";
import { StatementRefused } from "../banking/errors.ts";
import { maskIban, normaliseIban } from "../banking/iban.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { bankStatements } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, InvariantViolation } from "../errors.ts";
import { compareWithLedger, holdStatements } from "./compare-bank-balance.ts";
import { importBankLine, isShownOtherwise } from "./import-bank-line.ts";
import { statementDiffers, statementOfAnotherAccount, statementRefused } from "./messages.ts";

export type ImportedStatement = {
  readonly statementId: string;
  /** False where this statement was imported before: nothing changed. */
  readonly isNew: boolean;
  readonly linesNew: number;
  /** Lines an earlier statement had already shown. */
  readonly linesKnown: number;
  readonly linesBooked: number;
  /** New lines nobody could be sure about: each has a difference open. */
  readonly linesOpen: number;
};

/**
 * Takes a camt.053 file wholly or not at all (R1–R3): keeps its statements and lines once, books each new line whose
 * reference and amount say what it is, and opens a difference for every other one.
 */
export async function importBankStatement(
  deps: Deps,
  actor: Actor,
  input: { readonly xml: string },
): Promise<readonly ImportedStatement[]> {
  if (!permits(actor, "bank-statement.import")) throw forbidden();
  const statements = readStatements(input.xml);
  const ownIban = normaliseIban(deps.bankAccount.iban);
  for (const { iban } of statements) if (iban !== ownIban) throw statementOfAnotherAccount(maskIban(iban));
  return await inTransaction(deps.db, async (tx) => {
    await holdStatements(tx, deps.fundId);
    const imported: ImportedStatement[] = [];
    for (const statement of statements) imported.push(await importStatement(tx, deps, actor, statement));
    if (imported.some((one) => one.isNew)) await compareWithLedger(tx, deps, actor);
    return imported;
  });
}

function readStatements(xml: string): readonly BankStatement[] {
  try {
    return parseCamt053(xml);
  } catch (error) {
    throw error instanceof StatementRefused ? statementRefused(error) : error;
  }
}

async function importStatement(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  statement: BankStatement,
): Promise<ImportedStatement> {
  const stored = await storeStatement(tx, deps, statement);
  const counts = { linesNew: 0, linesKnown: 0, linesBooked: 0, linesOpen: 0 };
  if (!stored.isNew) return { statementId: statement.statementId, isNew: false, ...counts };
  for (const entry of statement.entries) {
    if (entry.status !== "BOOK") continue;
    if (await isShownOtherwise(tx, deps.fundId, entry)) {
      counts.linesKnown += entry.transactions.length;
      continue;
    }
    for (const [index, transaction] of entry.transactions.entries()) {
      if (transaction.amountCents === 0n) continue;
      const lineRef = entry.transactions.length === 1 ? entry.entryRef : `${entry.entryRef}.${index + 1}`;
      const outcome = await importBankLine(tx, deps, actor, stored.id, { ...transaction, lineRef, entry });
      counts.linesNew += outcome === "known" ? 0 : 1;
      counts.linesKnown += outcome === "known" ? 1 : 0;
      counts.linesBooked += outcome === "booked" ? 1 : 0;
      counts.linesOpen += outcome === "open" ? 1 : 0;
    }
  }
  await recordAudit(tx, actor, {
    action: "bank-statement.import",
    subject: ["bank-statement", stored.id],
    change: { statementId: statement.statementId, closingCents: Number(statement.closingCents), ...counts },
  });
  return { statementId: statement.statementId, isNew: true, ...counts };
}

/** The same statement again is no statement; the same name on other balances is refused. */
async function storeStatement(
  tx: Transaction,
  deps: Deps,
  statement: BankStatement,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const ibanFingerprint = deps.cipher.fingerprint(statement.iban);
  const content = {
    fromOn: statement.fromOn,
    toOn: statement.toOn,
    openingCents: statement.openingCents,
    closingCents: statement.closingCents,
  };
  const [inserted] = await tx
    .insert(bankStatements)
    .values({
      ...content,
      fundId: deps.fundId,
      id: uuidv7(),
      statementId: statement.statementId,
      sequence: statement.sequence,
      ibanFingerprint,
      ibanMasked: maskIban(statement.iban),
      importedAt: await fundNow(tx),
    })
    .onConflictDoNothing({
      target: [bankStatements.fundId, bankStatements.ibanFingerprint, bankStatements.statementId],
    })
    .returning({ id: bankStatements.id });
  if (inserted !== undefined) return { id: inserted.id, isNew: true };
  const [known] = await tx
    .select()
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.fundId, deps.fundId),
        eq(bankStatements.ibanFingerprint, ibanFingerprint),
        eq(bankStatements.statementId, statement.statementId),
      ),
    );
  if (known === undefined) throw new InvariantViolation(`statement ${statement.statementId} is neither new nor known`);
  const isSame =
    known.fromOn === content.fromOn &&
    known.toOn === content.toOn &&
    known.openingCents === content.openingCents &&
    known.closingCents === content.closingCents;
  if (!isSame) throw statementDiffers(statement.statementId);
  return { id: known.id, isNew: false };
}
