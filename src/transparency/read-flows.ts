import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { REGION_OF_DEPARTEMENT } from "./regions.ts";

/** What money did in a year, by the journal: euro cents. */
export type Flows = {
  /** Gifts to projects, without tips. */
  readonly giftsCents: bigint;
  readonly tipsCents: bigint;
  /** Given back to donors, tips included. */
  readonly returnedCents: bigint;
  readonly fundedCents: bigint;
  readonly withdrawnCents: bigint;
  /** Out of the partners' pots to projects, less what came back. */
  readonly matchedCents: bigint;
  /** Owed to project holders, less what shrank since. */
  readonly grantedCents: bigint;
  /** Sent to them, less what came back. */
  readonly paidCents: bigint;
  readonly processorFeesCents: bigint;
  readonly lossesCents: bigint;
  /** Different donors behind gifts, matches and returns. */
  readonly donors: number;
};

export type TerritoryFlows = Flows & {
  /** Of Europe/Paris, in which it was recorded. */
  readonly year: number;
  readonly level: "country" | "region" | "departement";
  /** Null: several of them, or none known. */
  readonly region: string | null;
  readonly departement: string | null;
  /** How many different donors stand behind each figure of people. */
  readonly behind: Readonly<Record<"giftsCents" | "returnedCents" | "matchedCents", number>>;
};

type Row = Readonly<Record<(typeof AMOUNTS)[number], string>> &
  Pick<TerritoryFlows, "year" | "level" | "region" | "departement" | "donors"> &
  Readonly<Record<"givers" | "returners" | "matched_donors", number>> &
  Record<string, unknown>;

const AMOUNTS = [
  "gifts",
  "tips",
  "returned",
  "funded",
  "withdrawn",
  "matched",
  "granted",
  "paid",
  "fees",
  "losses",
] as const;

/**
 * What money did, by year of Europe/Paris in which it was recorded, for the country, each region and each département
 * of the projects' places. A flow is told by the accounts its entry moves, not by the entry's name: so a correction
 * takes back exactly what it corrects, and the sums are the balances' (`npm run books`).
 */
export async function readFlows(reader: Reader, fundId: string): Promise<readonly TerritoryFlows[]> {
  const rows = await reader.execute<Row>(sql`
    with ${ENTRIES(fundId)}, ${PROJECTS(fundId)},
    flows as (
      select e.year, p.donor_id, t.region, t.departement,
        case when granted = 0 and back = 0 then gifts else 0 end as gifts,
        case when own = 0 and back = 0 then tips else 0 end as tips,
        case when cash = 0 and (gifts <> 0 or tips <> 0 or granted <> 0 or owed <> 0) then back else 0 end as returned,
        case when outside then greatest(pots, 0) else 0 end as funded,
        case when outside then greatest(-pots, 0) else 0 end as withdrawn,
        case when outside then 0 else -pots end as matched,
        case when cash = 0 then granted else 0 end as granted,
        case when cash = 0 then 0 else -granted end as paid,
        fees, losses
      from entries e
      left join people p on p.source = e.source
      left join territories t on t.owner = e.owner
    )
    select year, region, departement,
      case when grouping(region) = 1 then 'country' when grouping(departement) = 1 then 'region' else 'departement' end as level,
      ${sql.raw(AMOUNTS.map((name) => `sum(${name})::text as ${name}`).join(", "))},
      (count(distinct donor_id) filter (where gifts <> 0 or matched <> 0 or returned <> 0))::int as donors,
      (count(distinct donor_id) filter (where gifts <> 0))::int as givers,
      (count(distinct donor_id) filter (where returned <> 0))::int as returners,
      (count(distinct donor_id) filter (where matched <> 0))::int as matched_donors
    from flows group by grouping sets ((year), (year, region), (year, region, departement))
    order by year desc, region nulls last, departement nulls first`);
  return rows.map(toFlows);
}

/** Each entry with what it moves, on the side that grows each kind of account. Sources are compared byte by byte. */
const ENTRIES = (fundId: string) => sql`
  entries as (
    select e.id, e.source collate "C" as source, extract(year from e.recorded_at at time zone 'Europe/Paris')::int as year,
      max(substr(a.code, length(a.kind) + 2)) filter (
        where a.kind in ('gifts:campaign', 'match:campaign', 'grant', 'receivable:campaign')) as owner,
      -coalesce(sum(p.amount_cents) filter (where a.kind = 'gifts:campaign'), 0) as gifts,
      -coalesce(sum(p.amount_cents) filter (where a.kind = 'fund:tips'), 0) as tips,
      -coalesce(sum(p.amount_cents) filter (where a.kind = 'pot:partner'), 0) as pots,
      -coalesce(sum(p.amount_cents) filter (where a.kind = 'grant'), 0) as granted,
      -coalesce(sum(p.amount_cents) filter (where a.kind in ('fund:general', 'fund:committed', 'fund:reserve')), 0) as own,
      -coalesce(sum(p.amount_cents) filter (where a.kind in ('refunds-due', 'disputed')), 0) as back,
      coalesce(sum(p.amount_cents) filter (where a.kind = 'receivable:campaign'), 0) as owed,
      coalesce(sum(p.amount_cents) filter (where a.kind in ('stripe', 'stripe:in-transit', 'bank', 'bank:outgoing')), 0) as cash,
      coalesce(sum(p.amount_cents) filter (where a.kind in ('fees:processor', 'fees:dispute')), 0) as fees,
      coalesce(sum(p.amount_cents) filter (where a.kind = 'losses'), 0) as losses,
      not bool_or(a.kind in ('match:campaign', 'grant', 'receivable:campaign')) as outside
    from journal_entries e
    join postings p on p.fund_id = e.fund_id and p.entry_id = e.id
    join accounts a on a.fund_id = p.fund_id and a.code = p.account
    where e.fund_id = ${fundId}
    group by e.id, e.source collate "C", e.recorded_at
  ),
  people as (
    select ('pledge:' || id) collate "C" as source, donor_id from pledges where fund_id = ${fundId}
    union all
    select 'stripe:' || charge_id, donor_id from pledges where fund_id = ${fundId} and charge_id is not null
  )`;

/** The territory of whatever owns an account: by the places of its project. */
const PROJECTS = (fundId: string) => sql`
  regions as (select key as departement, value as region from jsonb_each_text(${JSON.stringify(REGION_OF_DEPARTEMENT)}::text::jsonb)),
  owners as (
    select id::text as owner, project_id from campaigns where fund_id = ${fundId}
    union all
    select g.id::text, coalesce(c.project_id, o.project_id) from grants g
    left join campaigns c on c.fund_id = g.fund_id and c.id = g.campaign_id
    left join own_grant_applications o on o.fund_id = g.fund_id and o.id = g.application_id
    where g.fund_id = ${fundId}
  ),
  places_of as (
    select pp.project_id,
      case when count(distinct l.departement) = 1 then min(l.departement) end as departement,
      case when count(distinct r.region) = 1 then min(r.region) end as region
    from project_places pp
    join places l on l.id = pp.place_id
    left join regions r on r.departement = l.departement
    where pp.fund_id = ${fundId}
    group by pp.project_id
  ),
  territories as (
    select o.owner, w.region, w.departement from owners o join places_of w on w.project_id = o.project_id
  )`;

const toFlows = (row: Row): TerritoryFlows => ({
  year: row.year,
  level: row.level,
  region: row.region,
  departement: row.departement,
  giftsCents: BigInt(row.gifts),
  tipsCents: BigInt(row.tips),
  returnedCents: BigInt(row.returned),
  fundedCents: BigInt(row.funded),
  withdrawnCents: BigInt(row.withdrawn),
  matchedCents: BigInt(row.matched),
  grantedCents: BigInt(row.granted),
  paidCents: BigInt(row.paid),
  processorFeesCents: BigInt(row.fees),
  lossesCents: BigInt(row.losses),
  donors: row.donors,
  behind: { giftsCents: row.givers, returnedCents: row.returners, matchedCents: row.matched_donors },
});
