import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";

/** Only centroids of priority neighbourhoods are published as open lists; nothing tells their outlines. */
const QPV_RADIUS_METRES = 300;
const METRES_A_DEGREE = 111_320;

/**
 * Sets the flags of every place from the lists of territories, in one statement; answers how many places changed.
 * Rural and FRR are those of the place's commune: by its code, else by postcode and name, else by postcode where all
 * its communes agree; unknown (null, false) where none is found. A place counts as QPV within 300 m of a centroid of
 * the same département: an approximation, since lists give points and no outlines (the list of 2024 even gives one
 * point a commune, near its centre). Who pays by this flag should check the place's address.
 */
export async function derivePlaceTerritories(tx: Transaction): Promise<number> {
  const changed = await tx.execute(sql`
    with by_name as (
      select postcode, ${comparable(sql`name`)} as name, bool_and(rural) as rural, bool_or(frr) as frr
      from communes, unnest(postcodes) as postcode
      group by 1, 2
    ), by_postcode as (
      select postcode, case when bool_and(rural) = bool_or(rural) then bool_and(rural) end as rural, bool_and(frr) as frr
      from communes, unnest(postcodes) as postcode
      group by 1
    ), flags as (
      select
        p.id,
        coalesce(c.rural, n.rural, z.rural) as rural,
        coalesce(c.frr, n.frr, z.frr, false) as frr,
        exists (
          select from qpvs q
          where ${departementOfCode(sql`q.commune_code`)} = p.departement
            and ${metresBetween} <= ${QPV_RADIUS_METRES}
        ) as qpv
      from places p
      left join communes c on c.code = p.commune_code
      left join by_name n on n.postcode = p.postcode and n.name = ${comparable(sql`p.commune_name`)}
      left join by_postcode z on z.postcode = p.postcode
    )
    update places p set rural = f.rural, frr = f.frr, qpv = f.qpv
    from flags f
    where f.id = p.id and (p.rural, p.frr, p.qpv) is distinct from (f.rural, f.frr, f.qpv)`);
  return changed.count;
}

/** Letters and digits only, without accents or capitals: "BEAUGENCY" is Beaugency. */
function comparable(name: ReturnType<typeof sql>) {
  return sql`regexp_replace(normalize(lower(${name}), NFD), '[^a-z0-9]', '', 'g')`;
}

function departementOfCode(code: ReturnType<typeof sql>) {
  return sql`case when ${code} ~ '^9[78]' then left(${code}, 3) else left(${code}, 2) end`;
}

/** Flat-earth distance: exact to the metre over a few kilometres. */
const metresBetween = sql`${METRES_A_DEGREE} * sqrt(
  (p.latitude - q.latitude) ^ 2 + ((p.longitude - q.longitude) * cos(radians(p.latitude))) ^ 2)`;
