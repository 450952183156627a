/** How soon something that waits wants an answer. */
export const URGENCIES = ["overdue", "soon", "old", "calm"] as const;
export type Urgency = (typeof URGENCIES)[number];

const DAY_MS = 86_400_000;
/** Less than this before its due date, something is urgent; waiting longer than `OLD_DAYS`, it is too. */
const SOON_DAYS = 2;
const OLD_DAYS = 7;

type Waiting = { readonly since: Date; readonly due: Date | null };

/** Past its date; within two days of it; waiting for a week or more; or none of these. */
export function urgencyOf({ since, due }: Waiting, now: Date): Urgency {
  if (due !== null && due <= now) return "overdue";
  if (due !== null && due.getTime() - now.getTime() < SOON_DAYS * DAY_MS) return "soon";
  return wholeDays(since, now) >= OLD_DAYS ? "old" : "calm";
}

/** The most urgent first; among equals what is due first, then what has waited longest. */
export const byUrgency =
  (now: Date) =>
  (one: Waiting, other: Waiting): number =>
    URGENCIES.indexOf(urgencyOf(one, now)) - URGENCIES.indexOf(urgencyOf(other, now)) ||
    instant(one.due) - instant(other.due) ||
    one.since.getTime() - other.since.getTime();

// A date far off for what has none: Infinity less Infinity would be no number.
const instant = (due: Date | null) => due?.getTime() ?? Number.MAX_SAFE_INTEGER;

/** Whole days from one instant to another; 0 where the second comes first. */
export const wholeDays = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / DAY_MS));
