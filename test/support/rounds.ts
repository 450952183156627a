import { and, asc, eq } from "drizzle-orm";
import { fundNow } from "../../src/db/clock.ts";
import { matches, roundLines, roundResults } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { aMatchingPot, type TestRule } from "./matching.ts";

export const ROUND_DAYS = 10;

/** A partner's funded pot behind one round that began months ago and ends in ten days. */
export async function aRoundPot(deps: Deps, fundedCents: bigint, rule: TestRule = {}) {
  const now = await fundNow(deps.db);
  return aMatchingPot(deps, fundedCents, {
    kind: "pro_rata",
    ratioNumerator: null,
    ratioDenominator: null,
    budgetCents: fundedCents,
    endsAt: new Date(now.getTime() + ROUND_DAYS * 86_400_000),
    ...rule,
  });
}

export const theResults = (deps: Deps, ruleId: string) =>
  deps.db
    .select()
    .from(roundResults)
    .where(and(eq(roundResults.fundId, deps.fundId), eq(roundResults.ruleId, ruleId)))
    .orderBy(asc(roundResults.version));

/** One version's lines by gift: cents and what bound, or why it took no part. */
export async function theLines(deps: Deps, ruleId: string, version = 1) {
  const rows = await deps.db
    .select()
    .from(roundLines)
    .where(and(eq(roundLines.fundId, deps.fundId), eq(roundLines.ruleId, ruleId), eq(roundLines.version, version)));
  return Object.fromEntries(rows.map((row) => [row.pledgeId, [row.amountCents, row.reason] as const]));
}

/** What stands of a rule's matches of one gift, and in which states its rows are. */
export async function theMatches(deps: Deps, pledgeId: string) {
  const rows = await deps.db
    .select()
    .from(matches)
    .where(and(eq(matches.fundId, deps.fundId), eq(matches.pledgeId, pledgeId)))
    .orderBy(asc(matches.id));
  return rows.map((row) => [row.state, row.amountCents] as const);
}
