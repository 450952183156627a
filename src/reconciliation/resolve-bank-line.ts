import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { accounts as accountRows, bankLines, disbursements, matchingPots, stripePayouts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type BankMeaning, type Referenced, readBankLine } from "../domain/bank-line.ts";
import type { Destination, Resolution } from "../domain/difference.ts";
import { type Account, accounts, move } from "../domain/ledger.ts";
import { InvariantViolation } from "../errors.ts";
import { lockOwing } from "../grants/repayments-to-tie.ts";
import { spendableOf } from "../ledger/free-reserve.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { lockWithdrawal } from "../pots/find-withdrawal.ts";
import { findReturnable, takenBy } from "../pots/return-funding.ts";
import { bookedAt, lineKey, markBooked, type StoredLine } from "./bank-line-state.ts";
import { bookBankLine } from "./book-bank-line.ts";
import { accountExhausted, resolutionNotPossible } from "./messages.ts";
import { findRecorded, lockDisbursement } from "./read-referenced.ts";

type Pointed = Exclude<Destination, { kind: "account" }>;
type Referred = Exclude<Pointed, { kind: "repayment" }>;

/** The line with what is still open of it: a return may have been taken from its pot in part. */
export async function lockBankLine(tx: Transaction, fundId: string, subject: string): Promise<StoredLine> {
  const [line] = await tx
    .select()
    .from(bankLines)
    .where(and(eq(bankLines.fundId, fundId), eq(bankLines.id, subject.replace(/^bank-line:/, ""))))
    .for("no key update");
  if (line === undefined) throw new InvariantViolation(`difference about ${subject}, which does not exist`);
  return { ...line, amountCents: line.amountCents + (await takenBy(tx, fundId, line.id)) };
}

/** Moves a line's money from `suspense` to where a person said it belongs (R2). Answers the entry, none for a mere reason. */
export async function resolveBankLine(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  line: StoredLine,
  resolution: Resolution,
): Promise<string | null> {
  switch (resolution.kind) {
    case "reason":
      await markBooked(tx, deps.fundId, line, `bank:${line.id}:suspense`);
      return null;
    case "refund":
    case "return":
    case "split":
      throw resolutionNotPossible();
    case "account": {
      await checkAccountCovers(tx, deps.fundId, resolution.account, line.amountCents);
      const key = `bank:${lineKey(line)}:booked`;
      const { entryId } = await postEntry(tx, deps.fundId, actor, {
        key,
        kind: "bank_line_assigned",
        occurredAt: bookedAt(line),
        source: `bank-line:${line.id}`,
        postings: move(accounts.suspense, resolution.account, line.amountCents),
      });
      await markBooked(tx, deps.fundId, line, key);
      return entryId;
    }
    case "pot":
    case "disbursement":
    case "withdrawal":
    case "repayment":
    case "payout": {
      const meaning = await meaningOf(tx, deps.fundId, line, resolution);
      return await bookBankLine(tx, deps, actor, line, meaning, accounts.suspense);
    }
  }
}

/** A sum that leaves the fund's own money must be there: said to the person, before the ledger refuses it (L3). */
export async function checkAccountCovers(
  tx: Transaction,
  fundId: string,
  account: Account,
  amountCents: bigint,
): Promise<void> {
  if (amountCents >= 0n) return;
  const [row] = await tx
    .select()
    .from(accountRows)
    .where(and(eq(accountRows.fundId, fundId), eq(accountRows.code, account)));
  const isBounded = row?.bounded ?? BOUNDED_ACCOUNTS.has(account);
  if (isBounded && (await spendableOf(tx, fundId, account)) + amountCents < 0n) throw accountExhausted();
}

const BOUNDED_ACCOUNTS: ReadonlySet<Account> = new Set([accounts.general, accounts.reserve]);

/** What the line would mean had it borne that reference; a person supplies the reference, never the amount. */
export async function meaningOf(
  tx: Transaction,
  fundId: string,
  line: StoredLine,
  resolution: Pointed,
): Promise<BankMeaning> {
  if (resolution.kind === "repayment") return await repaymentOf(tx, fundId, line, resolution.grantId);
  const referenced = await findPointed(tx, fundId, line.amountCents, resolution);
  const isReturn = RETURNING[resolution.kind] === (line.amountCents > 0n ? "credit" : "debit");
  const decision = readBankLine({ amountCents: line.amountCents, isReturn }, referenced);
  if (decision.kind === "unknown") throw resolutionNotPossible();
  return decision;
}

/** A holder may give back in several transfers, never more than its project owes: what is too much is for a split. */
async function repaymentOf(tx: Transaction, fundId: string, line: StoredLine, grantId: string): Promise<BankMeaning> {
  const repayment = await lockOwing(tx, fundId, grantId);
  if (repayment === undefined || line.amountCents <= 0n || line.amountCents > repayment.owedCents)
    throw resolutionNotPossible();
  return { kind: "repayment-received", repayment };
}

/** On which side of the account each thing a person points at would be seen coming back. */
const RETURNING: Readonly<Record<Referred["kind"], "credit" | "debit" | undefined>> = {
  disbursement: "credit",
  withdrawal: "credit",
  pot: "debit",
  payout: undefined,
};

async function findPointed(
  tx: Transaction,
  fundId: string,
  amountCents: bigint,
  resolution: Referred,
): Promise<Referenced> {
  const nothing: Referenced = {
    disbursement: undefined,
    withdrawal: undefined,
    potIds: [],
    returnable: [],
    recorded: [],
    payouts: [],
  };
  switch (resolution.kind) {
    case "pot": {
      const pots = await tx
        .select({ id: matchingPots.id })
        .from(matchingPots)
        .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, resolution.potId)));
      const potIds = pots.map((pot) => pot.id);
      if (amountCents < 0n) {
        const sought = { amountCents: -amountCents, exactly: false };
        return { ...nothing, potIds, returnable: await findReturnable(tx, fundId, potIds, sought) };
      }
      return { ...nothing, potIds, recorded: await findRecorded(tx, fundId, potIds, amountCents) };
    }
    case "withdrawal":
      return { ...nothing, withdrawal: await lockWithdrawal(tx, fundId, resolution.withdrawalId) };
    case "disbursement": {
      const where = and(eq(disbursements.fundId, fundId), eq(disbursements.id, resolution.disbursementId));
      return { ...nothing, disbursement: await lockDisbursement(tx, where) };
    }
    case "payout": {
      const payouts = await tx
        .select({ id: stripePayouts.id, amountCents: stripePayouts.amountCents })
        .from(stripePayouts)
        .where(
          and(
            eq(stripePayouts.fundId, fundId),
            eq(stripePayouts.id, resolution.payoutId),
            isNull(stripePayouts.bankLineId),
          ),
        )
        .for("no key update");
      return { ...nothing, payouts };
    }
  }
}
