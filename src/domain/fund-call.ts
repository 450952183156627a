import { type Cents, cents, minCents, remaining } from "./money.ts";

/** Something that bears on a pot's calls, in the order in which it was recorded. */
export type CallEvent =
  | { readonly kind: "called"; readonly callId: string; readonly amountCents: bigint }
  | { readonly kind: "cancelled"; readonly callId: string }
  | { readonly kind: "received"; readonly amountCents: bigint }
  /** A receipt that went back to the partner's bank. */
  | { readonly kind: "undone"; readonly amountCents: bigint };

export type CallStanding = {
  readonly callId: string;
  readonly amountCents: Cents;
  readonly coveredCents: Cents;
  /** Still asked for; nothing once cancelled. */
  readonly openCents: Cents;
  readonly state: "open" | "partly_paid" | "paid" | "cancelled";
};

const NONE = cents(0n);

type Call = { readonly callId: string; readonly amountCents: Cents; covered: Cents; isCancelled: boolean };

/**
 * What of each call is paid: money that arrives covers the oldest open call first; what goes back uncovers the newest
 * first. Money beyond all calls is a top-up of its own and pays no later call.
 */
export function settleCalls(events: readonly CallEvent[]): readonly CallStanding[] {
  const calls: Call[] = [];
  let beyond = NONE;
  for (const event of events) {
    switch (event.kind) {
      case "called":
        calls.push({ callId: event.callId, amountCents: cents(event.amountCents), covered: NONE, isCancelled: false });
        break;
      case "cancelled":
        for (const call of calls) if (call.callId === event.callId) call.isCancelled = true;
        break;
      case "received":
        beyond = cents(beyond + cover(calls, cents(event.amountCents)));
        break;
      case "undone": {
        const fromBeyond = minCents(cents(event.amountCents), beyond);
        beyond = remaining(beyond, fromBeyond);
        uncover(calls, cents(event.amountCents - fromBeyond));
        break;
      }
    }
  }
  return calls.map(standing);
}

/** Answers what covers no call. */
function cover(calls: readonly Call[], amountCents: Cents): Cents {
  let left = amountCents;
  for (const call of calls) {
    if (call.isCancelled) continue;
    const taken = minCents(remaining(call.amountCents, call.covered), left);
    call.covered = cents(call.covered + taken);
    left = remaining(left, taken);
  }
  return left;
}

function uncover(calls: readonly Call[], amountCents: Cents): void {
  let left = amountCents;
  for (const call of calls.toReversed()) {
    const taken = minCents(call.covered, left);
    call.covered = remaining(call.covered, taken);
    left = remaining(left, taken);
  }
}

function standing({ callId, amountCents, covered, isCancelled }: Call): CallStanding {
  return {
    callId,
    amountCents,
    coveredCents: covered,
    openCents: isCancelled ? NONE : remaining(amountCents, covered),
    state: isCancelled ? "cancelled" : covered === amountCents ? "paid" : covered > 0n ? "partly_paid" : "open",
  };
}

/** What may still be called: promised, less received, less called and open. */
export function callableCents(
  pot: { readonly promisedCents: bigint; readonly fundedCents: bigint },
  standings: readonly CallStanding[],
): Cents {
  const open = standings.reduce((sum, one) => sum + one.openCents, 0n);
  return remaining(cents(pot.promisedCents), cents(pot.fundedCents + open));
}
