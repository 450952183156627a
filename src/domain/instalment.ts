import { type Cents, cents, minCents, remaining } from "./money.ts";

/** One line of a schedule as people write it. `share` is in basis points or in cents, as the whole schedule is. */
export type ScheduleLine = {
  readonly share: bigint;
  readonly label: string;
  readonly condition: string;
  /** What the holder must show before it is paid; undefined where nothing is. */
  readonly evidenceAsked?: string | undefined;
  /** Calendar day `2027-03-03`. */
  readonly dueOn: string;
};

/** One line of the fund's template; its limit date counts from the day of the grant. */
export type TemplateLine = Omit<ScheduleLine, "dueOn"> & { readonly monthsAfter: number };

export const WHOLE_BPS = 10_000n;
export const MOST_INSTALMENTS = 12;

/** Used until the fund writes its own. */
export const DEFAULT_TEMPLATE: readonly TemplateLine[] = [
  {
    share: 5_000n,
    label: "À la signature",
    condition: "La convention est signée par les deux parties.",
    monthsAfter: 6,
  },
  {
    share: 3_000n,
    label: "À mi-parcours",
    condition: "Les dépenses engagées emploient au moins la moitié de la première tranche.",
    evidenceAsked: "Factures acquittées et point d’étape sur les actions menées.",
    monthsAfter: 12,
  },
  {
    share: 2_000n,
    label: "Au bilan final",
    condition: "Les actions sont terminées et leur bilan est remis.",
    evidenceAsked: "Bilan final des actions et relevé des dépenses.",
    monthsAfter: 24,
  },
];

/** Parts of `total` in proportion to the weights: floors, then a cent each to the largest remainders, the first of equals first (A3). */
export function splitByWeights(total: Cents, weights: readonly bigint[]): readonly Cents[] {
  const sum = weights.reduce((whole, weight) => whole + weight, 0n);
  if (sum <= 0n) throw new RangeError("nothing to split by");
  const parts = weights.map((weight, index) => ({
    index,
    floor: (total * weight) / sum,
    remainder: (total * weight) % sum,
  }));
  const left = total - parts.reduce((given, part) => given + part.floor, 0n);
  const served = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  const luckier = new Set(served.slice(0, Number(left)).map((part) => part.index));
  return parts.map((part) => cents(part.floor + (luckier.has(part.index) ? 1n : 0n)));
}

export const EVIDENCE_STATES = ["draft", "sent", "accepted", "refused"] as const;
export type EvidenceState = (typeof EVIDENCE_STATES)[number];

export const INSTALMENT_STATES = ["locked", "open", "evidence_sent", "accepted", "cancelled"] as const;
export type InstalmentState = (typeof INSTALMENT_STATES)[number];

/** What is known of an instalment, in the order of its grant's schedule. */
export type InstalmentFacts = {
  readonly asksEvidence: boolean;
  /** The evidence that stands now; a refused one stands no more. */
  readonly evidence: Exclude<EvidenceState, "refused"> | undefined;
  readonly isCancelled: boolean;
  /** Asked for and not refused, cancelled or returned, in cents. */
  readonly takenCents: Cents;
};

/** Each is locked until the evidence of all before it is accepted; a cancelled one holds nobody up (D2). */
export function instalmentStates(schedule: readonly InstalmentFacts[]): readonly InstalmentState[] {
  let isReached = true;
  return schedule.map((one) => {
    const state = stateOf(one, isReached);
    if (state !== "accepted" && state !== "cancelled") isReached = false;
    return state;
  });
}

function stateOf(one: InstalmentFacts, isReached: boolean): InstalmentState {
  if (one.isCancelled) return "cancelled";
  if (!isReached) return "locked";
  if (!one.asksEvidence || one.evidence === "accepted") return "accepted";
  return one.evidence === "sent" ? "evidence_sent" : "open";
}

export type InstalmentMoney = {
  /** Its part of the grant, in cents. */
  readonly amountCents: Cents;
  /** What it can still pay once it is open: less what is asked for, taken back, frozen or owed back. */
  readonly leftCents: Cents;
};

/**
 * What is left of each instalment's amount. What the grant can pay no more (refunds, disputes, money owed back, a
 * complement not signed yet) is missing from cancelled instalments first, then from the last on (F2, D7): so what is left
 * of all of them never exceeds `availableCents`, what may still be asked of the grant.
 */
export function instalmentMoney(
  schedule: readonly InstalmentFacts[],
  amounts: readonly Cents[],
  availableCents: Cents,
): readonly InstalmentMoney[] {
  let left = availableCents;
  return schedule.map((one, index) => {
    const amountCents = amounts[index] ?? cents(0n);
    if (one.isCancelled) return { amountCents, leftCents: cents(0n) };
    const leftCents = minCents(remaining(amountCents, one.takenCents), left);
    left = remaining(left, leftCents);
    return { amountCents, leftCents };
  });
}
