import { type Cents, cents, minCents, remaining } from "../money.ts";
import { matchAfterRefund } from "./after-refund.ts";
import type { MatchingRule } from "./rule.ts";

/** One match of a pledge as it stands; rows of one rule are in the order in which they were granted. */
export type Standing = {
  readonly id: string;
  readonly ruleId: string;
  readonly rule: Pick<MatchingRule, "formula" | "minimumGiftCents">;
  readonly grantedCents: bigint;
  readonly amountCents: bigint;
  /** What stood of the gift when a round granted this, where that was less than the whole gift (M15). */
  readonly grantedOnCents?: bigint | undefined;
};

export type Lowered<M> = { readonly match: M; readonly toCents: Cents };

/** Brings rows down to a sum, the newest first; rows that keep their amount are left out. */
export function lowerNewestFirst<M extends Pick<Standing, "amountCents">>(
  rows: readonly M[],
  targetCents: Cents,
): readonly Lowered<M>[] {
  let left = targetCents;
  return rows.flatMap((match) => {
    const toCents = minCents(cents(match.amountCents), left);
    left = remaining(left, toCents);
    return toCents < match.amountCents ? [{ match, toCents }] : [];
  });
}

/**
 * M10: what becomes of a pledge's matches once only this much of its gift is left: each rule in the version that
 * answered, never more than what stands.
 */
export function matchesAfterReturn<M extends Standing>(
  rows: readonly M[],
  gift: { readonly baseCents: Cents; readonly remainingCents: Cents },
): readonly Lowered<M>[] {
  return byRule(rows).flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    return lowerNewestFirst(own, targetAfterReturn(first.rule, own, gift));
  });
}

/** What stands of one rule's matches of a gift: together, or for a round by what of the gift each was granted on. */
export function targetAfterReturn(
  rule: Standing["rule"],
  rows: readonly Pick<Standing, "grantedCents" | "grantedOnCents">[],
  gift: { readonly baseCents: Cents; readonly remainingCents: Cents },
): Cents {
  const granted = new Map<bigint, bigint>();
  for (const { grantedCents, grantedOnCents = gift.baseCents } of rows)
    granted.set(grantedOnCents, (granted.get(grantedOnCents) ?? 0n) + grantedCents);
  const targets = [...granted].map(([base, sum]) =>
    matchAfterRefund(rule, { grantedCents: cents(sum), baseCents: cents(base) }, gift.remainingCents),
  );
  return cents(targets.reduce((sum, target) => sum + target, 0n));
}

export function byRule<M extends Pick<Standing, "ruleId">>(rows: readonly M[]): readonly (readonly M[])[] {
  const groups = new Map<string, M[]>();
  for (const row of rows) groups.set(row.ruleId, [...(groups.get(row.ruleId) ?? []), row]);
  return [...groups.values()];
}

export const loweredBy = <M extends Pick<Standing, "amountCents">>(lowered: readonly Lowered<M>[]): Cents =>
  cents(lowered.reduce((sum, { match, toCents }) => sum + match.amountCents - toCents, 0n));
