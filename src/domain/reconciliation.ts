import { type Account, accounts, credit, debit, type Posting } from "./ledger.ts";

/** One line of Stripe's statement that has no entry yet. Amounts are signed euro cents as Stripe gives them. */
export type Movement = {
  readonly id: string;
  /** Stripe's reporting category: a free text, of which we know some. */
  readonly category: string;
  readonly amountCents: bigint;
  readonly feeCents: bigint;
  /** What moved: `ch_…`, `re_…`, `tr_…`, `po_…`. */
  readonly sourceId: string | undefined;
  /** Known for so long that its entry should stand in the books. */
  readonly overdue: boolean;
};

/** An entry that moves the account `stripe` and ties with no movement yet; debit positive. */
export type StripeEntry = { readonly entryId: string; readonly movementId: string; readonly amountCents: bigint };

export type DifferenceCause =
  | "entry-missing"
  | "entry-amount-differs"
  | "category-unknown"
  | "customer-money-unplaced"
  | "payout-returned"
  | "transaction-missing"
  | "payout-items-differ"
  | "payout-items-changed"
  | "payout-missing"
  | "stripe-balance-differs";

export type Booking = {
  readonly key: string;
  readonly kind: string;
  readonly source: string;
  readonly postings: readonly Posting[];
};

/** What becomes of a movement (R1, R2). `fee` is posted beside the entry that already holds the gross amount. */
export type Tie =
  | { readonly kind: "tied"; readonly entryId: string; readonly fee: Booking | undefined }
  | { readonly kind: "booked"; readonly entry: Booking; readonly alarm: DifferenceCause | undefined }
  /** Moves nothing: there is nothing to tie. */
  | { readonly kind: "nothing" }
  | { readonly kind: "waiting" }
  | { readonly kind: "differs"; readonly cause: DifferenceCause; readonly amountCents: bigint };

/** Movements that a use case of ours books itself, on the object that moved. */
const BOOKED_BY_US = new Set([
  "charge",
  "charge_failure",
  "refund",
  "refund_failure",
  "transfer",
  "transfer_reversal",
  "dispute",
  "dispute_reversal",
]);
const COSTS = new Set(["fee", "tax", "network_cost"]);
/**
 * Stripe's type `payment_unreconciled`: a customer's bank transfer that nothing took for months becomes the platform's.
 */
const UNPLACED_CUSTOMER_MONEY = "unreconciled_customer_funds";
const DISPUTES = new Set(["dispute", "dispute_reversal"]);

/** Ties movements with entries one to one, in the order given: by what moved and the exact amount. */
export function tieMovements(
  movements: readonly Movement[],
  entries: readonly StripeEntry[],
): readonly { readonly movement: Movement; readonly tie: Tie }[] {
  const taken = new Set<string>();
  const undone = movementsThatUndoEachOther(movements, entries);
  const byMovement = groupBy(entries, (entry) => entry.movementId);
  return movements.map((movement) => {
    const open = (byMovement.get(movement.id) ?? []).filter((entry) => !taken.has(entry.entryId));
    const tie = undone.has(movement.id) ? booked(movement, undefined) : tieMovement(movement, open);
    if (tie.kind === "tied") taken.add(tie.entryId);
    return { movement, tie };
  });
}

function tieMovement(movement: Movement, open: readonly StripeEntry[]): Tie {
  const exact = open.find((entry) => entry.amountCents === movement.amountCents);
  if (exact !== undefined) return { kind: "tied", entryId: exact.entryId, fee: feeOf(movement) };
  if (movement.amountCents === 0n && movement.feeCents === 0n) return { kind: "nothing" };
  if (!BOOKED_BY_US.has(movement.category)) return booked(movement, alarmOf(movement.category));
  if (!movement.overdue) return { kind: "waiting" };
  const [other] = open;
  return other === undefined
    ? { kind: "differs", cause: "entry-missing", amountCents: movement.amountCents }
    : { kind: "differs", cause: "entry-amount-differs", amountCents: movement.amountCents - other.amountCents };
}

/**
 * A refund that failed before it was ever booked as paid leaves and comes back: both stand in suspense, where they
 * sum to zero.
 */
function movementsThatUndoEachOther(
  movements: readonly Movement[],
  entries: readonly StripeEntry[],
): ReadonlySet<string> {
  const booked = new Set(entries.map((entry) => entry.movementId));
  const alone = movements.filter((m) => m.overdue && m.sourceId !== undefined && !booked.has(m.id));
  const found = new Set<string>();
  const refunds = groupBy(
    alone.filter((m) => m.category === "refund"),
    (m) => m.sourceId,
  );
  for (const back of alone.filter((m) => m.category === "refund_failure")) {
    const out = refunds.get(back.sourceId)?.find((m) => m.amountCents === -back.amountCents);
    if (out !== undefined) found.add(out.id).add(back.id);
  }
  return found;
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Entries made from Stripe's statement alone. Unknown money stands in suspense and raises an alarm. */
function booked(movement: Movement, alarm: DifferenceCause | undefined): Tie {
  const { key, kind, source, counterpart } = bookingOf(movement);
  const { amountCents, feeCents } = movement;
  const postings = [
    debit(accounts.stripe, amountCents - feeCents),
    debit(accounts.processorFees, feeCents),
    credit(counterpart, amountCents),
  ];
  return { kind: "booked", entry: { key, kind, source, postings }, alarm };
}

function bookingOf({ id, category, sourceId }: Movement): Omit<Booking, "postings"> & { counterpart: Account } {
  const ofMovement = { key: `txn:${id}:${category}`, source: `stripe:${id}` };
  if (COSTS.has(category)) {
    return { ...ofMovement, kind: "processor_fee", counterpart: accounts.processorFees };
  }
  switch (category) {
    case "payout":
    case "payout_reversal": {
      const end = category === "payout" ? "in-transit" : "returned";
      const ofPayout = { key: `payout:${sourceId ?? id}:${end}`, source: `stripe:${sourceId ?? id}` };
      return { ...ofPayout, kind: category, counterpart: accounts.stripeInTransit };
    }
    case "topup":
    case "topup_reversal":
      return { ...ofMovement, kind: category, counterpart: accounts.stripeInTransit };
    default:
      return { ...ofMovement, key: `txn:${id}:suspense`, kind: "stripe_suspense", counterpart: accounts.suspense };
  }
}

function alarmOf(category: string): DifferenceCause | undefined {
  if (category === "payout_reversal") return "payout-returned";
  if (category === UNPLACED_CUSTOMER_MONEY) return "customer-money-unplaced";
  const isKnown = COSTS.has(category) || ["payout", "topup", "topup_reversal"].includes(category);
  return isKnown ? undefined : "category-unknown";
}

function feeOf({ id, category, feeCents }: Movement): Booking | undefined {
  if (feeCents === 0n) return undefined;
  const cost = DISPUTES.has(category) ? accounts.disputeFees : accounts.processorFees;
  return {
    key: `txn:${id}:fee`,
    kind: "processor_fee",
    source: `stripe:${id}`,
    postings: [debit(cost, feeCents), credit(accounts.stripe, feeCents)],
  };
}
