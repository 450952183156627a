import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaigns, donorMerges } from "../db/schema/index.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { type Cents, cents } from "../domain/money.ts";
import { readRulesInForce } from "./rules-in-force.ts";

/** Two donors found to be one person (M6). */
export type DonorMerge = { readonly from: string; readonly into: string; readonly mergedAt: Date };

/** What a replay reads once: the rules by time, who became one with whom, ceilings. */
export type ReplayContext = {
  readonly rulesAt: (at: Date) => readonly MatchingRule[];
  readonly merges: readonly DonorMerge[];
  readonly ceilings: ReadonlyMap<string, Cents>;
};

export async function readReplayContext(reader: Reader, fundId: string): Promise<ReplayContext> {
  const inForce = await readRulesInForce(reader, fundId, [new Date(0), new Date("9999-01-01T00:00:00Z")]);
  const merges = await reader
    .select({ from: donorMerges.fromDonorId, into: donorMerges.intoDonorId, mergedAt: donorMerges.mergedAt })
    .from(donorMerges)
    .where(eq(donorMerges.fundId, fundId))
    .orderBy(asc(donorMerges.mergedAt));
  const bounded = await reader
    .select({ id: campaigns.id, ceiling: campaigns.matchCeilingCents })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), isNotNull(campaigns.matchCeilingCents)));
  return {
    rulesAt: (at) => inForce(at).rules,
    merges,
    ceilings: new Map(bounded.map(({ id, ceiling }) => [id, cents(ceiling ?? 0n)])),
  };
}
