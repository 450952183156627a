import { and, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { matchingRules } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import type { ConditionalMatch, UnmetCondition } from "../domain/settlement.ts";
import { InvariantViolation } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { lowerMatches } from "../matching/lower-matches.ts";
import { lockPots } from "../matching/move-matches.ts";
import { toRule } from "../matching/rule-rows.ts";
import { standingMatches } from "../matching/standing-matches.ts";

const keyOf = (rule: { readonly id: string; readonly version: number }): string => `${rule.id} ${rule.version}`;

type Sum = {
  readonly rule_id: string;
  readonly rule_version: number;
  readonly disputed: boolean;
  readonly amount: string;
};

/**
 * Committed matches of a campaign that its decision may take back, held with their pots, summed by version of their
 * rule: conditions are of a rule, and a campaign may have a hundred thousand matches.
 */
export async function lockConditional(
  tx: Transaction,
  fundId: string,
  campaignId: string,
): Promise<readonly ConditionalMatch[]> {
  const sums = await tx.execute<Sum>(sql`
    with held as (
      select m.pledge_id, m.rule_id, m.rule_version, m.amount_cents
      from matches m
      join matching_rules r on r.fund_id = m.fund_id and r.id = m.rule_id and r.version = m.rule_version
      where m.fund_id = ${fundId} and m.campaign_id = ${campaignId} and m.state = 'committed'
        and (r.goal_conditional or r.kind = 'threshold')
      order by m.id for no key update of m)
    select h.rule_id, h.rule_version, p.disputed_cents > 0 as disputed, sum(h.amount_cents)::text as amount
    from held h join pledges p on p.fund_id = ${fundId} and p.id = h.pledge_id
    group by 1, 2, 3`);
  if (sums.length === 0) return [];
  const ids = [...new Set(sums.map((sum) => sum.rule_id))];
  const versions = await tx
    .select()
    .from(matchingRules)
    .where(and(eq(matchingRules.fundId, fundId), inArray(matchingRules.id, ids)));
  const rules = new Map(versions.map((row) => [keyOf(row), toRule(row)]));
  await lockPots(
    tx,
    fundId,
    versions.map(({ potId }) => potId),
  );
  return sums.map((sum) => {
    const id = keyOf({ id: sum.rule_id, version: sum.rule_version });
    const rule = rules.get(id);
    if (rule === undefined) throw new InvariantViolation(`rule ${id} does not exist`);
    return {
      id,
      amountCents: BigInt(sum.amount),
      isCounted: !sum.disputed,
      threshold: rule.formula.kind === "threshold" ? rule.formula : undefined,
      goalConditional: rule.goalConditional,
    };
  });
}

const BATCH = 500;
const CAUSES = ["threshold_not_held", "goal_not_reached"] as const;

/** Gives back what its condition does not hold any more, a batch of gifts at a time, and tells each donor once. */
export async function reverseUnmet(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  campaignId: string,
  unmet: ReadonlyMap<string, UnmetCondition>,
): Promise<void> {
  if (unmet.size === 0) return;
  const occurredAt = await fundNow(tx);
  const fallen = new Map<UnmetCondition, { matches: number; amountCents: bigint }>();
  let pledgeIds = await nextPledges(tx, fundId, campaignId, unmet, undefined);
  while (pledgeIds.length > 0) {
    const standing = await standingMatches(tx, fundId, pledgeIds);
    for (const cause of CAUSES) {
      const matches = standing.filter((match) => match.state === "committed" && unmet.get(keyOf(match.rule)) === cause);
      const lowered = matches.map((match) => ({ match, toCents: cents(0n) }));
      await lowerMatches(tx, fundId, actor, lowered, { cause, money: { kind: "campaign" }, occurredAt });
      const sum = fallen.get(cause) ?? { matches: 0, amountCents: 0n };
      fallen.set(cause, {
        matches: sum.matches + matches.length,
        amountCents: matches.reduce((all, { amountCents }) => all + amountCents, sum.amountCents),
      });
    }
    for (const subjectId of pledgeIds) await enqueue(tx, "send-mail", { template: "match-lowered", subjectId });
    pledgeIds = await nextPledges(tx, fundId, campaignId, unmet, pledgeIds.at(-1));
  }
  for (const [reason, { matches, amountCents }] of fallen) {
    if (matches === 0) continue;
    await recordAudit(tx, actor, {
      action: "match.condition-unmet",
      subject: ["campaign", campaignId],
      change: { matches, amountCents: Number(amountCents) },
      reason,
    });
  }
}

/** The next gifts, by their ids, with a committed match of a rule whose condition is not met. */
async function nextPledges(
  tx: Transaction,
  fundId: string,
  campaignId: string,
  unmet: ReadonlyMap<string, UnmetCondition>,
  after: string | undefined,
): Promise<readonly string[]> {
  const keys = sql.join(
    [...unmet.keys()].map((key) => sql`${key}`),
    sql`, `,
  );
  const rows = await tx.execute<{ pledge_id: string }>(sql`
    select distinct pledge_id from matches
    where fund_id = ${fundId} and campaign_id = ${campaignId} and state = 'committed'
      and rule_id || ' ' || rule_version in (${keys})
      and ${after === undefined ? sql`true` : sql`pledge_id > ${after}`}
    order by pledge_id limit ${BATCH}`);
  return rows.map((row) => row.pledge_id);
}
