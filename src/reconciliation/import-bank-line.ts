import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { StatementEntry } from "../banking/camt053-entry.ts";
import type { StatementTransaction } from "../banking/camt053-transaction.ts";
import type { Transaction } from "../db/client.ts";
import { bankLines } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { readBankLine, suspensePostings, type UnknownCause } from "../domain/bank-line.ts";
import { accounts } from "../domain/ledger.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { bookedAt, type StoredLine } from "./bank-line-state.ts";
import { bookBankLine } from "./book-bank-line.ts";
import { openDifference } from "./open-difference.ts";
import { readReferenced } from "./read-referenced.ts";

export type NewLine = StatementTransaction & { readonly lineRef: string; readonly entry: StatementEntry };

/** Keeps one line, once whatever statement shows it (R3), and books it, or puts its money aside with a difference open (R2). */
export async function importBankLine(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  statementId: string,
  line: NewLine,
): Promise<"known" | "booked" | "open"> {
  const stored = await storeLine(tx, deps.fundId, statementId, line);
  if (stored === undefined) return "known";
  const referenced = await readReferenced(tx, deps.fundId, line);
  const isReturn = line.returnReason !== null || line.entry.isReversal;
  const decision = readBankLine({ amountCents: line.amountCents, isReturn }, referenced);
  if (decision.kind !== "unknown") {
    await bookBankLine(tx, deps, actor, stored, decision, accounts.bank);
    return "booked";
  }
  await putAside(tx, deps, actor, stored, decision.cause);
  return "open";
}

/**
 * Whether another statement showed the same entry with more details, or without: a batch of several transactions there
 * is one sum here, and must not be booked once more (R3). The bank's own reference tells that it is the same.
 */
export async function isShownOtherwise(tx: Transaction, fundId: string, entry: StatementEntry): Promise<boolean> {
  const [whole, parts] = [[entry.entryRef], [`${entry.entryRef}.1`, `${entry.entryRef}.2`]];
  const [known] = await tx
    .select({ id: bankLines.id })
    .from(bankLines)
    .where(
      and(eq(bankLines.fundId, fundId), inArray(bankLines.lineRef, entry.transactions.length === 1 ? parts : whole)),
    )
    .limit(1);
  return known !== undefined;
}

async function storeLine(
  tx: Transaction,
  fundId: string,
  statementId: string,
  line: NewLine,
): Promise<StoredLine | undefined> {
  const [inserted] = await tx
    .insert(bankLines)
    .values({
      fundId,
      id: uuidv7(),
      statementId,
      lineRef: line.lineRef,
      amountCents: line.amountCents,
      bookedOn: line.entry.bookedOn,
      endToEndId: line.endToEndId,
      remittance: line.remittance,
      counterparty: line.counterpartyName ?? "",
      returnReason: line.returnReason,
      state: "open",
    })
    .onConflictDoNothing({ target: [bankLines.fundId, bankLines.lineRef] })
    .returning({
      id: bankLines.id,
      amountCents: bankLines.amountCents,
      bookedOn: bankLines.bookedOn,
      returnReason: bankLines.returnReason,
    });
  return inserted;
}

async function putAside(tx: Transaction, deps: Deps, actor: Actor, line: StoredLine, cause: UnknownCause) {
  await postEntry(tx, deps.fundId, actor, {
    key: `bank:${line.id}:suspense`,
    kind: "bank_line_suspended",
    occurredAt: bookedAt(line),
    source: `bank-line:${line.id}`,
    postings: suspensePostings(line.amountCents),
  });
  await openDifference(tx, deps.fundId, actor, {
    kind: "bank-line",
    subject: `bank-line:${line.id}`,
    amountCents: line.amountCents,
    proposedCause: cause,
  });
}
