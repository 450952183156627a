import { createHash } from "node:crypto";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import {
  campaigns,
  committeeDecisions,
  committeeSessions,
  ownGrantApplications,
  sessionApplications,
} from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type CaseResult, decideSession, type Quorum } from "../domain/committee/result.ts";
import { accounts } from "../domain/ledger.ts";
import { cents } from "../domain/money.ts";
import { forbidden, InvariantViolation } from "../errors.ts";
import { balanceOf } from "../ledger/balances.ts";
import { reserveAward } from "./awards.ts";
import { grantAward } from "./grant-award.ts";
import { isApplication } from "./lock-application.ts";
import { REASON_NAMES, sessionClosed } from "./messages.ts";
import { minutesText } from "./minutes-text.ts";
import { type FullCase, readCases } from "./read-cases.ts";
import { criteriaOf, findSession, type SessionRow } from "./session-facts.ts";
import { tellHolder } from "./tell-people.ts";

/**
 * The chair closes a session: votes are counted, decisions and minutes frozen, and what is granted is kept aside from
 * the general pot, all in one transaction. Votes under way come first, campaigns about to be decided wait, and the
 * pot's account bounds what can be granted whatever else spends from it (D1, L3).
 */
export async function closeSession(deps: Deps, actor: Actor, sessionId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { fundId } = deps;
    await tx
      .select({ id: committeeSessions.id })
      .from(committeeSessions)
      .where(isSession(fundId, sessionId))
      .for("no key update");
    const { session, members } = await findSession(tx, fundId, actor, sessionId);
    if (actor.kind !== "user" || actor.userId !== session.chairId) throw forbidden();
    if (session.state !== "open") throw sessionClosed();
    await holdCampaigns(tx, fundId, sessionId);
    const cases = await readCases(tx, fundId, session, members);
    const criteria = await criteriaOf(tx, fundId, session.gridVersion);
    const availableCents = await generalHeld(tx, fundId);
    const envelopeCents = cents(session.envelopeCents);
    const rules = { quorum: quorumOf(session), majority: session.majority, criteria, envelopeCents, availableCents };
    const results = decideSession(rules, cases);
    for (const result of results) await applyResult(tx, fundId, actor, session, cases, result);
    const minutes = minutesText(deps.bankAccount.name, { session, members, cases, criteria, results, availableCents });
    await tx
      .update(committeeSessions)
      .set({ state: "closed", closedAt: sql`fund_now()`, minutes, minutesHash: hashOf(minutes) })
      .where(isSession(fundId, sessionId));
    await recordAudit(tx, actor, {
      action: "committee.close-session",
      subject: ["committee-session", sessionId],
      change: {
        minutesHash: hashOf(minutes),
        grantedCents: Number(results.reduce((sum, one) => sum + one.amountCents, 0n)),
      },
    });
  });
}

export const isSession = (fundId: string, sessionId: string) =>
  and(eq(committeeSessions.fundId, fundId), eq(committeeSessions.id, sessionId));

const hashOf = (minutes: string): string => createHash("sha256").update(minutes).digest("hex");

const quorumOf = ({ quorumCount, quorumPercent }: SessionRow): Quorum =>
  quorumCount === null ? { kind: "share", percent: quorumPercent ?? 100 } : { kind: "count", voters: quorumCount };

/** A settlement's decision holds its campaign alone: it sees what is kept aside here, or we see how it ended. */
async function holdCampaigns(tx: Transaction, fundId: string, sessionId: string): Promise<void> {
  const ofSession = tx
    .select({ id: ownGrantApplications.campaignId })
    .from(sessionApplications)
    .innerJoin(
      ownGrantApplications,
      and(
        eq(ownGrantApplications.fundId, sessionApplications.fundId),
        eq(ownGrantApplications.id, sessionApplications.applicationId),
      ),
    )
    .where(and(eq(sessionApplications.fundId, fundId), eq(sessionApplications.sessionId, sessionId)));
  await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), inArray(campaigns.id, ofSession)))
    .orderBy(asc(campaigns.id))
    .for("share");
}

/** What the general pot holds: two sessions that close at once share it one after the other. */
async function generalHeld(tx: Transaction, fundId: string) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`general:${fundId}`}, 0))`);
  return await balanceOf(tx, fundId, accounts.general);
}

async function applyResult(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  session: SessionRow,
  cases: readonly FullCase[],
  { id, score, rank, ...result }: CaseResult,
): Promise<void> {
  const one = cases.find((known) => known.id === id);
  if (one === undefined) throw new InvariantViolation(`application ${id} is not before session ${session.id}`);
  await tx.insert(committeeDecisions).values({
    fundId,
    sessionId: session.id,
    applicationId: id,
    ...result,
    scoreNumerator: score.numerator.toString(),
    scoreDenominator: score.denominator.toString(),
    rank: rank ?? null,
  });
  const note = REASON_NAMES[result.reason].fr;
  if (result.outcome === "granted") {
    await tx
      .update(ownGrantApplications)
      .set({
        state: "granted",
        note,
        decidedAt: sql`fund_now()`,
        awardedCents: result.amountCents,
        awardState: "reserved",
      })
      .where(isApplication(fundId, id));
    await reserveAward(tx, fundId, actor, { applicationId: id, amountCents: result.amountCents });
    if (one.campaignId === null)
      await grantAward(tx, fundId, actor, { ...one, applicationId: id, amountCents: result.amountCents });
  } else {
    const isRefused = result.outcome === "refused";
    await tx
      .update(ownGrantApplications)
      .set({ note, ...(isRefused ? { state: "refused" as const, decidedAt: sql`fund_now()` } : {}) })
      .where(isApplication(fundId, id));
  }
  await recordAudit(tx, actor, {
    action: `own-grant.${result.outcome}`,
    subject: ["own-grant", id],
    change: { sessionId: session.id, amountCents: Number(result.amountCents), reason: result.reason },
  });
  await tellHolder(tx, one.organisationId, id);
}
