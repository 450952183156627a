import { type Cents, cents } from "./money.ts";

/** What ever happened to a pot until an instant, each a sum of euro cents. */
export type PotHistory = {
  readonly promisedCents: bigint;
  readonly receivedCents: bigint;
  /** Receipts that went back to the partner's bank. */
  readonly undoneCents: bigint;
  /** Withdrawals asked for and not refused, cancelled or returned since; of them, those the bank has paid. */
  readonly withdrawnCents: bigint;
  readonly withdrawalsPaidCents: bigint;
  /** Sums of the events of its matches, by kind (M4). */
  readonly matches: Readonly<Record<MatchEventKind, bigint>>;
};

export const MATCH_EVENT_KINDS = ["reserved", "released", "committed", "reversed", "paid", "clawback_due"] as const;
export type MatchEventKind = (typeof MATCH_EVENT_KINDS)[number];

/** A pot at one instant, in euro cents. */
export type PotFigures = {
  readonly promisedCents: Cents;
  readonly fundedCents: Cents;
  /** Promised and not received: nothing of it can be matched (M9). */
  readonly awaitedCents: Cents;
  /** Held for withdrawals under way. */
  readonly withdrawingCents: Cents;
  /** Paid back to the partner. */
  readonly returnedCents: Cents;
  readonly reservedCents: Cents;
  readonly committedCents: Cents;
  readonly paidCents: Cents;
  /** M2: what rules may still reserve. */
  readonly remainingCents: Cents;
};

/** The figures that follow from a history. Throws RangeError where one would be below zero: no instant may be so (M2). */
export function potFigures(history: PotHistory): PotFigures {
  const { matches } = history;
  const fundedCents = history.receivedCents - history.undoneCents;
  const reservedCents = matches.reserved - matches.released - matches.committed;
  const committedCents = matches.committed - matches.reversed - matches.paid;
  const paidCents = matches.paid - matches.clawback_due;
  const awaited = history.promisedCents - fundedCents;
  return {
    promisedCents: cents(history.promisedCents),
    fundedCents: cents(fundedCents),
    awaitedCents: cents(awaited > 0n ? awaited : 0n),
    withdrawingCents: cents(history.withdrawnCents - history.withdrawalsPaidCents),
    returnedCents: cents(history.withdrawalsPaidCents),
    reservedCents: cents(reservedCents),
    committedCents: cents(committedCents),
    paidCents: cents(paidCents),
    remainingCents: cents(fundedCents - history.withdrawnCents - reservedCents - committedCents - paidCents),
  };
}
