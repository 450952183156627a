import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { RoundRoom } from "../domain/matching/round.ts";
import { type Cents, cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import type { Round } from "./find-round.ts";

/** What the pot and the campaigns leave to a round, this round's own matches not counted: a correction may use them again. */
export async function readRoom(reader: Reader, fundId: string, { rule }: Round): Promise<RoundRoom> {
  const [own] = await reader.execute<{ sum: string }>(sql`
    select coalesce(sum(m.amount_cents), 0) as sum from matches m
    where m.fund_id = ${fundId} and ${ofRound(rule.id)} and m.state in ('reserved', 'committed', 'paid')`);
  return {
    potRemainingCents: cents((await readPotRemaining(reader, fundId, rule.potId)) + BigInt(own?.sum ?? 0)),
    ceilingsRemaining: await readCeilings(reader, fundId, rule.id),
    campaignDonors: await readDonors(reader, fundId, rule.id),
  };
}

/** What a pot has that nothing has taken yet (M2). */
export async function readPotRemaining(reader: Reader, fundId: string, potId: string): Promise<Cents> {
  const [pot] = await reader.execute<{ remaining: string }>(sql`
    select funded_cents - withdrawn_cents - reserved_cents - committed_cents - paid_cents as remaining
    from matching_pots where fund_id = ${fundId} and id = ${potId}`);
  if (pot === undefined) throw new InvariantViolation(`pot ${potId} does not exist`);
  return cents(BigInt(pot.remaining));
}

/** Whether a match `m` is a share of this round. */
export const ofRound = (ruleId: string): SQL => sql`m.rule_id = ${ruleId} and exists (select from match_traces t
  where t.fund_id = m.fund_id and t.pledge_id = m.pledge_id and t.match_id = m.id and t.cause = 'round')`;

/** Campaigns of the gifts that were recorded while the rule ran. */
const campaignsOf = (fundId: string, ruleId: string): SQL => sql`
  select distinct p.campaign_id from match_traces t join pledges p on p.fund_id = t.fund_id and p.id = t.pledge_id
  where t.fund_id = ${fundId} and t.rule_id = ${ruleId} and t.cause = 'pledge'`;

export async function listCampaigns(reader: Reader, fundId: string, ruleId: string): Promise<readonly string[]> {
  const rows = await reader.execute<{ campaign_id: string }>(sql`${campaignsOf(fundId, ruleId)} order by 1`);
  return rows.map((row) => row.campaign_id);
}

async function readCeilings(reader: Reader, fundId: string, ruleId: string): Promise<ReadonlyMap<string, Cents>> {
  const rows = await reader.execute<{ id: string; left: string }>(sql`
    select c.id, greatest(0, c.match_ceiling_cents - coalesce((select sum(m.amount_cents) from matches m
      where m.fund_id = c.fund_id and m.campaign_id = c.id and not (${ofRound(ruleId)})
        and m.state in ('reserved', 'committed', 'paid')), 0)) as left
    from campaigns c
    where c.fund_id = ${fundId} and c.match_ceiling_cents is not null and c.id in (${campaignsOf(fundId, ruleId)})`);
  return new Map(rows.map((row) => [row.id, cents(BigInt(row.left))]));
}

/** Everyone whose captured gift to the campaign stands, in part at least. */
async function readDonors(reader: Reader, fundId: string, ruleId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.execute<{ id: string; donors: number }>(sql`
    select campaign_id as id, count(distinct donor_id)::int as donors from pledges
    where fund_id = ${fundId} and state = 'captured' and returned_gift_cents < amount_cents
      and campaign_id in (${campaignsOf(fundId, ruleId)})
    group by campaign_id`);
  return new Map(rows.map((row) => [row.id, row.donors]));
}
