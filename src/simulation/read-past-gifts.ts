import { sql } from "drizzle-orm";
import { z } from "zod";
import { endOfDay, startOfDay } from "../campaigns/paris-days.ts";
import type { Reader } from "../db/client.ts";
import type { PlaceFacts } from "../domain/matching/facts.ts";
import { cents } from "../domain/money.ts";
import type { SimulatedCampaign, SimulatedGift } from "../domain/simulation/gift.ts";
import { invalidInput } from "../errors.ts";
import { type CampaignFacts, readCampaigns, readMemberships } from "../matching/gift-facts.ts";
import { REFUSALS } from "./messages.ts";
import { MOST_ROWS } from "./read-gift-file.ts";

export type PastGifts = {
  /** None: all that were ever open. */
  readonly campaignIds: readonly string[];
  /** Days of Paris, both included. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
};

/** Whose members' gifts a rule does not match (M6), by the pot of the rule. */
export type PartnersOfPots = ReadonlyMap<string, readonly string[]>;

const CHUNK = 2_000;

type Kept = {
  readonly category: string | null;
  readonly needs: boolean;
  readonly goal: number;
  readonly holder: boolean;
};

type Row = {
  readonly campaignId: string;
  readonly donorId: string;
  readonly userId: string | null;
  readonly email: string;
  readonly base: string;
  readonly at: number;
  /** The places as the pledge's first trace keeps them, as JSON text. */
  readonly places: string | null;
  readonly kept: Kept | null;
  /** What traces of rules say of the giver's belonging to their partners: `[partner, belongs]`. */
  readonly partners: readonly (readonly [string, boolean])[] | null;
};

/**
 * The fund's captured and firm gifts in the order they were recorded, what went back taken off, each with the facts of
 * its pledge as they were (M7): a trace keeps them. Where no rule spoke, so that no trace exists, today's facts stand
 * in. Persons and gifts are numbered: nobody is named (X6). Read it in one transaction.
 */
export async function* readPastGifts(
  tx: Reader,
  fundId: string,
  past: PastGifts,
  partners: PartnersOfPots,
): AsyncGenerator<readonly SimulatedGift[]> {
  const toGift = numbering();
  let seen = 0;
  await tx.execute(sql`declare past_gifts no scroll cursor for ${selectGifts(fundId, past)}`);
  for (;;) {
    const rows = await tx.execute<Row>(sql`fetch ${sql.raw(String(CHUNK))} from past_gifts`);
    if (rows.length === 0) break;
    seen += rows.length;
    if (seen > MOST_ROWS) throw invalidInput([{ field: "campaignIds", message: REFUSALS.tooManyGifts }]);
    const ids = [...new Set(rows.map(({ campaignId }) => campaignId))];
    const [facts, campaigns] = [await readCampaigns(tx, fundId, ids), await campaignsOf(tx, fundId, ids)];
    const membershipsOf = await readMemberships(
      tx,
      rows.map((row) => ({ userId: row.userId ?? undefined, email: row.email })),
    );
    yield rows.flatMap((row) => {
      const [now, campaign] = [facts.get(row.campaignId), campaigns.get(row.campaignId)];
      if (now === undefined || campaign === undefined) return [];
      const memberOf = membershipsOf({ userId: row.userId ?? undefined, email: row.email });
      return toGift(row, { now, campaign, memberOf, partners });
    });
  }
  if (seen === 0) throw invalidInput([{ field: "campaignIds", message: REFUSALS.noGifts }]);
}

function selectGifts(fundId: string, { campaignIds, from, until }: PastGifts) {
  const among =
    campaignIds.length === 0 ? sql`true` : sql`p.campaign_id = any (${sql.param([...campaignIds])}::uuid[])`;
  const since = from === undefined ? sql`true` : sql`p.created_at >= ${startOfDay(from).toISOString()}::timestamptz`;
  const before = until === undefined ? sql`true` : sql`p.created_at < ${endOfDay(until).toISOString()}::timestamptz`;
  return sql`
    select p.campaign_id as "campaignId", p.donor_id as "donorId", p.user_id as "userId", p.email,
      p.amount_cents - p.returned_gift_cents - p.disputed_gift_cents as base,
      floor(extract(epoch from p.created_at) * 1000)::float8 as at,
      first.gift ->> 'places' as places,
      case when first.gift is not null then jsonb_build_object('category', first.gift -> 'category',
        'needs', first.gift -> 'hasNeedsInKind', 'goal', first.gift -> 'goalCents',
        'holder', first.gift -> 'donorIsHolder') end as kept,
      (select jsonb_agg(distinct jsonb_build_array(a.partner_id, t.trace -> 'gift' -> 'donorIsPartner'))
        from match_traces t
        join matching_rules r on r.fund_id = t.fund_id and r.id = t.rule_id and r.version = t.rule_version
        join matching_pots pot on pot.fund_id = t.fund_id and pot.id = r.pot_id
        join cooperation_agreements a on a.fund_id = t.fund_id and a.id = pot.agreement_id
        where t.fund_id = p.fund_id and t.pledge_id = p.id and t.cause = 'pledge') as partners
    from pledges p
    left join lateral (
      select t.trace -> 'gift' as gift from match_traces t
      where t.fund_id = p.fund_id and t.pledge_id = p.id and t.cause = 'pledge' order by t.sequence limit 1
    ) as first on true
    where p.fund_id = ${fundId} and p.held_reason is null
      and p.state in ('authorised', 'charging', 'action_required', 'captured')
      and p.amount_cents > p.returned_gift_cents + p.disputed_gift_cents
      and ${among} and ${since} and ${before}
    order by p.created_at, p.id`;
}

async function campaignsOf(
  tx: Reader,
  fundId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SimulatedCampaign>> {
  const rows = await tx.execute<{
    id: string;
    title: string;
    goal: string;
    counts: boolean;
    ends: number;
    ceiling: string | null;
  }>(sql`
    select id, title, goal_cents as goal, matching_counts as counts, match_ceiling_cents as ceiling,
      floor(extract(epoch from deadline_at) * 1000)::float8 as ends
    from campaigns where fund_id = ${fundId} and id = any (${sql.param([...ids])}::uuid[])`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        title: row.title,
        goalCents: cents(BigInt(row.goal)),
        matchingCounts: row.counts,
        endsAt: new Date(row.ends),
        ceilingCents: row.ceiling === null ? undefined : cents(BigInt(row.ceiling)),
      },
    ]),
  );
}

type Around = {
  readonly now: CampaignFacts;
  readonly campaign: SimulatedCampaign;
  readonly memberOf: ReadonlySet<string>;
  readonly partners: PartnersOfPots;
};

/** Gifts and givers are numbered as they come; equal places are kept once. */
function numbering() {
  const donors = new Map<string, string>();
  const places = new Map<string, readonly PlaceFacts[]>();
  let gifts = 0;
  const placesOf = (text: string): readonly PlaceFacts[] => {
    const known = places.get(text) ?? storedPlaces.parse(JSON.parse(text));
    places.set(text, known);
    return known;
  };
  return (row: Row, { now, campaign, memberOf, partners }: Around): SimulatedGift => {
    gifts += 1;
    const donorId = donors.get(row.donorId) ?? `D${donors.size + 1}`;
    donors.set(row.donorId, donorId);
    const { kept } = row;
    return {
      id: String(gifts).padStart(6, "0"),
      donorId,
      campaignId: row.campaignId,
      campaign,
      facts: {
        baseCents: cents(BigInt(row.base)),
        recordedAt: new Date(row.at),
        places: row.places === null ? now.places : placesOf(row.places),
        category: kept === null ? now.category : (kept.category ?? undefined),
        hasNeedsInKind: kept === null ? now.hasNeedsInKind : kept.needs,
        goalCents: kept === null ? now.goalCents : cents(BigInt(kept.goal)),
        donorIsHolder: kept === null ? memberOf.has(now.organisationId) : kept.holder,
      },
      partnerPotIds: potsOfOwn(row, memberOf, partners),
    };
  };
}

const NO_POTS: ReadonlySet<string> = new Set();

/** Whether a giver belonged to a partner is as its traces keep it, and as it is today where it left none. */
function potsOfOwn(row: Row, memberOf: ReadonlySet<string>, partners: PartnersOfPots): ReadonlySet<string> {
  const then = new Map(row.partners ?? []);
  const own = [...partners].filter(([, ids]) => ids.some((id) => then.get(id) ?? memberOf.has(id)));
  return own.length === 0 ? NO_POTS : new Set(own.map(([potId]) => potId));
}

const storedPlaces = z.array(
  z
    .object({
      departement: z.string().optional(),
      epci: z.string().optional(),
      latitude: z.number().optional(),
      longitude: z.number().optional(),
      rural: z.boolean(),
      qpv: z.boolean(),
      frr: z.boolean(),
      types: z.array(z.string()),
      services: z.array(z.string()),
      publics: z.array(z.string()),
      labels: z.array(z.string()),
    })
    .transform(
      (place): PlaceFacts => ({
        ...place,
        departement: place.departement,
        epci: place.epci,
        latitude: place.latitude,
        longitude: place.longitude,
      }),
    ),
);
