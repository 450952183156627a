import { type SQL, sql } from "drizzle-orm";

/**
 * Whether a gift to the campaign would be matched now, as far as one can say without its giver: a rule that answers
 * each gift is in force for one of its places, and its pot and caps have money left. What a gift triggers to the cent
 * is the quote's to say. A condition on the rows of a query from `campaigns`. The predicates are those of `coversPlace` in the domain; a test holds them equal.
 */
export const isMatchedNow = (): SQL<boolean> => sql<boolean>`exists (
  select from matching_rules r
  join matching_pots p on p.fund_id = r.fund_id and p.id = r.pot_id
  where r.fund_id = campaigns.fund_id and r.kind = 'ratio' and r.minimum_donors is null
    and r.starts_at <= (select fund_now()) and r.ends_at > (select fund_now())
    and r.version = (select max(v.version) from matching_rules v
      where v.fund_id = r.fund_id and v.id = r.id and v.valid_from <= (select fund_now()))
    and p.funded_cents - p.withdrawn_cents - p.reserved_cents - p.committed_cents - p.paid_cents > 0
    and (r.filter -> 'categories' is null or r.filter -> 'categories' ? coalesce(campaigns.category, ''))
    and (r.filter -> 'needsInKind' is null or exists (select from needs_in_kind n
      where n.fund_id = r.fund_id and n.campaign_id = campaigns.id))
    and exists (
      select from project_places pp
      join places l on l.id = pp.place_id
      left join communes c on c.code = l.commune_code
      where pp.fund_id = r.fund_id and pp.project_id = campaigns.project_id
        and (r.filter -> 'departements' is null or r.filter -> 'departements' ? l.departement)
        and (r.filter -> 'epcis' is null or r.filter -> 'epcis' ? c.epci)
        and (r.filter -> 'near' is null or ${KILOMETRES} <= (r.filter #>> '{near,kilometres}')::float8)
        and (r.filter -> 'rural' is null or l.rural)
        and (r.filter -> 'qpv' is null or l.qpv)
        and (r.filter -> 'frr' is null or l.frr)
        and (r.filter -> 'placeTypes' is null or r.filter -> 'placeTypes' ?| l.types)
        and (r.filter -> 'services' is null or r.filter -> 'services' ?| l.services)
        and (r.filter -> 'publics' is null or r.filter -> 'publics' ?| l.publics)
        and (r.filter -> 'labels' is null or r.filter -> 'labels' ?| (l.labels || l.national_programmes)))
    and (campaigns.match_ceiling_cents is null or campaigns.match_ceiling_cents > ${used(sql`m.campaign_id = campaigns.id`)})
    and (r.cap_in_all_cents is null or r.cap_in_all_cents > ${used(sql`m.rule_id = r.id`)})
    and (r.cap_per_campaign_cents is null
      or r.cap_per_campaign_cents > ${used(sql`m.rule_id = r.id and m.campaign_id = campaigns.id`)}))`;

/** Great-circle distance from the rule's commune to the place, as the domain's `kilometresBetween`. */
const KILOMETRES = sql`2 * 6371.0088 * asin(least(1, sqrt(
  sin(radians(l.latitude - (r.filter #>> '{near,latitude}')::float8) / 2) ^ 2
  + cos(radians((r.filter #>> '{near,latitude}')::float8)) * cos(radians(l.latitude))
    * sin(radians(l.longitude - (r.filter #>> '{near,longitude}')::float8) / 2) ^ 2)))`;

function used(of: SQL): SQL {
  return sql`(select coalesce(sum(m.amount_cents), 0) from matches m
    where m.fund_id = r.fund_id and m.state in ('reserved', 'committed', 'paid') and ${of})`;
}
