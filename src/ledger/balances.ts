import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { accounts as accountsTable, journalEntries, postings } from "../db/schema/ledger.ts";
import type { Account } from "../domain/ledger.ts";
import { type Cents, cents } from "../domain/money.ts";

export type Balance = {
  readonly account: string;
  readonly kind: string;
  readonly normalSide: "debit" | "credit";
  /** On the account's normal side; below zero only where the account is not bounded. Euro cents. */
  readonly balanceCents: bigint;
};

/** Balances of every account of the fund, by code. */
export async function listBalances(reader: Reader, fundId: string): Promise<readonly Balance[]> {
  const rows = await reader
    .select()
    .from(accountsTable)
    .where(eq(accountsTable.fundId, fundId))
    .orderBy(asc(accountsTable.code));
  return rows.map((row) => ({
    account: row.code,
    kind: row.kind,
    normalSide: row.normalSide === "debit" ? "debit" : "credit",
    balanceCents: row.normalSide === "debit" ? row.debitCents - row.creditCents : row.creditCents - row.debitCents,
  }));
}

/** What a bounded account holds, in euro cents; zero where it was never used. */
export const balanceOf = async (reader: Reader, fundId: string, account: Account): Promise<Cents> =>
  cents(await signedBalanceOf(reader, fundId, account));

/** The same of any account, on its normal side: below zero only where it is not bounded. */
export async function signedBalanceOf(reader: Reader, fundId: string, account: Account): Promise<bigint> {
  const [row] = await reader
    .select()
    .from(accountsTable)
    .where(and(eq(accountsTable.fundId, fundId), eq(accountsTable.code, account)));
  if (row === undefined) return 0n;
  return row.normalSide === "debit" ? row.debitCents - row.creditCents : row.creditCents - row.debitCents;
}

/** What the entry under this key moved on an account (debit positive, in euro cents), and when; undefined where nothing. */
export async function findPosted(
  reader: Reader,
  fundId: string,
  key: string,
  account: Account,
): Promise<{ readonly amountCents: bigint; readonly occurredAt: Date } | undefined> {
  const [row] = await reader
    .select({ amountCents: postings.amountCents, occurredAt: journalEntries.occurredAt })
    .from(journalEntries)
    .innerJoin(postings, and(eq(postings.fundId, journalEntries.fundId), eq(postings.entryId, journalEntries.id)))
    .where(and(eq(journalEntries.fundId, fundId), eq(journalEntries.key, key), eq(postings.account, account)));
  return row;
}
