import { type Cents, cents } from "../money.ts";
import { type RoundGift, roundExclusion } from "./round-eligibility.ts";
import type { MatchingRule } from "./rule.ts";

const DAY_MS = 86_400_000;

/** Checkouts opened in the last minute are over by then, and what banks took is known. */
export const ROUND_GRACE_DAYS = 1;

/** A round waits so long for payments that may still come, and for campaigns that are not decided yet. */
export const ROUND_PATIENCE_DAYS = 60;

/** A gift whose part in the round may still change by itself: its payment is open, or its campaign is settling. */
export type AwaitedGift = RoundGift & { readonly isAwaited: boolean };

export type RoundStage =
  | { readonly kind: "not_begun" }
  | { readonly kind: "running" }
  /** Over, and shared at `at` at the latest; `awaited` gifts may still come in until then. */
  | { readonly kind: "waiting"; readonly awaited: number; readonly at: Date }
  | { readonly kind: "due" };

/** Whether a round may be shared now: a day after its end, once every gift that may count is decided, or at last. */
export function roundStage(rule: MatchingRule, gifts: readonly AwaitedGift[], now: Date): RoundStage {
  if (now < rule.startsAt) return { kind: "not_begun" };
  if (now < rule.endsAt) return { kind: "running" };
  const [grace, patience] = [after(rule.endsAt, ROUND_GRACE_DAYS), after(rule.endsAt, ROUND_PATIENCE_DAYS)];
  if (now >= patience) return { kind: "due" };
  const awaited = gifts.filter((gift) => gift.isAwaited && mayCount(rule, gift)).length;
  if (now >= grace && awaited === 0) return { kind: "due" };
  return { kind: "waiting", awaited, at: awaited === 0 ? grace : patience };
}

const after = (instant: Date, days: number): Date => new Date(instant.getTime() + days * DAY_MS);

const mayCount = (rule: MatchingRule, gift: RoundGift): boolean =>
  roundExclusion(rule, { ...gift, isCaptured: true }, Number.POSITIVE_INFINITY) === undefined;

/** A round's match that stands; `isFixed` where its money was paid, or belongs to a grant both sides have signed. */
export type StandingShare = {
  readonly matchId: string;
  readonly giftId: string;
  readonly campaignId: string;
  readonly amountCents: Cents;
  readonly fixed: "paid" | "signed" | undefined;
};

export type CorrectedShare = { readonly id: string; readonly campaignId: string; readonly amountCents: Cents };

export type RoundCorrection =
  | {
      readonly kind: "correction";
      /** Matches that go back whole. */
      readonly reversed: readonly StandingShare[];
      /** Gifts that get a new match of so much. */
      readonly granted: readonly CorrectedShare[];
    }
  /** Money of these gifts would have to come back, and cannot. */
  | { readonly kind: "refused"; readonly reason: "paid" | "signed"; readonly giftIds: readonly string[] };

/**
 * From what stands to corrected shares: a gift that gets more has a match of the difference added; one that gets less
 * has its matches reversed whole and one of the new share granted; an equal one stays untouched.
 */
export function planCorrection(
  standing: readonly StandingShare[],
  corrected: readonly CorrectedShare[],
): RoundCorrection {
  const held = new Map<string, StandingShare[]>();
  for (const share of standing) held.set(share.giftId, [...(held.get(share.giftId) ?? []), share]);
  const targets = new Map(corrected.map((share) => [share.id, share]));
  const reversed: StandingShare[] = [];
  const granted: CorrectedShare[] = [];
  for (const [giftId, own] of held) {
    const sum = own.reduce((total, share) => total + share.amountCents, 0n);
    if ((targets.get(giftId)?.amountCents ?? 0n) < sum) reversed.push(...own);
  }
  const gone = new Set(reversed.map((share) => share.giftId));
  for (const share of corrected) {
    const stays = gone.has(share.id) ? 0n : (held.get(share.id) ?? []).reduce((sum, one) => sum + one.amountCents, 0n);
    if (share.amountCents > stays) granted.push({ ...share, amountCents: cents(share.amountCents - stays) });
  }
  for (const reason of ["paid", "signed"] as const) {
    const stuck = reversed.filter((share) => share.fixed === reason).map((share) => share.giftId);
    if (stuck.length > 0) return { kind: "refused", reason, giftIds: [...new Set(stuck)] };
  }
  return { kind: "correction", reversed, granted };
}
