import { and, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { campaigns, matches, matchRevocations, matchTraces, pledges } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { mayAnswerAgain } from "../domain/matching/backfill.ts";
import { evaluateRule, type MatchTrace } from "../domain/matching/evaluate.ts";
import { givesLump } from "../domain/matching/rule.ts";
import { cents } from "../domain/money.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { potsClosedTo } from "./donor-membership.ts";
import { findUndermatched, potsToBackfill, type Undermatched } from "./find-undermatched.ts";
import { addToPot, commitMatches } from "./move-matches.ts";
import { readAnswered } from "./read-answered.ts";
import { holdForMatching, readBook } from "./read-book.ts";
import { standingMatches } from "./standing-matches.ts";
import { type StoredTrace, storedTrace } from "./stored-trace.ts";

/**
 * Gives freed or added money of a pot to the oldest pledges its rules answered with less than they would (M11), each
 * under the version it had, until the pot is empty. Each pledge is a transaction of its own: repeated, raced or killed
 * anywhere it goes on from what stands.
 */
export async function backfillPot(deps: Deps, actor: Actor, potId: string): Promise<void> {
  let last: Undermatched | undefined;
  for (;;) {
    const page = await findUndermatched(deps.db, deps.fundId, potId, last);
    for (const candidate of page) {
      const left = await inTransaction(deps.db, (tx) => backfillPledge(tx, deps.fundId, actor, candidate));
      if (left === 0n) return;
    }
    last = page.at(-1);
    if (last === undefined) return;
  }
}

/** Drives every pot from the database, whatever became of the jobs that money asked for. */
export async function sweepBackfill(deps: Deps, actor: Actor): Promise<void> {
  const pots = await potsToBackfill(deps.db, deps.fundId);
  await forEachLogged(deps, "backfill-pot", pots, ({ id }) => backfillPot(deps, actor, id));
}

/** Answers what the pot holds afterwards. */
async function backfillPledge(tx: Transaction, fundId: string, actor: Actor, candidate: Undermatched): Promise<bigint> {
  const found = await readAnswered(tx, fundId, candidate.pledgeId);
  const rule = found.rules.find(({ id }) => id === candidate.ruleId);
  if (rule === undefined) return 1n;
  await holdForMatching(tx, fundId, [found]);
  // Asked again under the locks: the gift may have been returned, revoked or decided meanwhile, its donor become another.
  const pledge = await stillMatchable(tx, fundId, candidate);
  if (pledge === undefined) return 1n;
  const facts = found.factsOf(rule.id);
  const baseCents = cents(pledge.amountCents - pledge.returnedGiftCents);
  const gift = { ...found.gift, donorId: pledge.donorId, facts: { ...found.gift.facts, baseCents } };
  const { book } = await readBook(tx, fundId, [{ rules: found.rules, gift }]);
  const left = book.potsRemaining.get(rule.potId) ?? cents(0n);
  if (left === 0n) return left;
  if ((await potsClosedTo(tx, fundId, pledge, [rule.potId])).size > 0) return left;
  const standing = await standingMatches(tx, fundId, [pledge.id]);
  const others = standing.map((match) => match.rule);
  if (!mayAnswerAgain(rule, others)) return left;

  const usage = book.usageOf(rule, gift, found.rules);
  const room = { potRemainingCents: left, ceilingRemainingCents: book.ceilingRemaining(pledge.campaignId) };
  const given = { ...facts, baseCents };
  const trace = evaluateRule(rule, given, { ...usage, ...room });
  if (trace.amountCents === 0n) return left;
  await record(tx, fundId, actor, pledge, trace, storedTrace(trace, [{ rule, gift: given, usage }]));
  return trace.potAfterCents;
}

type PledgeRow = typeof pledges.$inferSelect;

async function record(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  pledge: PledgeRow,
  trace: MatchTrace,
  stored: StoredTrace,
): Promise<void> {
  const { ruleId, ruleVersion, potId, amountCents } = trace;
  const matchId = uuidv7();
  await tx.insert(matches).values({
    fundId,
    id: matchId,
    pledgeId: pledge.id,
    campaignId: pledge.campaignId,
    donorId: pledge.donorId,
    ruleId,
    ruleVersion,
    potId,
    grantedCents: amountCents,
    amountCents,
    isLump: givesLump(trace),
    state: "reserved",
    createdAt: sql`fund_now()`,
  });
  await tx.insert(matchTraces).values({
    fundId,
    id: uuidv7(),
    pledgeId: pledge.id,
    matchId,
    ruleId,
    ruleVersion,
    sequence: 1,
    cause: "backfill",
    evaluatedAt: sql`fund_now()`,
    trace: stored,
    amountCents,
    boundBy: trace.boundBy,
    potBeforeCents: trace.potBeforeCents,
    potAfterCents: trace.potAfterCents,
  });
  await addToPot(tx, fundId, potId, { reserved: amountCents });
  if (pledge.state === "captured") await commitMatches(tx, fundId, actor, pledge.id, await fundNow(tx));
  await recordAudit(tx, actor, {
    action: "match.backfill",
    subject: ["pledge", pledge.id],
    change: { matchId, ruleId, amountCents: Number(amountCents) },
  });
  await enqueue(tx, "send-mail", { template: "match-raised", subjectId: pledge.id });
}

async function stillMatchable(tx: Transaction, fundId: string, { pledgeId, ruleId }: Undermatched) {
  const [row] = await tx
    .select({ pledge: pledges })
    .from(pledges)
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .where(
      and(
        eq(pledges.fundId, fundId),
        eq(pledges.id, pledgeId),
        inArray(pledges.state, ["authorised", "charging", "action_required", "captured"]),
        inArray(campaigns.state, ["live", "settling"]),
        eq(pledges.disputedCents, 0n),
        sql`${pledges.heldReason} is null and ${pledges.returnedGiftCents} < ${pledges.amountCents}`,
        sql`not exists (select from ${matchRevocations} v where v.fund_id = ${fundId} and v.pledge_id = ${pledgeId} and v.rule_id = ${ruleId})`,
      ),
    );
  return row?.pledge;
}
