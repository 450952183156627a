import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";

export type DonorInCampaign = { readonly donorId: string; readonly campaignId: string };

/**
 * Those of these pots that never match this donor's gifts to this campaign (M6): one of the donor's accounts, known by
 * whatever card or address, is a member of the pot's partner, or of the campaign's holder, which closes all.
 */
export async function potsClosedTo(
  reader: Reader,
  fundId: string,
  { donorId, campaignId }: DonorInCampaign,
  potIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (potIds.length === 0) return new Set();
  const ids = sql.join(
    potIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await reader.execute<{ pot: string }>(sql`
    with own as (
      select om.organisation_id from organisation_members om
      where om.user_id in (select k.value::uuid from donor_keys k
        where k.fund_id = ${fundId} and k.donor_id = ${donorId} and k.kind = 'user'))
    select pot.id as pot from matching_pots pot
    join cooperation_agreements a on a.fund_id = pot.fund_id and a.id = pot.agreement_id
    where pot.fund_id = ${fundId} and pot.id in (${ids})
      and (a.partner_id in (select organisation_id from own)
        or exists (select from campaigns c
          join projects on projects.fund_id = c.fund_id and projects.id = c.project_id
          where c.fund_id = ${fundId} and c.id = ${campaignId}
            and projects.organisation_id in (select organisation_id from own)))`);
  return new Set(rows.map((row) => row.pot));
}
