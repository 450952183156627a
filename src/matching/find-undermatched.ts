import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { LUMP_MAY_COME, SHORT_OF_ROOM } from "../domain/matching/backfill.ts";

/** A firm or captured pledge to which a rule that fills up later gave less than its formula. */
export type Undermatched = {
  readonly pledgeId: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly recordedAt: string;
  readonly priority: number;
};

const AT_ONCE = 200;

/**
 * Pledges of this pot that may be matched more, the oldest first (M11), a page after `last`. Only where matches can
 * still be made: the agreement is in force, the campaign not decided, and nobody disputes, holds or revoked anything
 * about the gift.
 */
export async function findUndermatched(
  reader: Reader,
  fundId: string,
  potId: string,
  last: Undermatched | undefined,
): Promise<readonly Undermatched[]> {
  const after =
    last === undefined
      ? sql`true`
      : sql`(p.created_at, p.id, r.priority, r.id) > (${last.recordedAt}::timestamptz, ${last.pledgeId}::uuid, ${last.priority}::smallint, ${last.ruleId}::uuid)`;
  return await reader.execute<Undermatched>(sql`
    select p.id as "pledgeId", r.id as "ruleId", r.version as "ruleVersion", r.priority,
      to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt"
    from matching_rules r
    join matching_pots pot on pot.fund_id = r.fund_id and pot.id = r.pot_id
    join cooperation_agreements a on a.fund_id = pot.fund_id and a.id = pot.agreement_id and a.state = 'in_force'
    join match_traces t on t.fund_id = r.fund_id and t.rule_id = r.id and t.rule_version = r.version and t.cause = 'pledge'
    join pledges p on p.fund_id = t.fund_id and p.id = t.pledge_id
    join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id
    cross join lateral (select coalesce(sum(amount_cents), 0) as stands from matches m
      where m.fund_id = t.fund_id and m.pledge_id = t.pledge_id and m.rule_id = t.rule_id
        and m.state in ('reserved', 'committed', 'paid')) matched
    where r.fund_id = ${fundId} and r.pot_id = ${potId} and ${after}
      and p.state in ('authorised', 'charging', 'action_required', 'captured') and p.held_reason is null
      and p.disputed_cents = 0 and p.returned_gift_cents < p.amount_cents
      and c.state in ('live', 'settling')
      and not exists (select from match_revocations v
        where v.fund_id = p.fund_id and v.pledge_id = p.id and v.rule_id = r.id)
      and case when r.lump_cents is null
        then r.backfill and t.bound_by in (${listOf(SHORT_OF_ROOM)})
          and matched.stands < (t.trace ->> 'formulaCents')::bigint
        else t.bound_by in (${listOf(LUMP_MAY_COME)}) and not exists (select from matches l
          where l.fund_id = r.fund_id and l.rule_id = r.id and l.campaign_id = p.campaign_id and l.is_lump
            and l.state in ('reserved', 'committed', 'paid')) end
    order by p.created_at, p.id, r.priority, r.id
    limit ${AT_ONCE}`);
}

const listOf = (values: readonly string[]): SQL =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );

/** Pots that hold money and have a rule that fills up later, or a lump. */
export async function potsToBackfill(reader: Reader, fundId: string): Promise<readonly { readonly id: string }[]> {
  return await reader.execute<{ id: string }>(sql`
    select pot.id from matching_pots pot
    where pot.fund_id = ${fundId}
      and pot.funded_cents - pot.withdrawn_cents - pot.reserved_cents - pot.committed_cents - pot.paid_cents > 0
      and exists (select from matching_rules r
        where r.fund_id = pot.fund_id and r.pot_id = pot.id and (r.backfill or r.lump_cents is not null))
    order by pot.id`);
}
