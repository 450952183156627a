/** What one person may approve: in one payment, and in any 24 hours together. Euro cents. */
export type ApprovalLimits = { readonly singleCents: bigint; readonly dailyCents: bigint };

/** The limits, and what the person approved in the 24 hours before this approval, in cents. */
export type Allowance = ApprovalLimits & { readonly spentCents: bigint };

export type LimitObstacle = "single-limit" | "daily-limit";

/** Which limit an approval of `amountCents` would pass, if any. Equal to a limit is within it. */
export function limitPassed(amountCents: bigint, allowance: Allowance): LimitObstacle | undefined {
  if (amountCents > allowance.singleCents) return "single-limit";
  return allowance.spentCents + amountCents > allowance.dailyCents ? "daily-limit" : undefined;
}
