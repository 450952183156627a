import type { DisbursementState, Rail } from "./disbursement.ts";
import { owedBackOf } from "./grant.ts";
import { type Account, accounts, move, type Posting } from "./ledger.ts";

/** One booked movement of the fund's bank account; credit positive, debit negative, in euro cents. */
export type BankLine = { readonly amountCents: bigint; readonly isReturn: boolean };

export type KnownDisbursement = {
  readonly id: string;
  readonly grantId: string;
  readonly rail: Rail;
  readonly state: DisbursementState;
  readonly amountCents: bigint;
  /** Whether the statement already showed its debit. */
  readonly isDebited: boolean;
  /** Two people said the bank never made it, and its money is back where it came from. */
  readonly isUnexecuted: boolean;
};

/** Money a partner takes back from its pot, by bank transfer. */
export type KnownWithdrawal = Omit<KnownDisbursement, "grantId" | "rail"> & { readonly potId: string };

/** What the fund knows that bears the line's exact references. */
export type Referenced = {
  readonly disbursement: KnownDisbursement | undefined;
  readonly withdrawal: KnownWithdrawal | undefined;
  readonly quotesSeveralOrders?: boolean;
  readonly potIds: readonly string[];
  /** Receipts of those pots that a debit of exactly this line's amount may send back. */
  readonly returnable: readonly { readonly potId: string; readonly fundingId: string }[];
  /** Receipts of the same pot and amount that a paymaster wrote down before the statement came, and no line proves yet. */
  readonly recorded: readonly { readonly potId: string; readonly entryKey: string }[];
  readonly payouts: readonly { readonly id: string; readonly amountCents: bigint }[];
  /** Grants whose holders give money back under these references, with what each owes. */
  readonly repayments?: readonly KnownRepayment[];
};

export type KnownRepayment = {
  readonly grantId: string;
  readonly campaignId: string | null;
  readonly owedCents: bigint;
};

export type BankMeaning =
  | { readonly kind: "disbursement-paid"; readonly disbursement: KnownDisbursement }
  /** The debit of an order whose return the bank showed first. */
  | { readonly kind: "disbursement-debited-late"; readonly disbursement: KnownDisbursement }
  | { readonly kind: "disbursement-returned"; readonly disbursement: KnownDisbursement }
  | { readonly kind: "withdrawal-paid"; readonly withdrawal: KnownWithdrawal }
  | { readonly kind: "withdrawal-debited-late"; readonly withdrawal: KnownWithdrawal }
  | { readonly kind: "withdrawal-returned"; readonly withdrawal: KnownWithdrawal }
  | { readonly kind: "pot-funded"; readonly potId: string }
  /** The partner's bank takes a transfer back. */
  | { readonly kind: "pot-funding-returned"; readonly potId: string; readonly fundingId: string }
  /** Its entry exists already: the line proves it, and moves nothing a second time. */
  | { readonly kind: "pot-recorded"; readonly potId: string; readonly entryKey: string }
  | { readonly kind: "payout-arrived"; readonly payoutId: string }
  /** A holder gives back what its project owes: all of it by a statement alone, a part where two people say so (F2). */
  | { readonly kind: "repayment-received"; readonly repayment: KnownRepayment };

export type UnknownCause =
  | "amount-differs"
  | "seen-already"
  | "declared-not-executed"
  | "not-sent-by-us"
  | "several-references"
  | "payout-amount-differs"
  | "pot-funding-spent"
  | "unknown-credit"
  | "unknown-debit";

export type LineDecision = BankMeaning | { readonly kind: "unknown"; readonly cause: UnknownCause };

const unknown = (cause: UnknownCause): LineDecision => ({ kind: "unknown", cause });

/** What a line means, by its exact reference and amount only; everything else is for a person to say (R2, R3). */
export function readBankLine(line: BankLine, known: Referenced): LineDecision {
  if (known.quotesSeveralOrders) return unknown("several-references");
  if (known.disbursement !== undefined) return readDisbursementLine(line, known.disbursement);
  if (known.withdrawal !== undefined) return readWithdrawalLine(line, known.withdrawal);
  if (line.amountCents < 0n && line.isReturn && known.potIds.length > 0) return readFundingReturn(known);
  const [payout, ...otherPayouts] = known.payouts;
  const [potId, ...otherPots] = line.amountCents > 0n && !line.isReturn ? known.potIds : [];
  const [repayment, ...otherRepayments] = line.amountCents > 0n && !line.isReturn ? (known.repayments ?? []) : [];
  const isAmbiguous = [potId, payout, repayment].filter((one) => one !== undefined).length > 1;
  if (isAmbiguous || otherPots.length + otherPayouts.length + otherRepayments.length > 0)
    return unknown("several-references");
  if (repayment !== undefined)
    return repayment.owedCents === line.amountCents
      ? { kind: "repayment-received", repayment }
      : unknown("amount-differs");
  if (potId !== undefined) {
    const recorded = known.recorded.find((one) => one.potId === potId);
    return recorded === undefined ? { kind: "pot-funded", potId } : { kind: "pot-recorded", ...recorded };
  }
  if (payout === undefined) return unknown(line.amountCents < 0n ? "unknown-debit" : "unknown-credit");
  // A negative payout is Stripe taking money from the bank account.
  return payout.amountCents === line.amountCents
    ? { kind: "payout-arrived", payoutId: payout.id }
    : unknown("payout-amount-differs");
}

function readFundingReturn({ potIds, returnable }: Referenced): LineDecision {
  const [funding] = returnable;
  if (potIds.length > 1) return unknown("several-references");
  return funding === undefined ? unknown("unknown-debit") : { kind: "pot-funding-returned", ...funding };
}

function readDisbursementLine(line: BankLine, disbursement: KnownDisbursement): LineDecision {
  if (disbursement.rail !== "sepa") return unknown("not-sent-by-us");
  const found = readPaymentLine(line, disbursement);
  return typeof found === "string" ? { kind: `disbursement-${found}`, disbursement } : found;
}

function readWithdrawalLine(line: BankLine, withdrawal: KnownWithdrawal): LineDecision {
  const found = readPaymentLine(line, withdrawal);
  return typeof found === "string" ? { kind: `withdrawal-${found}`, withdrawal } : found;
}

type KnownPayment = Pick<KnownDisbursement, "state" | "amountCents" | "isDebited" | "isUnexecuted">;

/** What a line says of a payment order of ours, whoever is paid by it (D6, D8). */
function readPaymentLine(line: BankLine, order: KnownPayment): "paid" | "debited-late" | "returned" | LineDecision {
  const isDebit = line.amountCents < 0n;
  const size = isDebit ? -line.amountCents : line.amountCents;
  if (size !== order.amountCents) return unknown("amount-differs");
  switch (order.state) {
    case "sent":
      return isDebit ? "paid" : "returned";
    case "paid":
      return isDebit ? unknown("seen-already") : "returned";
    case "returned":
      if (order.isUnexecuted) return unknown("declared-not-executed");
      return isDebit && !order.isDebited ? "debited-late" : unknown("seen-already");
    case "requested":
    case "authorised":
    case "ordered":
    case "refused":
    case "cancelled":
      return unknown("not-sent-by-us");
  }
}

/** Where the money of an unknown line waits: the ledger's bank account ties with the statement all the same (R1, R2). */
export const suspensePostings = (amountCents: bigint): readonly Posting[] =>
  amountCents > 0n
    ? move(accounts.bank, accounts.suspense, amountCents)
    : move(accounts.suspense, accounts.bank, -amountCents);

/** The entry that a meaning asks for. `from` is `bank`, or `suspense` where the line waited there. */
export function bankPostings(
  meaning: Exclude<BankMeaning, { kind: "pot-funded" | "pot-funding-returned" }>,
  from: Account,
  amountCents: bigint,
): readonly Posting[] {
  switch (meaning.kind) {
    case "disbursement-paid":
    case "disbursement-debited-late":
    case "withdrawal-paid":
    case "withdrawal-debited-late":
      return move(accounts.bankOutgoing, from, -amountCents);
    case "disbursement-returned":
      return move(from, accounts.grant(meaning.disbursement.grantId), amountCents);
    case "withdrawal-returned":
      return move(from, accounts.pot(meaning.withdrawal.potId), amountCents);
    case "payout-arrived":
      return move(from, accounts.stripeInTransit, amountCents);
    case "repayment-received":
      return move(from, owedBackOf({ ...meaning.repayment, id: meaning.repayment.grantId }), amountCents);
    case "pot-recorded":
      return from === accounts.bank ? [] : move(from, accounts.bank, amountCents);
  }
}

/**
 * A receipt that goes back: out of its pot as far as the pot is free, the rest out of `suspense`, where a difference
 * stands for it. Cents, none negative; `from` as in `bankPostings`.
 */
export const fundingReturnPostings = (
  potId: string,
  from: Account,
  takenCents: bigint,
  restCents: bigint,
): readonly Posting[] => [...move(accounts.pot(potId), from, takenCents), ...move(accounts.suspense, from, restCents)];
