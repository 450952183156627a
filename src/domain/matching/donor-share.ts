import { type Cents, cents, minCents, remaining } from "../money.ts";
import { byRule, type Lowered, lowerNewestFirst, type Standing } from "./lower-matches.ts";
import type { MatchingRule } from "./rule.ts";

export type DonorsMatch = Omit<Standing, "rule"> & { readonly rule: Pick<MatchingRule, "capPerDonorCents"> };

/**
 * What a pledge's matches keep once its donor turned out to be someone who has used rules before (M6): each rule's cap
 * per donor, less what stands of it elsewhere. `usedElsewhere` answers by rule, in euro cents.
 */
export const withinDonorsShare = <M extends DonorsMatch>(
  rows: readonly M[],
  usedElsewhere: (ruleId: string) => Cents,
): readonly Lowered<M>[] =>
  byRule(rows).flatMap((own) => {
    const [first] = own;
    const cap = first?.rule.capPerDonorCents;
    if (first === undefined || cap === undefined) return [];
    const stands = cents(own.reduce((sum, row) => sum + row.amountCents, 0n));
    return lowerNewestFirst(own, minCents(stands, remaining(cap, usedElsewhere(first.ruleId))));
  });
