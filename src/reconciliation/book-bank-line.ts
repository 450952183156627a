import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { disbursements, stripePayouts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { changeState } from "../disbursements/change-state.ts";
import { payDisbursement } from "../disbursements/pay-disbursement.ts";
import type { Actor } from "../domain/actor.ts";
import { type BankMeaning, bankPostings } from "../domain/bank-line.ts";
import type { Account } from "../domain/ledger.ts";
import { cents } from "../domain/money.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { fundPot } from "../matching/fund-pot.ts";
import { noteLateDebit, payWithdrawal, returnWithdrawal } from "../pots/pay-withdrawal.ts";
import { bookedAt, lineKey, markBooked, type StoredLine } from "./bank-line-state.ts";
import { bookFundingReturn } from "./book-funding-return.ts";

/** Carries out what a line means: its entry, and the change of what it is about. `from` is `bank`, or `suspense` where it waited. */
export async function bookBankLine(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  line: StoredLine,
  meaning: BankMeaning,
  from: Account,
): Promise<string | null> {
  if (meaning.kind === "pot-recorded") return await proveReceipt(tx, deps, actor, line, meaning, from);
  if (meaning.kind === "pot-funding-returned") return await bookFundingReturn(tx, deps, actor, line, meaning, from);
  // The last payment of a grant takes its pots: before the accounts, as everywhere.
  await changeSubject(tx, deps, actor, line, meaning);
  const { key, entryId } = await postMeaning(tx, deps, actor, line, meaning, from);
  await markBooked(tx, deps.fundId, line, key);
  return entryId;
}

type Recorded = Extract<BankMeaning, { kind: "pot-recorded" }>;

type Ordinary = Exclude<BankMeaning, Recorded | { kind: "pot-funding-returned" }>;

/** The receipt stands in the books already, so the line is tied to its entry; money that waited in suspense leaves it. */
async function proveReceipt(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  line: StoredLine,
  meaning: Recorded,
  from: Account,
): Promise<string | null> {
  const postings = bankPostings(meaning, from, line.amountCents);
  const posted =
    postings.length === 0
      ? undefined
      : await postEntry(tx, deps.fundId, actor, {
          key: `bank:${lineKey(line)}:booked`,
          kind: "bank_receipt_proven",
          occurredAt: bookedAt(line),
          source: `bank-line:${line.id}`,
          postings,
        });
  await markBooked(tx, deps.fundId, line, meaning.entryKey);
  await recordAudit(tx, actor, {
    action: "pot.prove-receipt",
    subject: ["pot", meaning.potId],
    change: { bankLineId: line.id, entryKey: meaning.entryKey },
  });
  return posted?.entryId ?? null;
}

async function postMeaning(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  line: StoredLine,
  meaning: Ordinary,
  from: Account,
) {
  if (meaning.kind === "pot-funded") {
    return await fundPot(tx, deps, actor, {
      potId: meaning.potId,
      amountCents: cents(line.amountCents),
      source: "bank",
      reference: lineKey(line),
      occurredAt: bookedAt(line),
      from,
    });
  }
  const key = `bank:${lineKey(line)}:booked`;
  const posted = await postEntry(tx, deps.fundId, actor, {
    key,
    kind: `bank_${meaning.kind.replaceAll("-", "_")}`,
    occurredAt: bookedAt(line),
    source: `bank-line:${line.id}`,
    postings: bankPostings(meaning, from, line.amountCents),
  });
  return { ...posted, key };
}

async function changeSubject(tx: Transaction, deps: Deps, actor: Actor, line: StoredLine, meaning: Ordinary) {
  switch (meaning.kind) {
    case "disbursement-paid":
      return await payDisbursement(tx, deps, actor, meaning.disbursement, bookedAt(line));
    case "disbursement-debited-late":
      await tx
        .update(disbursements)
        .set({ paidAt: bookedAt(line) })
        .where(and(eq(disbursements.fundId, deps.fundId), eq(disbursements.id, meaning.disbursement.id)));
      return;
    case "disbursement-returned": {
      const reason = line.returnReason ?? "MS03";
      await changeState(tx, deps.fundId, meaning.disbursement.id, { state: "returned", endedReason: reason });
      await recordAudit(tx, actor, {
        action: "disbursement.return",
        subject: ["disbursement", meaning.disbursement.id],
        change: { bankLineId: line.id, amountCents: Number(line.amountCents) },
        reason,
      });
      return;
    }
    case "withdrawal-paid":
      return await payWithdrawal(tx, deps, actor, meaning.withdrawal.id, bookedAt(line));
    case "withdrawal-debited-late":
      return await noteLateDebit(tx, deps, meaning.withdrawal.id, bookedAt(line));
    case "withdrawal-returned":
      return await returnWithdrawal(tx, deps, actor, meaning.withdrawal, line);
    case "repayment-received":
      return await recordAudit(tx, actor, {
        action: "grant.repay",
        subject: ["grant", meaning.repayment.grantId],
        change: { bankLineId: line.id, amountCents: Number(line.amountCents) },
      });
    case "payout-arrived":
      await tx
        .update(stripePayouts)
        .set({ bankLineId: line.id })
        .where(and(eq(stripePayouts.fundId, deps.fundId), eq(stripePayouts.id, meaning.payoutId)));
      return;
    case "pot-funded":
      return;
  }
}
