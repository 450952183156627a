import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Actor } from "../domain/actor.ts";
import { withinDonorsShare } from "../domain/matching/donor-share.ts";
import { type Lowered, loweredBy } from "../domain/matching/lower-matches.ts";
import { cents } from "../domain/money.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { PledgeRow } from "../pledges/lock-pledge.ts";
import { potsClosedTo } from "./donor-membership.ts";
import { lowerMatches } from "./lower-matches.ts";
import { lockStandingMatches, type StandingMatch, standingMatches } from "./standing-matches.ts";

/**
 * Judges a pledge's reserved matches again for who its donor turned out to be (M6), before they become firm: members
 * of the holder's or the partner's organisation are never matched; a donor who became one with another keeps no more
 * than one person's share. What falls away is released and the donor told.
 */
export async function rejudgeDonor(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  pledge: PledgeRow,
  hasMerged: boolean,
): Promise<void> {
  const potIds = (await standingMatches(tx, fundId, [pledge.id])).map((match) => match.potId);
  const excluded = await potsClosedTo(tx, fundId, pledge, potIds);
  // Pots are hot: they are held only where something may fall away.
  if (!hasMerged && excluded.size === 0) return;
  const standing = (await lockStandingMatches(tx, fundId, [pledge.id])).filter((match) => match.state === "reserved");
  const closed = standing.filter((match) => excluded.has(match.potId));
  const open = standing.filter((match) => !excluded.has(match.potId));
  await lower(
    tx,
    fundId,
    actor,
    pledge,
    closed.map((match) => ({ match, toCents: cents(0n) })),
    "not_eligible",
  );
  if (!hasMerged) return;
  const used = await usedElsewhere(tx, fundId, pledge, open);
  const beyond = withinDonorsShare(open, (ruleId) => cents(used.get(ruleId) ?? 0n));
  await lower(tx, fundId, actor, pledge, beyond, "same_person");
}

async function lower(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  pledge: PledgeRow,
  lowered: readonly Lowered<StandingMatch>[],
  cause: "same_person" | "not_eligible",
): Promise<void> {
  if (lowered.length === 0) return;
  await lowerMatches(tx, fundId, actor, lowered, {
    cause,
    money: { kind: "campaign" },
    occurredAt: await fundNow(tx),
  });
  await recordAudit(tx, actor, {
    action: "match.rejudge",
    subject: ["pledge", pledge.id],
    change: { amountCents: Number(loweredBy(lowered)) },
    reason: cause,
  });
  await enqueue(tx, "send-mail", { template: "match-lowered", subjectId: pledge.id });
}

/** What stands of the same rules behind the donor's other pledges. */
async function usedElsewhere(tx: Transaction, fundId: string, pledge: PledgeRow, matches: readonly StandingMatch[]) {
  if (matches.length === 0) return new Map<string, bigint>();
  const ruleIds = sql.join(
    matches.map((match) => sql`${match.ruleId}::uuid`),
    sql`, `,
  );
  const rows = await tx.execute<{ rule: string; used: string }>(sql`
    select rule_id as rule, sum(amount_cents) as used from matches
    where fund_id = ${fundId} and rule_id in (${ruleIds}) and donor_id = ${pledge.donorId}
      and pledge_id <> ${pledge.id} and state in ('reserved', 'committed', 'paid')
    group by rule_id`);
  return new Map(rows.map(({ rule, used }) => [rule, BigInt(used)]));
}
