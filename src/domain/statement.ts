import { type MatchEventKind, potFigures } from "./pot.ts";

/** What can happen to a pot's money, as its statement tells it. Amounts of a move are euro cents, never negative. */
export type PotMove =
  | "received"
  /** A receipt that went back to the partner's bank. */
  | "undone"
  | "withdrawal_requested"
  /** Refused, cancelled or returned by the bank: in the pot again. */
  | "withdrawal_ended"
  | "withdrawal_paid"
  /** The bank gave back what it had paid. */
  | "withdrawal_unpaid"
  /** A withdrawal leaves the pot's account in the ledger, or comes back to it. */
  | "withdrawal_out"
  | "withdrawal_in"
  | MatchEventKind;

/** Sums of one month of Paris; `ledgerCents` is the change of the pot's account, credit positive. */
export type MonthSums = {
  /** `2026-11`. */
  readonly month: string;
  readonly moves: Readonly<Partial<Record<PotMove, bigint>>>;
  readonly ledgerCents: bigint;
};

/** A pot's money at one instant, in euro cents. */
export type PotStanding = {
  /** M2: what rules may still reserve. */
  readonly remainingCents: bigint;
  readonly reservedCents: bigint;
  readonly committedCents: bigint;
  readonly paidCents: bigint;
  /** Held for withdrawals under way, and paid back to the partner. */
  readonly withdrawingCents: bigint;
  readonly returnedCents: bigint;
  /** What the pot's account in the ledger must hold. */
  readonly accountCents: bigint;
};

export type PotStatement = {
  readonly month: string;
  readonly opening: PotStanding;
  readonly moves: Readonly<Record<PotMove, bigint>>;
  readonly closing: PotStanding;
  /** What the pot's account in the ledger did hold, by its entries. */
  readonly ledger: { readonly openingCents: bigint; readonly closingCents: bigint };
};

type Moves = Record<PotMove, bigint>;

const nothing = (): Moves => ({
  received: 0n,
  undone: 0n,
  withdrawal_requested: 0n,
  withdrawal_ended: 0n,
  withdrawal_paid: 0n,
  withdrawal_unpaid: 0n,
  withdrawal_out: 0n,
  withdrawal_in: 0n,
  reserved: 0n,
  released: 0n,
  committed: 0n,
  reversed: 0n,
  paid: 0n,
  clawback_due: 0n,
});

/** Which moves change what rules may still reserve, and how. The others only change what a reservation has become. */
export const EFFECT_ON_REMAINING: Readonly<Record<PotMove, -1n | 0n | 1n>> = {
  received: 1n,
  undone: -1n,
  withdrawal_requested: -1n,
  withdrawal_ended: 1n,
  withdrawal_paid: 0n,
  withdrawal_unpaid: 0n,
  withdrawal_out: 0n,
  withdrawal_in: 0n,
  reserved: -1n,
  released: 1n,
  committed: 0n,
  reversed: 1n,
  paid: 0n,
  clawback_due: 1n,
};

/** One statement a month asked for, from the sums of every month up to the last: a month without moves has one too. */
export function potStatements(sums: readonly MonthSums[], months: readonly string[]): readonly PotStatement[] {
  const statements: PotStatement[] = [];
  const known = sums.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const so = { far: nothing(), ledgerCents: 0n, next: 0 };
  const take = (until: (month: string) => boolean): Moves => {
    const taken = nothing();
    for (let one = known[so.next]; one !== undefined && until(one.month); one = known[so.next]) {
      add(taken, one.moves);
      add(so.far, one.moves);
      so.ledgerCents += one.ledgerCents;
      so.next += 1;
    }
    return taken;
  };
  for (const month of months.toSorted()) {
    take((one) => one < month);
    const opening = { standing: standingAfter(so.far), ledgerCents: so.ledgerCents };
    const moves = take((one) => one === month);
    statements.push({
      month,
      opening: opening.standing,
      moves,
      closing: standingAfter(so.far),
      ledger: { openingCents: opening.ledgerCents, closingCents: so.ledgerCents },
    });
  }
  return statements;
}

function add(sums: Moves, more: MonthSums["moves"]): void {
  for (const move of Object.keys(sums) as PotMove[]) sums[move] += more[move] ?? 0n;
}

function standingAfter(moves: Moves): PotStanding {
  const figures = potFigures({
    promisedCents: 0n,
    receivedCents: moves.received,
    undoneCents: moves.undone,
    withdrawnCents: moves.withdrawal_requested - moves.withdrawal_ended,
    withdrawalsPaidCents: moves.withdrawal_paid - moves.withdrawal_unpaid,
    matches: moves,
  });
  return {
    remainingCents: figures.remainingCents,
    reservedCents: figures.reservedCents,
    committedCents: figures.committedCents,
    paidCents: figures.paidCents,
    withdrawingCents: figures.withdrawingCents,
    returnedCents: figures.returnedCents,
    accountCents:
      figures.fundedCents - (moves.withdrawal_out - moves.withdrawal_in) - (figures.committedCents + figures.paidCents),
  };
}

/** What does not tie in a statement, in words for the log; empty where it ties to the cent. */
export function untiedFigures({ opening, moves, closing, ledger }: PotStatement): readonly string[] {
  const change = (Object.keys(EFFECT_ON_REMAINING) as PotMove[]).reduce(
    (sum, move) => sum + EFFECT_ON_REMAINING[move] * moves[move],
    0n,
  );
  const pairs: readonly (readonly [string, bigint, bigint])[] = [
    ["what remains", opening.remainingCents + change, closing.remainingCents],
    ["the account at the opening", opening.accountCents, ledger.openingCents],
    ["the account at the closing", closing.accountCents, ledger.closingCents],
  ];
  return pairs.flatMap(([name, told, held]) => (told === held ? [] : [`${name}: ${told} told, ${held} held`]));
}
