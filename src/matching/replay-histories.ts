import { and, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { matchingRules } from "../db/schema/index.ts";
import { targetAfterReturn } from "../domain/matching/lower-matches.ts";
import type { ReplayFinding } from "../domain/matching/replay.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { cents } from "../domain/money.ts";
import { toRule } from "./rule-rows.ts";

/** So many of a kind are enough to look into. */
const MOST = 500;

/** Matches that no trace speaks of: nobody can say why they are there (M12). */
export async function findUntracedMatches(reader: Reader, fundId: string): Promise<readonly ReplayFinding[]> {
  const rows = await reader.execute<{ id: string; pledge: string; granted: string; state: string }>(sql`
    select m.id, m.pledge_id as pledge, m.granted_cents as granted, m.state from matches m
    where m.fund_id = ${fundId} and not exists (
      select from match_traces t where t.fund_id = m.fund_id and t.pledge_id = m.pledge_id and t.match_id = m.id)
    order by m.id limit ${MOST}`);
  return rows.map((row) => ({
    subject: `match:${row.id}`,
    cause: "replay-match-untraced",
    pledgeId: row.pledge,
    amountCents: BigInt(row.granted),
    expected: {},
    stored: { amountCents: Number(row.granted), state: row.state },
  }));
}

/** Matches that stand otherwise than their history says: reserved whole, lowered step by step, in the last state (M4). */
export async function findBrokenHistories(reader: Reader, fundId: string): Promise<readonly ReplayFinding[]> {
  const rows = await reader.execute<{
    id: string;
    pledge: string;
    granted: string;
    amount: string;
    state: string;
    reserved: string;
    back: string;
    last: string;
  }>(sql`
    select m.id, m.pledge_id as pledge, m.granted_cents as granted, m.amount_cents as amount, m.state, h.reserved, h.back, h.last
    from matches m cross join lateral (
      select coalesce(sum(amount_cents) filter (where kind = 'reserved'), 0) as reserved,
        coalesce(sum(amount_cents) filter (where kind in ('released', 'reversed', 'clawback_due')), 0) as back,
        case when sum(case when kind = 'reserved' then amount_cents when kind in ('released', 'reversed', 'clawback_due')
            then -amount_cents else 0 end) = 0
          then (array_agg(kind order by position desc))[1]
          else (array_agg(kind order by position desc) filter (where kind in ('reserved', 'committed', 'paid')))[1] end as last
      from match_events e where e.fund_id = m.fund_id and e.match_id = m.id) h
    where m.fund_id = ${fundId} and (h.reserved <> m.granted_cents or h.last is distinct from m.state
      or case when m.state in ('reserved', 'committed', 'paid') then m.amount_cents <> h.reserved - h.back
        else h.back <> h.reserved end)
    order by m.id limit ${MOST}`);
  return rows.map((row) => ({
    subject: `match:${row.id}`,
    cause: "replay-history",
    pledgeId: row.pledge,
    amountCents: BigInt(row.amount) - (BigInt(row.reserved) - BigInt(row.back)),
    expected: {
      grantedCents: Number(row.reserved),
      standingCents: Number(row.reserved) - Number(row.back),
      state: row.last,
    },
    stored: { grantedCents: Number(row.granted), amountCents: Number(row.amount), state: row.state },
  }));
}

/** Gifts that count and were never answered, though rules were in force when they were recorded. */
export async function* findUnanswered(
  reader: Reader,
  fundId: string,
  rulesAt: (at: Date) => readonly MatchingRule[],
): AsyncGenerator<ReplayFinding> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await reader.execute<{ id: string; recorded: string }>(sql`
      select p.id, extract(epoch from p.created_at) * 1000 as recorded from pledges p
      where p.fund_id = ${fundId} and p.id > ${after}::uuid
        and p.state in ('authorised', 'charging', 'action_required', 'captured')
        and not exists (select from match_traces t where t.fund_id = p.fund_id and t.pledge_id = p.id and t.cause = 'pledge')
      order by p.id limit 2000`);
    for (const { id, recorded } of rows) {
      const [first] = rulesAt(new Date(Number(recorded)));
      if (first === undefined) continue;
      yield {
        subject: `pledge:${id}:rule:${first.id}`,
        cause: "replay-trace-missing",
        pledgeId: id,
        amountCents: 0n,
        expected: { ruleId: first.id, ruleVersion: first.version },
        stored: {},
      };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < 2_000) return;
    after = last.id;
  }
}

/**
 * M10: after part of a gift went back, a rule's matches of it stand at what its version answers to the rest. Where a
 * person or another rule of the house took something too, they stand at no more than that.
 */
export async function findWrongReductions(reader: Reader, fundId: string): Promise<readonly ReplayFinding[]> {
  const versions = await reader
    .select()
    .from(matchingRules)
    .where(and(eq(matchingRules.fundId, fundId)));
  const rules = new Map(versions.map((row) => [`${row.id} ${row.version}`, toRule(row)]));
  const rows = await reader.execute<{
    pledge: string;
    rule: string;
    version: number;
    base: string;
    rest: string;
    granted: readonly { readonly grantedCents: number; readonly grantedOnCents: number }[];
    standing: string;
    by_return: boolean;
  }>(sql`
    select p.id as pledge, m.rule_id as rule, m.rule_version as version, p.amount_cents as base,
      p.amount_cents - p.returned_gift_cents as rest,
      jsonb_agg(jsonb_build_object('grantedCents', m.granted_cents, 'grantedOnCents',
        coalesce((t.trace -> 'gift' ->> 'baseCents')::bigint, p.amount_cents))) as granted,
      sum(case when m.state in ('reserved', 'committed', 'paid') then m.amount_cents else 0 end) as standing,
      count(*) = 1 and not exists (select from match_reductions r join matches o on o.fund_id = r.fund_id and o.id = r.match_id
        where o.fund_id = p.fund_id and o.pledge_id = p.id and o.rule_id = m.rule_id
          and r.cause not in ('refund', 'dispute_lost')) as by_return
    from pledges p join matches m on m.fund_id = p.fund_id and m.pledge_id = p.id
    left join match_traces t on t.fund_id = m.fund_id and t.pledge_id = m.pledge_id and t.match_id = m.id and t.cause = 'round'
    where p.fund_id = ${fundId} and p.state = 'captured' and p.returned_gift_cents > 0
    group by p.fund_id, p.id, m.rule_id, m.rule_version order by p.id, m.rule_id`);
  return rows.flatMap((row) => {
    const rule = rules.get(`${row.rule} ${row.version}`);
    if (rule === undefined) return [];
    const granted = row.granted.map(({ grantedCents, grantedOnCents }) => ({
      grantedCents: BigInt(grantedCents),
      grantedOnCents: BigInt(grantedOnCents),
    }));
    const gift = { baseCents: cents(BigInt(row.base)), remainingCents: cents(BigInt(row.rest)) };
    const target = targetAfterReturn(rule, granted, gift);
    const standing = BigInt(row.standing);
    if (row.by_return ? standing === target : standing <= target) return [];
    return [
      {
        subject: `pledge:${row.pledge}:rule:${row.rule}`,
        cause: "replay-refund" as const,
        pledgeId: row.pledge,
        amountCents: standing - target,
        expected: { standingCents: Number(target), restOfGiftCents: Number(row.rest) },
        stored: { standingCents: Number(standing) },
      },
    ];
  });
}
