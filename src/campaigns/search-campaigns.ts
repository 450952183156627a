import { and, eq, gt, inArray, lt, type SQL, sql } from "drizzle-orm";
import { campaigns } from "../db/schema/campaigns.ts";
import { projects } from "../db/schema/projects.ts";
import type { Deps } from "../deps.ts";
import type { CampaignCategory } from "../domain/campaign.ts";
import type { Page } from "../http/pagination.ts";
import { isMatchedNow } from "../matching/match-now.ts";
import { type CampaignCard, listPage } from "./queries.ts";

/** What a visitor may narrow live campaigns by; all that is given must hold, places' parts for one place together. */
export type CampaignFilters = {
  /** Words of campaign, project, holder or places: accents, capitals and endings aside. */
  readonly q?: string | undefined;
  readonly departement?: string | undefined;
  readonly territory?: "rural" | "qpv" | "frr" | undefined;
  /** A type of place of the national standard. */
  readonly placeType?: string | undefined;
  readonly service?: string | undefined;
  readonly category?: CampaignCategory | undefined;
  /** Ends within a week. */
  readonly endsSoon?: boolean | undefined;
  /** A gift would be matched now. */
  readonly matched?: boolean | undefined;
};

export type CampaignSearch = CampaignFilters & { readonly limit: number; readonly cursor?: string | undefined };

/** Volatile: asked once a query, not once a row. */
const NOW = sql`(select fund_now())`;

/** A campaign as visitors see it in a list. */
export type PublicCard = CampaignCard & {
  readonly summary: string;
  /** Each with its département: `Mende (48)`. */
  readonly towns: readonly string[];
  /** A gift would be matched now; see `isMatchedNow`. */
  readonly isMatched: boolean;
};

/** Campaigns that take pledges now and meet the filters, the first to end first. */
export async function searchCampaigns(deps: Deps, search: CampaignSearch): Promise<Page<PublicCard>> {
  const { items, nextCursor } = await listPage(deps, "live-campaigns", search, ...conditions(deps.fundId, search));
  return { items: await describe(deps, items), nextCursor };
}

async function describe(deps: Deps, cards: readonly CampaignCard[]): Promise<readonly PublicCard[]> {
  const rows = await deps.db
    .select({ id: campaigns.id, summary: projects.summary, towns: TOWNS, isMatched: isMatchedNow() })
    .from(campaigns)
    .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
    .where(
      and(
        eq(campaigns.fundId, deps.fundId),
        inArray(
          campaigns.id,
          cards.map(({ id }) => id),
        ),
      ),
    );
  return cards.flatMap((card) => {
    const own = rows.find(({ id }) => id === card.id);
    return own === undefined ? [] : [{ ...card, ...own }];
  });
}

const TOWNS = sql<readonly string[]>`array(
  select distinct l.commune_name || ' (' || coalesce(l.departement, l.postcode) || ')'
  from project_places pp join places l on l.id = pp.place_id
  where pp.fund_id = campaigns.fund_id and pp.project_id = campaigns.project_id order by 1)`;

/** How many there are. */
export async function countCampaigns(deps: Deps, filters: CampaignFilters): Promise<number> {
  return await deps.db.$count(campaigns, and(eq(campaigns.fundId, deps.fundId), ...conditions(deps.fundId, filters)));
}

/** How many there are in each département that has some, whatever département is asked for. */
export async function countByDepartement(deps: Deps, filters: CampaignFilters): Promise<ReadonlyMap<string, number>> {
  const anywhere = and(...conditions(deps.fundId, { ...filters, departement: undefined }));
  const rows = await deps.db.execute<{ departement: string; found: number }>(sql`
    select l.departement, count(distinct campaigns.id)::int as found
    from campaigns
    join project_places pp on pp.fund_id = campaigns.fund_id and pp.project_id = campaigns.project_id
    join places l on l.id = pp.place_id
    where campaigns.fund_id = ${deps.fundId} and l.departement is not null and ${anywhere}
    group by l.departement order by l.departement`);
  return new Map(rows.map(({ departement, found }) => [departement, found]));
}

const conditions = (fundId: string, filters: CampaignFilters): readonly (SQL | undefined)[] => [
  eq(campaigns.state, "live"),
  gt(campaigns.deadlineAt, NOW),
  filters.q === undefined ? undefined : saysWords(fundId, filters.q),
  filters.category === undefined ? undefined : eq(campaigns.category, filters.category),
  hasPlace(filters),
  filters.endsSoon ? lt(campaigns.deadlineAt, sql`${NOW} + interval '7 days'`) : undefined,
  filters.matched ? isMatchedNow() : undefined,
];

/** Each word begins a word of the campaign; words too common to be kept ask for nothing. */
const saysWords = (fundId: string, typed: string): SQL => sql`exists (
  select from campaign_words w, (
    select to_tsquery('french', coalesce(string_agg(word || ':*', ' & '), '')) as asked
    from regexp_split_to_table(plain_words(${typed}), '[^a-z0-9]+') word where word <> '') typed
  where w.fund_id = ${fundId} and w.campaign_id = campaigns.id and (numnode(asked) = 0 or w.words @@ asked))`;

function hasPlace({ departement, territory, placeType, service }: CampaignFilters): SQL | undefined {
  const asked = [
    ...(departement === undefined ? [] : [sql`l.departement = ${departement}`]),
    ...(territory === undefined ? [] : [FLAGS[territory]]),
    ...(placeType === undefined ? [] : [sql`${placeType} = any (l.types)`]),
    ...(service === undefined ? [] : [sql`${service} = any (l.services)`]),
  ];
  if (asked.length === 0) return undefined;
  return sql`exists (select from project_places pp join places l on l.id = pp.place_id
    where pp.fund_id = campaigns.fund_id and pp.project_id = campaigns.project_id and ${sql.join(asked, sql` and `)})`;
}

const FLAGS = { rural: sql`l.rural`, qpv: sql`l.qpv`, frr: sql`l.frr` } as const;
