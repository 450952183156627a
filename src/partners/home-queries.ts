import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { campaigns, matches } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { User } from "../http/api-kit.ts";
import { callsOfPot, type FundCall } from "../pots/call-queries.ts";
import { listPots, type PotState } from "./queries.ts";

/** Enough for one screen; the rest is on the agreements' own pages. */
const MOST = 50;

export type PartnerHome = {
  readonly pots: readonly PotState[];
  /** Calls for funds that still ask for something, the first due first. */
  readonly calls: readonly (FundCall & { readonly pot: PotState })[];
  readonly campaigns: readonly MatchedCampaign[];
};

export type MatchedCampaign = {
  readonly slug: string;
  readonly title: string;
  readonly gifts: number;
  readonly matchedCents: bigint;
};

/** What a partner asks first: where its money is, what it did, and what is still to be paid in. */
export async function readHome(deps: Deps, actor: User): Promise<PartnerHome> {
  const { items: pots } = await listPots(deps, actor, { limit: MOST });
  const calls = await Promise.all(
    pots.map(async (pot) => (await callsOfPot(deps, pot.id)).map((call) => ({ ...call, pot }))),
  );
  return {
    pots,
    calls: calls
      .flat()
      .filter(({ openCents }) => openCents > 0n)
      .toSorted((one, other) => one.dueOn.localeCompare(other.dueOn)),
    campaigns: await campaignsOf(
      deps,
      pots.map(({ id }) => id),
    ),
  };
}

/** The campaigns a partner's money stands in, the most matched first. */
async function campaignsOf({ db, fundId }: Deps, potIds: readonly string[]): Promise<readonly MatchedCampaign[]> {
  if (potIds.length === 0) return [];
  const sum = sql<string>`sum(${matches.amountCents})`;
  const rows = await db
    .select({
      slug: campaigns.slug,
      title: campaigns.title,
      gifts: sql<number>`count(distinct ${matches.pledgeId})::int`,
      matched: sum,
    })
    .from(matches)
    .innerJoin(campaigns, and(eq(campaigns.fundId, matches.fundId), eq(campaigns.id, matches.campaignId)))
    .where(
      and(
        eq(matches.fundId, fundId),
        inArray(matches.potId, [...potIds]),
        inArray(matches.state, ["reserved", "committed", "paid"]),
      ),
    )
    .groupBy(campaigns.id, campaigns.slug, campaigns.title)
    .orderBy(sql`${sum} desc`, asc(campaigns.slug))
    .limit(MOST);
  return rows.map(({ matched, ...row }) => ({ ...row, matchedCents: BigInt(matched) }));
}
