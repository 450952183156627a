import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { CampaignState } from "../domain/campaign.ts";
import type { GiftFacts } from "../domain/matching/facts.ts";
import type { AwaitedGift } from "../domain/matching/round-closing.ts";
import type { RoundGift } from "../domain/matching/round-eligibility.ts";
import { cents } from "../domain/money.ts";
import type { PledgeState } from "../domain/pledge.ts";
import type { StoredTrace } from "../matching/stored-trace.ts";
import type { Round } from "./find-round.ts";

type GiftRow = {
  readonly id: string;
  readonly donor: string;
  readonly campaign: string;
  readonly base: string;
  readonly state: PledgeState;
  readonly held: boolean;
  readonly disputed: boolean;
  readonly campaign_state: CampaignState;
  readonly missed_goal: boolean;
  readonly other_match: RoundGift["otherMatch"];
  readonly revoked: boolean;
  readonly rule_version: number;
  readonly gift: StoredTrace["gift"];
};

/**
 * Every gift recorded while the rule ran, in the order of ids: each left a trace of the rule then, with what was true
 * of it (M7). What stands of it, of its campaign and of other rules' matches is read now.
 */
export async function loadGifts(
  reader: Reader,
  fundId: string,
  round: Round,
  takenIn: readonly string[] = [],
): Promise<readonly AwaitedGift[]> {
  const rows = await reader.execute<GiftRow>(sql`
    select p.id, p.donor_id as donor, p.campaign_id as campaign, p.amount_cents - p.returned_gift_cents as base,
      p.state, p.held_reason is not null as held, p.disputed_cents > 0 as disputed, c.state as campaign_state,
      coalesce(s.state = 'decided' and s.gifts_cents + case when c.matching_counts then s.matches_cents else 0 end
        < c.goal_cents, false) as missed_goal,
      coalesce((select case when bool_or(r.stacking = 'final') then 'final' else 'open' end
        from matches m join matching_rules r on r.fund_id = m.fund_id and r.id = m.rule_id and r.version = m.rule_version
        where m.fund_id = p.fund_id and m.pledge_id = p.id and m.rule_id <> t.rule_id
          and m.state in ('reserved', 'committed', 'paid') having count(*) > 0), 'none') as other_match,
      exists (select from match_revocations v
        where v.fund_id = p.fund_id and v.pledge_id = p.id and v.rule_id = t.rule_id) as revoked,
      t.rule_version, t.trace -> 'gift' as gift
    from match_traces t
    join pledges p on p.fund_id = t.fund_id and p.id = t.pledge_id
    join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id
    left join settlements s on s.fund_id = c.fund_id and s.campaign_id = c.id
    where t.fund_id = ${fundId} and t.rule_id = ${round.rule.id} and t.cause = 'pledge'
    order by p.id`);
  const decidedIn = new Set(takenIn);
  return rows.map((row) => toGift(round, row, decidedIn));
}

function toGift({ rule, versions }: Round, row: GiftRow, takenIn: ReadonlySet<string>): AwaitedGift {
  const isCaptured = row.state === "captured";
  return {
    id: row.id,
    donorId: row.donor,
    campaignId: row.campaign,
    facts: toFacts(row),
    isCaptured,
    isDisputed: row.disputed,
    campaign: standingOf(row.campaign_state),
    mayReachGoal: !row.missed_goal,
    otherMatch: row.other_match,
    decided: row.revoked ? "revoked" : takenIn.has(row.id) ? "taken_in" : undefined,
    recordedUnder: row.rule_version === rule.version ? undefined : versions.get(row.rule_version),
    isAwaited: isCaptured ? row.campaign_state === "settling" : isOpen(row),
  };
}

const OPEN: readonly PledgeState[] = ["draft", "authorised", "charging", "action_required"];

const isOpen = ({ state, held, campaign_state }: GiftRow): boolean =>
  OPEN.includes(state) && !held && standingOf(campaign_state) === "under_way";

const standingOf = (state: CampaignState): RoundGift["campaign"] =>
  state === "succeeded" || state === "failed" || state === "cancelled" ? state : "under_way";

/** The gift as its trace kept it, with what stands of it now. */
const toFacts = ({ gift, base }: GiftRow): GiftFacts => ({
  ...gift,
  baseCents: cents(BigInt(base)),
  goalCents: cents(BigInt(gift.goalCents)),
  recordedAt: new Date(gift.recordedAt),
});
