import { and, eq, inArray } from "drizzle-orm";
import { campaigns, roundLines } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";

/** Below this many donors a campaign's figures would tell of single people (X6). */
export const SMALL_CELL = 5;

export type CampaignShare = {
  readonly campaignId: string;
  readonly title: string;
  readonly slug: string;
  /** Of eligible gifts; none where there are so few that they would tell of single people. */
  readonly donors: number | null;
  readonly giftsCents: bigint | null;
  readonly sharedCents: bigint;
};

/** How many gifts took no part for one reason; none where they are few. */
export type ExcludedCount = { readonly reason: string; readonly gifts: number | null };

export type SummaryLine = Pick<
  typeof roundLines.$inferSelect,
  "campaignId" | "donorId" | "baseCents" | "isEligible" | "reason" | "amountCents"
>;

export type Summary = {
  readonly campaigns: readonly CampaignShare[];
  readonly excluded: readonly ExcludedCount[];
};

export const linesOf = ({ db, fundId }: Pick<Deps, "db" | "fundId">, roundId: string, version: number) =>
  db
    .select()
    .from(roundLines)
    .where(and(eq(roundLines.fundId, fundId), eq(roundLines.ruleId, roundId), eq(roundLines.version, version)));

/** One version of a result by campaign and by reason of exclusion, with small cells hidden unless all may be seen. */
export const readSummary = async (deps: Deps, roundId: string, version: number, seesAll: boolean): Promise<Summary> =>
  summarise(deps, await linesOf(deps, roundId, version), seesAll);

export async function summarise(deps: Deps, lines: readonly SummaryLine[], seesAll: boolean): Promise<Summary> {
  const sums = new Map<string, { donors: Set<string>; giftsCents: bigint; sharedCents: bigint }>();
  const reasons = new Map<string, number>();
  for (const line of lines) {
    if (!line.isEligible) {
      reasons.set(line.reason, (reasons.get(line.reason) ?? 0) + 1);
      continue;
    }
    const sum = sums.get(line.campaignId) ?? { donors: new Set<string>(), giftsCents: 0n, sharedCents: 0n };
    sum.donors.add(line.donorId);
    sum.giftsCents += line.baseCents;
    sum.sharedCents += line.amountCents;
    sums.set(line.campaignId, sum);
  }
  const names = await namesOf(deps, [...sums.keys()]);
  const shares = [...sums].flatMap(([campaignId, { donors, giftsCents, sharedCents }]) => {
    const name = names.get(campaignId);
    if (name === undefined) return [];
    const isHidden = !seesAll && donors.size < SMALL_CELL;
    return [
      {
        campaignId,
        ...name,
        donors: isHidden ? null : donors.size,
        giftsCents: isHidden ? null : giftsCents,
        sharedCents,
      },
    ];
  });
  return {
    campaigns: shares.toSorted((a, b) =>
      a.sharedCents === b.sharedCents ? a.title.localeCompare(b.title, "fr") : a.sharedCents > b.sharedCents ? -1 : 1,
    ),
    excluded: [...reasons]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, gifts]) => ({ reason, gifts: seesAll || gifts >= SMALL_CELL ? gifts : null })),
  };
}

export async function namesOf({ db, fundId }: Pick<Deps, "db" | "fundId">, campaignIds: readonly string[]) {
  if (campaignIds.length === 0) return new Map<string, { title: string; slug: string }>();
  const rows = await db
    .select({ id: campaigns.id, title: campaigns.title, slug: campaigns.slug })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), inArray(campaigns.id, [...new Set(campaignIds)])));
  return new Map(rows.map(({ id, ...name }) => [id, name]));
}
