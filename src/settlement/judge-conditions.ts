import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import type { ConditionalMatch, UnmetCondition } from "../domain/settlement.ts";
import { enqueue } from "../jobs/outbox.ts";
import { lowerMatches } from "../matching/lower-matches.ts";
import { lockStandingMatches, type StandingMatch } from "../matching/standing-matches.ts";

export type HeldOnCondition = ConditionalMatch & { readonly match: StandingMatch };

/** Committed matches of a campaign that its decision may take back, held with their pots. */
export async function lockConditional(
  tx: Transaction,
  fundId: string,
  campaignId: string,
): Promise<readonly HeldOnCondition[]> {
  const rows = await tx.execute<{ pledge: string; disputed: boolean }>(sql`
    select distinct p.id as pledge, p.disputed_cents > 0 as disputed
    from matches m
    join pledges p on p.fund_id = m.fund_id and p.id = m.pledge_id
    join matching_rules r on r.fund_id = m.fund_id and r.id = m.rule_id and r.version = m.rule_version
    where m.fund_id = ${fundId} and m.campaign_id = ${campaignId} and m.state = 'committed'
      and (r.goal_conditional or r.kind = 'threshold')`);
  const disputed = new Set(rows.filter((row) => row.disputed).map((row) => row.pledge));
  const standing =
    rows.length === 0
      ? []
      : await lockStandingMatches(
          tx,
          fundId,
          rows.map((row) => row.pledge),
        );
  return standing
    .filter(({ state, rule }) => state === "committed" && (rule.goalConditional || rule.formula.kind === "threshold"))
    .map((match) => ({
      id: match.id,
      amountCents: match.amountCents,
      isCounted: !disputed.has(match.pledgeId),
      threshold: match.rule.formula.kind === "threshold" ? match.rule.formula : undefined,
      goalConditional: match.rule.goalConditional,
      match,
    }));
}

/** Gives back what its condition does not hold any more, and tells each donor once. */
export async function reverseUnmet(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  conditional: readonly HeldOnCondition[],
  unmet: ReadonlyMap<string, UnmetCondition>,
): Promise<void> {
  const occurredAt = await fundNow(tx);
  for (const cause of ["threshold_not_held", "goal_not_reached"] as const) {
    const fallen = conditional.filter(({ id }) => unmet.get(id) === cause).map(({ match }) => match);
    if (fallen.length === 0) continue;
    const lowered = fallen.map((match) => ({ match, toCents: cents(0n) }));
    await lowerMatches(tx, fundId, actor, lowered, { cause, money: { kind: "campaign" }, occurredAt });
    await recordAudit(tx, actor, {
      action: "match.condition-unmet",
      subject: ["campaign", fallen[0]?.campaignId ?? ""],
      change: { matches: fallen.length, amountCents: Number(fallen.reduce((sum, one) => sum + one.amountCents, 0n)) },
      reason: cause,
    });
  }
  const pledgeIds = new Set(conditional.filter(({ id }) => unmet.has(id)).map(({ match }) => match.pledgeId));
  for (const subjectId of pledgeIds) await enqueue(tx, "send-mail", { template: "match-lowered", subjectId });
}
