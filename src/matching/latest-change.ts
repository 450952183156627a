import { and, desc, eq, sql } from "drizzle-orm";
import { matches, matchReductions } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { LoweringCause } from "./lower-matches.ts";

export type LatestChange = {
  /** What stands now of the pledge's matches, in cents. */
  readonly standingCents: bigint;
  /** Why it was last lowered; undefined where it never was. */
  readonly cause: LoweringCause | undefined;
  readonly reason: string | null;
};

/** What a donor is told of the matching of a gift that changed after it was promised. */
export async function latestChange({ db, fundId }: Deps, pledgeId: string): Promise<LatestChange> {
  const ofPledge = and(eq(matches.fundId, fundId), eq(matches.pledgeId, pledgeId));
  const [sum] = await db
    .select({
      cents: sql<string>`coalesce(sum(${matches.amountCents}) filter (where ${matches.state} in ('reserved', 'committed', 'paid')), 0)`,
    })
    .from(matches)
    .where(ofPledge);
  const [last] = await db
    .select({ cause: matchReductions.cause, reason: matchReductions.reason })
    .from(matchReductions)
    .innerJoin(matches, and(eq(matches.fundId, matchReductions.fundId), eq(matches.id, matchReductions.matchId)))
    .where(ofPledge)
    .orderBy(desc(matchReductions.id))
    .limit(1);
  return {
    standingCents: BigInt(sum?.cents ?? 0),
    cause: last?.cause as LoweringCause | undefined,
    reason: last?.reason ?? null,
  };
}
