import { and, asc, eq, sql } from "drizzle-orm";
import { type committeeDecisions, committeeScores, committeeVotes, users } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Vote } from "../domain/committee/result.ts";
import { notFound } from "../errors.ts";
import { findApplication } from "./queries.ts";
import { criteriaOf, findSession, tieOf } from "./session-facts.ts";

/** A session with its applications and how far the reader's own part has come. Votes of others stay hidden until its close. */
export async function readSession(deps: Deps, actor: Actor, sessionId: string) {
  const { session, members, isMember } = await findSession(deps.db, deps.fundId, actor, sessionId);
  const me = actor.kind === "user" ? actor.userId : "";
  const cases = await deps.db.execute<CaseRow>(sql`
    select a.id as "applicationId", p.title as "projectTitle", o.name as "organisationName", a.asked_cents::text as asked,
      committee_conflict(s.fund_id, s.session_id, a.id, ${me}) as tie,
      (select v.vote from committee_votes v where (v.fund_id, v.session_id, v.application_id, v.user_id)
        = (s.fund_id, s.session_id, a.id, ${me}::uuid)) as "ownVote",
      (select count(*)::int from committee_votes v where (v.fund_id, v.session_id, v.application_id)
        = (s.fund_id, s.session_id, a.id)) as votes,
      d.outcome, d.reason, d.rank, d.amount_cents::text as amount, d.votes_for as "votesFor",
      d.votes_against as "votesAgainst", d.abstentions
    from session_applications s
    join own_grant_applications a on a.fund_id = s.fund_id and a.id = s.application_id
    join projects p on p.fund_id = a.fund_id and p.id = a.project_id
    join organisations o on o.id = p.organisation_id
    left join committee_decisions d on (d.fund_id, d.session_id, d.application_id) = (s.fund_id, s.session_id, a.id)
    where s.fund_id = ${deps.fundId} and s.session_id = ${sessionId}
    order by a.submitted_at, a.id`);
  return {
    ...session,
    members,
    isMember,
    isChair: session.chairId === me,
    isSecretary: session.secretaryId === me,
    cases: [...cases].map(({ asked, amount, ...row }) => ({
      ...row,
      askedCents: BigInt(asked),
      amountCents: amount === null ? null : BigInt(amount),
    })),
  };
}

export type SessionDetail = Awaited<ReturnType<typeof readSession>>;

type CaseRow = {
  readonly applicationId: string;
  readonly projectTitle: string;
  readonly organisationName: string;
  readonly asked: string;
  readonly tie: "declared" | "holder" | "partner" | null;
  readonly ownVote: Vote | null;
  readonly votes: number;
  readonly outcome: typeof committeeDecisions.$inferSelect.outcome | null;
  readonly reason: string | null;
  readonly rank: number | null;
  readonly amount: string | null;
  readonly votesFor: number | null;
  readonly votesAgainst: number | null;
  readonly abstentions: number | null;
};

/**
 * One application before a session, as the reader may see it: the others' scores only after their own vote, or once
 * the session is closed; never before that for who is tied to it, or does not vote.
 */
export async function readCaseFor(deps: Deps, actor: Actor, sessionId: string, applicationId: string) {
  const session = await readSession(deps, actor, sessionId);
  const own = session.cases.find((one) => one.applicationId === applicationId);
  const application = await findApplication(deps, applicationId);
  if (own === undefined || application === undefined || actor.kind !== "user") throw notFound();
  const tie = await tieOf(deps.db, deps.fundId, { sessionId, applicationId, userId: actor.userId });
  const hasVoted = own.ownVote !== null;
  const scores = await scoresOf(deps, sessionId, applicationId);
  const seesOthers = session.state !== "open" || (hasVoted && tie === undefined);
  return {
    session,
    application,
    tie,
    ownVote: own.ownVote,
    ownAmountCents: hasVoted ? await amountNamed(deps, sessionId, applicationId, actor.userId) : null,
    canAct: session.isMember && session.state === "open" && tie === undefined && !hasVoted,
    criteria: await criteriaOf(deps.db, deps.fundId, session.gridVersion),
    ownScores: scores.filter((one) => one.userId === actor.userId),
    otherScores: seesOthers ? scores.filter((one) => one.userId !== actor.userId) : null,
  };
}

export type CaseDetail = Awaited<ReturnType<typeof readCaseFor>>;

const scoresOf = ({ db, fundId }: Deps, sessionId: string, applicationId: string) =>
  db
    .select({
      userId: committeeScores.userId,
      name: users.name,
      position: committeeScores.position,
      score: committeeScores.score,
      comment: committeeScores.comment,
    })
    .from(committeeScores)
    .innerJoin(users, eq(users.id, committeeScores.userId))
    .where(
      and(
        eq(committeeScores.fundId, fundId),
        eq(committeeScores.sessionId, sessionId),
        eq(committeeScores.applicationId, applicationId),
      ),
    )
    .orderBy(asc(users.name), asc(users.id), asc(committeeScores.position));

async function amountNamed({ db, fundId }: Deps, sessionId: string, applicationId: string, userId: string) {
  const [vote] = await db
    .select({ amountCents: committeeVotes.amountCents })
    .from(committeeVotes)
    .where(
      and(
        eq(committeeVotes.fundId, fundId),
        eq(committeeVotes.sessionId, sessionId),
        eq(committeeVotes.applicationId, applicationId),
        eq(committeeVotes.userId, userId),
      ),
    );
  return vote?.amountCents ?? null;
}
