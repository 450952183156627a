/** Figures that protect the money (X3). For each of them a higher figure is the looser rule. Euro cents. */
export const SAFETY_RULES = [
  "approval-single",
  "approval-daily",
  "refund-second-person",
  "agreement-second-signature",
] as const;
export type SafetyRule = (typeof SAFETY_RULES)[number];

/** Rules that may have a figure of its own for one approver. */
export const isPersonal = (rule: SafetyRule): boolean => rule === "approval-single" || rule === "approval-daily";

export const isLoosening = (fromCents: bigint, toCents: bigint): boolean => toCents > fromCents;

const WAIT_MS = 24 * 3_600_000;

/** When a loosening that a second person confirms now takes effect (X3). */
export const effectOf = (confirmedAt: Date): Date => new Date(confirmedAt.getTime() + WAIT_MS);

export type SafetyChange = {
  readonly rule: SafetyRule;
  /** The approver it is for; null: for everybody. */
  readonly userId: string | null;
  readonly fromCents: bigint;
  readonly toCents: bigint;
  readonly proposedBy: string;
  readonly confirmedAt: Date | null;
  readonly takesEffectAt: Date | null;
  readonly cancelledAt: Date | null;
};

export const SAFETY_STATES = ["proposed", "confirmed", "in-effect", "cancelled"] as const;
export type SafetyState = (typeof SAFETY_STATES)[number];

/** `confirmed`: by two people, and still waiting for its hour. */
export function safetyState(change: SafetyChange, now: Date): SafetyState {
  if (change.cancelledAt !== null) return "cancelled";
  if (change.takesEffectAt === null) return "proposed";
  return change.takesEffectAt <= now ? "in-effect" : "confirmed";
}

export type SafetyObstacle = "own-limit" | "same-person" | "not-open" | "figure-moved";

/** Whether this person may be the second one (X3). `currentCents` is what is in force now. */
export function confirmationObstacle(
  change: SafetyChange,
  userId: string,
  currentCents: bigint,
  now: Date,
): SafetyObstacle | undefined {
  if (safetyState(change, now) !== "proposed") return "not-open";
  if (change.proposedBy === userId) return "same-person";
  if (change.userId === userId) return "own-limit";
  return change.fromCents === currentCents ? undefined : "figure-moved";
}
