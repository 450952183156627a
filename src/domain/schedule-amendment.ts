import { splitByWeights } from "./instalment.ts";
import { type Cents, cents } from "./money.ts";

/** One instalment of a signed schedule that gets another share or another limit date. */
export type AmendedLine = {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly share: bigint;
  readonly fromShare: bigint;
  /** Calendar day `2027-03-03`. */
  readonly dueOn: string;
  readonly fromDueOn: string;
};

export type AmendableInstalment = {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly share: bigint;
  readonly dueOn: string;
  readonly takenCents: bigint;
  readonly cancelledAt: Date | null;
};

export type WantedLine = { readonly instalmentId: string; readonly share: bigint; readonly dueOn: string };

/** Nothing of it was asked for, and it was not given up: only then it may still change. */
export const isAmendable = (one: Pick<AmendableInstalment, "takenCents" | "cancelledAt">): boolean =>
  one.takenCents === 0n && one.cancelledAt === null;

export type AmendmentObstacle = "executed" | "unchanged" | "not-whole" | "past-day" | "days-not-in-order";

export type Amendment =
  | { readonly kind: "amended"; readonly lines: readonly AmendedLine[] }
  | { readonly kind: "refused"; readonly reason: AmendmentObstacle };

/**
 * What an amendment changes: shares that sum to what its instalments had together (A3), days to come and in the order of
 * the schedule. What was asked for, paid or given up stays as it is.
 */
export function amend(
  schedule: readonly AmendableInstalment[],
  wanted: readonly WantedLine[],
  today: string,
): Amendment {
  const byId = new Map(wanted.map((line) => [line.instalmentId, line]));
  const free = schedule.filter(isAmendable);
  if (byId.size !== wanted.length || wanted.some((line) => !free.some((one) => one.id === line.instalmentId)))
    return { kind: "refused", reason: "executed" };
  const lines = free.flatMap(({ id, number, label, ...from }) => {
    const { share, dueOn } = byId.get(id) ?? from;
    const isSame = share === from.share && dueOn === from.dueOn;
    return isSame ? [] : [{ id, number, label, share, fromShare: from.share, dueOn, fromDueOn: from.dueOn }];
  });
  const reason = faultOf(schedule, lines, today);
  return reason === undefined ? { kind: "amended", lines } : { kind: "refused", reason };
}

function faultOf(
  schedule: readonly AmendableInstalment[],
  lines: readonly AmendedLine[],
  today: string,
): AmendmentObstacle | undefined {
  if (lines.length === 0) return "unchanged";
  if (lines.reduce((sum, line) => sum + line.share - line.fromShare, 0n) !== 0n) return "not-whole";
  if (lines.some((line) => line.dueOn !== line.fromDueOn && line.dueOn < today)) return "past-day";
  const days = schedule
    .filter((one) => one.cancelledAt === null)
    .map((one) => lines.find((line) => line.id === one.id)?.dueOn ?? one.dueOn);
  const isMoved = lines.some((line) => line.dueOn !== line.fromDueOn);
  return isMoved && days.some((day, index) => day < (days[index - 1] ?? "")) ? "days-not-in-order" : undefined;
}

/** Whether each instalment is still as the amendment found it: else it holds no more, and another is proposed. */
export const stillApplies = (schedule: readonly AmendableInstalment[], lines: readonly AmendedLine[]): boolean =>
  lines.every(({ id, fromShare, fromDueOn }) =>
    schedule.some((one) => one.id === id && isAmendable(one) && one.share === fromShare && one.dueOn === fromDueOn),
  );

type Shared = Pick<AmendableInstalment, "id" | "share">;
type SharedAnew = Pick<AmendedLine, "id" | "share" | "fromShare">;

/**
 * What each instalment is of a grant of `totalCents`: its share as first signed, by largest remainder (A3), then what the
 * instalments of each amendment in force, the oldest first, had together, shared anew among them. So an amendment moves
 * no cent of an instalment it does not name.
 */
export function instalmentAmounts(
  totalCents: Cents,
  schedule: readonly Shared[],
  amendments: readonly (readonly SharedAnew[])[],
): readonly Cents[] {
  const signed = new Map(schedule.map(({ id, share }) => [id, share]));
  for (const { id, fromShare } of amendments.toReversed().flat()) signed.set(id, fromShare);
  const amounts = new Map<string, Cents>();
  const shareOut = (whole: Cents, shares: readonly (readonly [id: string, share: bigint])[]) => {
    const parts = splitByWeights(
      whole,
      shares.map(([, share]) => share),
    );
    for (const [index, [id]] of shares.entries()) amounts.set(id, parts[index] ?? cents(0n));
  };
  shareOut(totalCents, [...signed]);
  for (const lines of amendments) {
    const moved = lines.filter(({ share, fromShare }) => share !== fromShare);
    const together = moved.reduce((sum, { id }) => sum + (amounts.get(id) ?? 0n), 0n);
    if (moved.length > 0)
      shareOut(
        cents(together),
        moved.map(({ id, share }) => [id, share]),
      );
  }
  return schedule.map(({ id }) => amounts.get(id) ?? cents(0n));
}
