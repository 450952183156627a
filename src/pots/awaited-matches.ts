import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { type AwaitedMatches, awaitedMatches, type ShortMatch } from "../domain/awaited-matches.ts";

type Row = {
  readonly ruleId: string;
  readonly potId: string;
  readonly donorId: string;
  readonly formula: string;
  readonly stands: string;
  readonly answered: string;
  readonly caps: readonly { readonly bound: string; readonly allowsCents: number }[];
  readonly awaited: string;
  readonly counts: boolean;
};

/**
 * What a campaign's firm gifts await of promised money (M9): only of rules that fill up older gifts once money is
 * there (M11); with any other rule a promise can match nothing of what was given already.
 */
export async function readAwaitedMatches(reader: Reader, fundId: string, campaignId: string): Promise<AwaitedMatches> {
  const rows = await reader.execute<Row>(sql`
    select r.id as "ruleId", r.pot_id as "potId", p.donor_id as "donorId", t.trace ->> 'formulaCents' as formula,
      matched.stands, t.amount_cents as answered, t.trace -> 'caps' as caps,
      greatest(pot.promised_cents - pot.funded_cents, 0) as awaited, a.promised_counts as counts
    from pledges p
    join match_traces t on t.fund_id = p.fund_id and t.pledge_id = p.id and t.cause = 'pledge' and t.bound_by = 'pot'
    join matching_rules r on r.fund_id = t.fund_id and r.id = t.rule_id and r.version = t.rule_version and r.backfill
    join matching_pots pot on pot.fund_id = r.fund_id and pot.id = r.pot_id
    join cooperation_agreements a on a.fund_id = pot.fund_id and a.id = pot.agreement_id
    cross join lateral (select coalesce(sum(amount_cents), 0) as stands from matches m
      where m.fund_id = t.fund_id and m.pledge_id = t.pledge_id and m.rule_id = t.rule_id
        and m.state in ('reserved', 'committed', 'paid')) matched
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId}
      and p.state in ('authorised', 'charging', 'action_required', 'captured') and p.held_reason is null
      and p.disputed_cents = 0 and p.returned_gift_cents = 0 and pot.promised_cents > pot.funded_cents
      and a.state = 'in_force'
      and not exists (select from match_revocations v
        where v.fund_id = p.fund_id and v.pledge_id = p.id and v.rule_id = r.id)
    order by p.created_at, p.id, r.priority, r.id`);
  const pots = new Map(
    rows.map(({ potId, awaited, counts }) => [potId, { potId, awaitedCents: BigInt(awaited), promisedCounts: counts }]),
  );
  return awaitedMatches(rows.map(toShort), [...pots.values()]);
}

const toShort = (row: Row): ShortMatch => ({
  ruleId: row.ruleId,
  potId: row.potId,
  donorId: row.donorId,
  formulaCents: BigInt(row.formula),
  standsCents: BigInt(row.stands),
  answeredCents: BigInt(row.answered),
  caps: row.caps
    .filter(({ bound }) => bound !== "pot")
    .map(({ bound, allowsCents }) => ({ bound, allowsCents: BigInt(allowsCents) })),
});
