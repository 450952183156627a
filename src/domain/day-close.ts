/** Two accounts of the same money on one day, in signed euro cents; `first` less `second` is the gap (R1). */
export type Comparison = {
  readonly firstCents: bigint;
  readonly secondCents: bigint;
  readonly gapCents: bigint;
  /** Of the gap: what ties, and stands on another day on the other side. */
  readonly otherDayCents: bigint;
  /** Of the gap: what a difference, or a correction by two people, explains. */
  readonly explainedCents: bigint;
  /** What is left of the gap. */
  readonly unexplainedCents: bigint;
  /** Movements of either side that tie with nothing and that nobody explained: they may cancel each other out. */
  readonly loose: number;
};

export type Gap = "stripe" | "payouts" | "bank" | "closing";

/** Why a day cannot be closed yet (R4), each naming what is missing. */
export type DayRefusal =
  | { readonly kind: "closed-already" }
  | { readonly kind: "not-over" }
  | { readonly kind: "earlier-days"; readonly days: readonly string[] }
  | { readonly kind: "no-statement" }
  | { readonly kind: "open-differences"; readonly count: number }
  | { readonly kind: "explained-by-closer"; readonly count: number }
  | { readonly kind: "gap"; readonly gap: Gap; readonly amountCents: bigint; readonly loose: number };

export type DayState = {
  readonly isClosed: boolean;
  readonly isOver: boolean;
  /** Earlier days on which money moved, and which nobody closed. */
  readonly earlierDays: readonly string[];
  readonly bankMoved: boolean;
  readonly hasStatement: boolean;
  readonly differences: readonly { readonly state: string; readonly explainedBy: string | null }[];
  readonly comparisons: Readonly<Record<Exclude<Gap, "closing">, Comparison>>;
  /** What is left of the gap between the statement's closing balance and the ledger's; undefined without a statement. */
  readonly closingUnexplainedCents: bigint | undefined;
};

/** Everything that stands in the way of closing a day (R4); empty when `closerId` may close it. */
export function decideDayClose(day: DayState, closerId: string): readonly DayRefusal[] {
  if (day.isClosed) return [{ kind: "closed-already" }];
  const refusals: DayRefusal[] = [];
  if (!day.isOver) refusals.push({ kind: "not-over" });
  if (day.earlierDays.length > 0) refusals.push({ kind: "earlier-days", days: day.earlierDays });
  if (day.bankMoved && !day.hasStatement) refusals.push({ kind: "no-statement" });
  const open = day.differences.filter(({ state }) => state === "open").length;
  if (open > 0) refusals.push({ kind: "open-differences", count: open });
  // Explained, and not agreed to yet: whoever closes the day is the second person, so not the one who explained.
  const own = day.differences.filter((one) => one.state === "explained" && one.explainedBy === closerId).length;
  if (own > 0) refusals.push({ kind: "explained-by-closer", count: own });
  for (const gap of ["stripe", "payouts", "bank"] as const) {
    const { unexplainedCents, loose } = day.comparisons[gap];
    if (unexplainedCents !== 0n || loose > 0) refusals.push({ kind: "gap", gap, amountCents: unexplainedCents, loose });
  }
  const closing = day.closingUnexplainedCents ?? 0n;
  if (closing !== 0n) refusals.push({ kind: "gap", gap: "closing", amountCents: closing, loose: 0 });
  return refusals;
}

/** Adds the parts of a comparison up; what they do not account for is left unexplained. */
export function compare(
  parts: readonly Pick<Comparison, "firstCents" | "secondCents" | "otherDayCents" | "explainedCents" | "loose">[],
): Comparison {
  const sum = (pick: (part: (typeof parts)[number]) => bigint) => parts.reduce((total, part) => total + pick(part), 0n);
  const firstCents = sum((part) => part.firstCents);
  const secondCents = sum((part) => part.secondCents);
  const otherDayCents = sum((part) => part.otherDayCents);
  const explainedCents = sum((part) => part.explainedCents);
  const gapCents = firstCents - secondCents;
  return {
    firstCents,
    secondCents,
    gapCents,
    otherDayCents,
    explainedCents,
    unexplainedCents: gapCents - otherDayCents - explainedCents,
    loose: parts.reduce((total, part) => total + part.loose, 0),
  };
}
