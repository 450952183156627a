import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { campaigns, matches, matchRevocations, pledges } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Lowered, loweredBy } from "../domain/matching/lower-matches.ts";
import { cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { reserveExhausted } from "../refunds/messages.ts";
import { lockWhereabouts, readWhereabouts, type Whereabouts } from "../refunds/return-facts.ts";
import { payIfWhole, reduceGrant, sourcesOf } from "../refunds/return-gift.ts";
import { lowerMatches } from "./lower-matches.ts";
import { nothingStands } from "./messages.ts";
import { lockStandingMatches, type StandingMatch } from "./standing-matches.ts";

/** Whose matches: of one pledge by one rule or by all, or all that a rule gave to one donor or one campaign. */
export type RevocationScope =
  | { readonly kind: "pledge"; readonly pledgeId: string; readonly ruleId?: string | undefined }
  | { readonly kind: "donor"; readonly pledgeId: string; readonly ruleId: string }
  | { readonly kind: "campaign"; readonly campaignId: string; readonly ruleId: string };

export type Revocation = { readonly pledges: number; readonly amountCents: bigint };

/**
 * An administrator takes matches back that were not due after all, with the reason: reserved money is released,
 * committed money reversed, and what was paid already is owed back (M4, F2). The rule answers these pledges no more, and
 * every donor is told. One transaction, campaign by campaign in the order of their ids.
 */
export async function revokeMatches(
  deps: Deps,
  actor: Actor,
  scope: RevocationScope,
  reason: string,
): Promise<Revocation> {
  if (actor.kind !== "user" || !permits(actor, "pledge.read-any")) throw notFound();
  if (!permits(actor, "match.revoke")) throw forbidden();
  const { fundId } = deps;
  return inTransaction(deps.db, async (tx) => {
    await mustExist(tx, fundId, scope);
    const { campaignIds, standing } = await holdMatches(tx, fundId, scope);
    if (standing.length === 0) throw nothingStands();
    await remember(tx, fundId, actor.userId, standing, reason);
    for (const id of campaignIds) {
      const own = standing.filter((match) => match.campaignId === id);
      const lowered = own.map((match) => ({ match, toCents: cents(0n) }));
      await takeBack(tx, fundId, actor, lowered, await readWhereabouts(tx, fundId, id), reason);
    }
    const amountCents = standing.reduce((sum, match) => sum + match.amountCents, 0n);
    await recordAudit(tx, actor, {
      action: "match.revoke",
      subject: scope.kind === "campaign" ? ["campaign", scope.campaignId] : ["pledge", scope.pledgeId],
      change: {
        scope: scope.kind,
        ruleId: scope.ruleId ?? null,
        matches: standing.length,
        amountCents: Number(amountCents),
      },
      reason,
    });
    const told = new Set(standing.map((match) => match.pledgeId));
    for (const subjectId of told) await enqueue(tx, "send-mail", { template: "match-lowered", subjectId });
    return { pledges: told.size, amountCents };
  });
}

/** Everything that moves, held in the order of the house: campaigns, pledges, grants, matches, pots. */
async function holdMatches(tx: Transaction, fundId: string, scope: RevocationScope) {
  const found = await findMatches(tx, fundId, scope);
  const campaignIds = [...new Set(found.map((row) => row.campaignId))].toSorted();
  const pledgeIds = [...new Set(found.map((row) => row.pledgeId))];
  await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), inArray(campaigns.id, campaignIds)))
    .orderBy(asc(campaigns.id))
    .for("share");
  await tx
    .select({ id: pledges.id })
    .from(pledges)
    .where(and(eq(pledges.fundId, fundId), inArray(pledges.id, pledgeIds)))
    .orderBy(asc(pledges.id))
    .for("no key update");
  for (const id of campaignIds) await lockWhereabouts(tx, fundId, id);
  const standing = await lockStandingMatches(tx, fundId, pledgeIds);
  return {
    campaignIds,
    standing: standing.filter(({ ruleId }) => scope.ruleId === undefined || ruleId === scope.ruleId),
  };
}

async function takeBack(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  lowered: readonly Lowered<StandingMatch>[],
  where: Whereabouts,
  reason: string,
): Promise<void> {
  const why = { cause: "not_eligible", reason, occurredAt: await fundNow(tx) } as const;
  if (where.kind === "campaign") {
    await lowerMatches(tx, fundId, actor, lowered, { ...why, money: { kind: "campaign" } });
    return;
  }
  const sources = sourcesOf(where, cents(0n), loweredBy(lowered));
  if (sources.uncoveredCents > 0n) throw reserveExhausted();
  const { id: grantId } = where.grant;
  await reduceGrant(tx, where.grant, sources.matchFromGrantCents);
  const money = { kind: "grant", grantId, fromGrantCents: sources.matchFromGrantCents } as const;
  await lowerMatches(tx, fundId, actor, lowered, { ...why, money });
  await payIfWhole(tx, fundId, actor, grantId);
}

async function mustExist(tx: Transaction, fundId: string, scope: RevocationScope): Promise<void> {
  const [row] =
    scope.kind === "campaign"
      ? await tx
          .select({ id: campaigns.id })
          .from(campaigns)
          .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, scope.campaignId)))
      : await tx
          .select({ id: pledges.id })
          .from(pledges)
          .where(and(eq(pledges.fundId, fundId), eq(pledges.id, scope.pledgeId)));
  if (row === undefined) throw notFound();
}

/** So that no later money fills up what was taken back (M11). */
async function remember(
  tx: Transaction,
  fundId: string,
  revokedBy: string,
  standing: readonly StandingMatch[],
  reason: string,
): Promise<void> {
  const pairs = new Map(standing.map((match) => [`${match.pledgeId} ${match.ruleId}`, match]));
  for (const { pledgeId, ruleId } of pairs.values())
    await tx
      .insert(matchRevocations)
      .values({ fundId, id: uuidv7(), pledgeId, ruleId, reason, revokedBy, createdAt: sql`fund_now()` });
}

const findMatches = (tx: Transaction, fundId: string, scope: RevocationScope) =>
  tx
    .selectDistinct({ pledgeId: matches.pledgeId, campaignId: matches.campaignId })
    .from(matches)
    .where(
      and(
        eq(matches.fundId, fundId),
        inArray(matches.state, ["reserved", "committed", "paid"]),
        scope.ruleId === undefined ? undefined : eq(matches.ruleId, scope.ruleId),
        within(scope, fundId),
      ),
    );

function within(scope: RevocationScope, fundId: string): SQL {
  switch (scope.kind) {
    case "pledge":
      return eq(matches.pledgeId, scope.pledgeId);
    case "donor":
      return sql`${matches.donorId} = (select p.donor_id from pledges p where p.fund_id = ${fundId} and p.id = ${scope.pledgeId})`;
    case "campaign":
      return eq(matches.campaignId, scope.campaignId);
  }
}
