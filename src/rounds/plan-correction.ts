import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { planCorrection, type RoundCorrection, type StandingShare } from "../domain/matching/round-closing.ts";
import { cents } from "../domain/money.ts";
import type { Round } from "./find-round.ts";
import { ofRound } from "./read-room.ts";
import { type SharedNow, shareNow } from "./share-now.ts";

export type PlannedCorrection = { readonly shares: SharedNow; readonly plan: RoundCorrection };

/** What a correction would do as everything stands now; with `holdRound`'s locks, what it does. */
export async function planFor(
  reader: Reader,
  fundId: string,
  round: Round,
  takenIn: readonly string[],
): Promise<PlannedCorrection> {
  const shares = await shareNow(reader, fundId, round, takenIn);
  const corrected = shares.lines.flatMap((line) =>
    line.kind === "eligible" && line.amountCents > 0n
      ? [{ id: line.id, campaignId: line.gift.campaignId, amountCents: line.amountCents }]
      : [],
  );
  return { shares, plan: planCorrection(await standingShares(reader, fundId, round), corrected) };
}

/** A share in a grant can go back only from a complement that does not bind the fund yet. */
async function standingShares(reader: Reader, fundId: string, { rule }: Round): Promise<readonly StandingShare[]> {
  const rows = await reader.execute<{
    id: string;
    gift: string;
    campaign: string;
    amount: string;
    fixed: "paid" | "signed" | null;
  }>(sql`
    select m.id, m.pledge_id as gift, m.campaign_id as campaign, m.amount_cents as amount,
      case when m.state = 'paid' then 'paid'
        when g.id is not null and (free.cents is null or free.cents < held.cents) then 'signed' end as fixed
    from matches m
    left join grants g on g.fund_id = m.fund_id and g.campaign_id = m.campaign_id
    left join lateral (select sum(c.amount_cents) as cents from grant_complements c
      where c.fund_id = g.fund_id and c.grant_id = g.id and c.rule_id = m.rule_id and c.fund_signed_at is null
        and (c.is_amendment or g.fund_signed_at is null)) free on true
    left join lateral (select sum(m2.amount_cents) as cents from matches m2
      where m2.fund_id = m.fund_id and m2.campaign_id = m.campaign_id and m2.rule_id = m.rule_id
        and m2.state in ('committed', 'paid')) held on true
    where m.fund_id = ${fundId} and ${ofRound(rule.id)} and m.state in ('reserved', 'committed', 'paid')
    order by m.pledge_id, m.id`);
  return rows.map((row) => ({
    matchId: row.id,
    giftId: row.gift,
    campaignId: row.campaign,
    amountCents: cents(BigInt(row.amount)),
    fixed: row.fixed ?? undefined,
  }));
}
